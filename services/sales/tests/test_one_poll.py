"""One poll about many orders: the book is read once and written once, and nothing in it is seen as it was before."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from chassis.handling import Db
from chassis.ids import new_id
from chassis.messages.envelope import Message, Raw
from chassis.transaction.rooms import Rooms
from contracts.event import Event
from contracts.finance import CreditHeld, CreditReleased
from services.sales.house import HOUSE
from services.sales.order import store
from services.sales.order.rules.document import Order
from services.sales.order.store import LOAD, SAVE, Row
from services.sales.tests.story import confirmed, received, reserve, reviews
from tests.needs import needs

pytestmark = needs("SAL-8")

Statements = Callable[[Db], AbstractContextManager[list[str]]]


async def in_book(db: Db, order: Order, stage: str) -> Order:
    order = order.but(order_id=new_id(), content=order.content.but(number=f"SO-{stage}", customer_po=stage))
    await store.add(db, [Row(order, stage, False, False, None)], {})
    return order


async def polled(db: Db, *events: Event) -> list[str]:
    """What sales says to one poll, by topic."""
    raw = Raw(0, 0, None, None, ())
    messages = [Message(new_id(), event.topic, event.key, 1, event, None, raw) for event in events]
    work = await Rooms(HOUSE).handle(db, messages)
    return [said.event.topic for said in work.outbox]


async def test_all_four_reviews_of_an_order_and_another_ones_goods_are_one_reading_and_one_writing(
    db: Db, statements: Statements
) -> None:
    reviewed, waiting = await in_book(db, received(10), "in_review"), await in_book(db, confirmed(10), "confirmed")
    with statements(db) as seen:
        said = await polled(db, *reviews(reviewed), reserve(waiting, new_id(), 10))
    assert sorted(said) == ["order.confirmed", "order.released"]
    assert [query for query in seen if "sales_order" in query] == [LOAD, SAVE]
    after = await store.load(db, [reviewed.order_id, waiting.order_id])
    assert after[reviewed.order_id].order.status == "confirmed"
    assert after[waiting.order_id].order.dispatched == {}
    assert len(after[waiting.order_id].order.shipments) == 1


@needs("SAL-17")
async def test_an_order_that_a_hold_stops_goes_on_by_its_end_that_comes_in_the_same_poll(db: Db) -> None:
    order = await in_book(db, confirmed(10), "confirmed")
    await polled(db, CreditHeld(customer=order.content.customer, version=1, reason="limit"))
    end = CreditReleased(customer=order.content.customer, version=2)
    assert await polled(db, reserve(order, new_id(), 10), end) == ["order.released"]
