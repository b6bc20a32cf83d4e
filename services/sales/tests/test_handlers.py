"""The rooms against the real database: batches, statements, sleep and waking."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any, cast
from uuid import UUID, uuid4

import asyncpg
import pytest

from chassis import clock
from chassis.database.pool import open_pool
from chassis.handling import Answer, Db
from chassis.ids import new_id
from contracts.codec import encoded
from contracts.event import Event
from contracts.finance import CreditHeld, CreditReleased
from contracts.order import DraftLine, Terms
from contracts.outside import OrderPlaced
from contracts.purchasing import PurchaseImpossible
from contracts.review import Reason
from contracts.sales import OrderConfirmed, OrderReceived, OrderReleased
from contracts.supply import Served
from contracts.texts import Text
from services.sales.changes.handlers import cancel, change
from services.sales.changes.rules import Cancel, Change, Wanted
from services.sales.clarifying.handlers import clarify, find_to_recheck, recheck
from services.sales.clarifying.rules import Clarify
from services.sales.customers.handlers import put_customer, put_item
from services.sales.customers.rules.putting import PutCustomer, PutItem
from services.sales.delivery.handlers import accept
from services.sales.house import HOUSE
from services.sales.intake.handlers import place, receive
from services.sales.intake.rules.asked import Asked, Place, PoIsOver, PoSaysOtherwise, TermsAreAgreed
from services.sales.masters.rules import Contact, CustomerMaster, ItemMaster
from services.sales.order import store as book
from services.sales.order.rules.asked import OfShipment
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Difference
from services.sales.order.rules.stage import stage_of
from services.sales.order.view import OrderState
from services.sales.policy import Policy
from services.sales.release.handlers import record_impossible
from services.sales.tests.story import (
    BERLIN,
    deliver,
    dispatch,
    invoice,
    money,
    order_line,
    pay,
    reserve,
    reviews,
    short,
    topics,
)
from tests.figures import put as put_figures
from tests.needs import needs
from tests.written import rows_of_partial_indexes

Statements = Callable[[Db], AbstractContextManager[list[str]]]
Few = Callable[[Db], AbstractContextManager[None]]
MASTER = CustomerMaster(
    name="Alfreds Futterkiste",
    grade="A",
    country="DE",
    currency="USD",
    terms=Terms(days=30),
    credit_limit=Decimal(100000),
    contacts=(Contact(name="Maria Anders", phone="030-0074321", email="maria@example.org"),),
)
LINE = DraftLine(line=1, item="P-1", quantity=Decimal(10), unit_price=money(10))


async def masters(db: Db, *customers: str) -> None:
    await put_customer(db, [PutCustomer(code, MASTER) for code in customers or ("ALFKI",)])
    await put_item(db, [PutItem("P-1", ItemMaster(name="Chai")), PutItem("P-2", ItemMaster(name="Chang"))])


def a_place(po: str, customer: str = "ALFKI", **asked: Any) -> Place:
    whole: dict[str, Any] = {"lines": (LINE,), "deliver_to": BERLIN, "wanted": clock.today() + timedelta(days=20)}
    return Place(customer, po, Asked(**(whole | asked)))


async def places(db: Db, *asked: Place) -> list[Order]:
    """The orders as the book has them."""
    answers = await place(db, asked)
    return [await known(db, cast(Any, answer).body.order_id) for answer in answers]


async def known(db: Db, order_id: UUID) -> Order:
    order = await book.look(db, order_id)
    assert order is not None
    return order


async def hears(db: Db, *events: Event) -> list[Event]:
    """What the house says to events of one type."""
    told = [await handler(db, events) for handler in HOUSE.handles[type(events[0])]]
    return [said for outcomes in told for outcome in outcomes for said in cast(tuple[Event, ...], outcome)]


async def looks_again(db: Db, order: Order) -> list[Event]:
    (outcome,) = await recheck(db, [order.order_id])
    return list(outcome)


async def confirm_all(db: Db, orders: list[Order]) -> list[Event]:
    said: list[Event] = []
    for batch in zip(*(reviews(order) for order in orders), strict=True):
        said += await hears(db, *batch)
    return said


@contextmanager
def _few(db: Db, statements: Statements) -> Iterator[None]:
    """Three, and one for the figures."""
    with statements(db) as seen:
        yield
    assert len(seen) <= 4, seen


@pytest.fixture
def few(statements: Statements) -> Few:
    """At most three statements inside the block."""
    return lambda db: _few(db, statements)


async def test_a_clean_order_runs_through_by_itself_in_few_statements_for_any_batch(db: Db, few: Few) -> None:
    await masters(db)
    with few(db):
        answers = await place(db, [a_place(f"PO-{n}") for n in range(50)])
    orders = [await known(db, cast(Any, answer).body.order_id) for answer in answers]
    for batch in list(zip(*(reviews(order) for order in orders), strict=True))[:3]:
        assert not await hears(db, *batch)
    with few(db):
        confirmed = await hears(db, *(reviews(order)[3] for order in orders))
    assert topics(confirmed) == ["order.confirmed"] * 50
    orders = [await known(db, order.order_id) for order in orders]
    ids = {order.order_id: (uuid4(), uuid4()) for order in orders}
    with few(db):
        released = await hears(db, *(reserve(order, ids[order.order_id][0], 10) for order in orders))
    slips = {event.slip_number for event in released if isinstance(event, OrderReleased)}
    first = next(event for event in released if isinstance(event, OrderReleased))
    assert await book.with_slip(db, first.slip_number, {"order_id": first.order_id}) == first.shipment_id
    assert len(slips) == 50
    assert all(slip.startswith(f"SS-{clock.today().year}-") for slip in slips)
    for step in (
        [dispatch(order, ids[order.order_id][0], 10) for order in orders],
        [deliver(order, ids[order.order_id][0], 10) for order in orders],
        [invoice(order, *ids[order.order_id]) for order in orders],
    ):
        with few(db):
            assert not await hears(db, *step)
    assert len((await book.find_to_accept(db, customer=None, after=None, limit=500)).items) == 50
    with few(db):
        accepted = await accept(db, [OfShipment(order.order_id, ids[order.order_id][0]) for order in orders])
    assert all(isinstance(a, Answer) and topics(a.events) == ["order.accepted"] for a in accepted)
    with few(db):
        closed = await hears(db, *(pay(order, ids[order.order_id][1]) for order in orders))
    assert topics(closed) == ["order.closed"] * 50
    assert stage_of(await known(db, orders[0].order_id)) == "closed"
    assert not (await book.find_to_accept(db, customer=None, after=None, limit=500)).items
    assert await rows_of_partial_indexes(db) == {}


@needs("SAL-2")
async def test_the_same_customer_po_is_the_same_order_by_http_by_event_and_within_a_batch(db: Db) -> None:
    await masters(db)
    first, twin, other = await place(db, [a_place("1"), a_place("1"), a_place("2")])
    again = (await place(db, [a_place("1")]))[0]
    (otherwise,) = await place(db, [a_place("1", partial=True)])
    assert isinstance(otherwise, PoSaysOtherwise)
    for answer in (first, twin, other, again):
        assert isinstance(answer, Answer)
    bodies = [cast(Answer, answer).body for answer in (first, twin, again)]
    assert len({encoded(body) for body in bodies}) == 1
    assert [len(cast(Answer, answer).events) for answer in (first, twin, other, again)] == [1, 0, 1, 0]
    assert await receive(db, [OrderPlaced(reference="ALFKI/1", customer="ALFKI", customer_po="1")]) == [()]


@needs("SAL-2")
async def test_a_po_that_comes_again_by_event_with_other_contents_is_noted_on_its_order(db: Db, few: Few) -> None:
    """SAL-2: nobody gets the refusal, so the order tells what was not taken, until somebody acts on it."""
    await masters(db)
    (order,) = await places(db, a_place("1"))
    about: dict[str, Any] = {"reference": "ALFKI/1", "customer": "ALFKI", "customer_po": "1"}
    more = OrderPlaced(**about, lines=(LINE.but(quantity=Decimal(12)),))
    new = OrderPlaced(reference="ALFKI/2", customer="ALFKI", customer_po="2", lines=(LINE,))
    with few(db):
        silent, received = await receive(db, [more, new])
    assert (silent, topics(received)) == ((), ["order.received"])
    noted = await known(db, order.order_id)
    assert noted.came_again is not None
    assert noted.came_again.differs == (Difference(field="lines.0.quantity", has=Text("10"), came=Text("12")),)
    assert noted.but(came_again=None) == order
    await hears(db, reviews(order)[0])
    waiting = (await known(db, order.order_id)).waiting
    assert waiting is not None
    assert str(waiting.reason).endswith(f"(its PO came again on {clock.today()}: lines.0.quantity)")
    (done,) = await clarify(db, [Clarify(order.order_id, Asked(lines=more.lines))])
    assert isinstance(done, Answer)
    assert (await known(db, order.order_id)).came_again is None


@needs("SAL-2")
async def test_the_po_of_a_cancelled_order_may_become_a_new_one_where_the_company_says_so(db: Db) -> None:
    """SAL-2: by policy; of several orders of one PO only one lives."""
    await masters(db)
    (first,) = await places(db, a_place("1"))
    await cancel(db, [Cancel(first.order_id, "x")])
    assert isinstance((await place(db, [a_place("1")]))[0], PoIsOver)
    await put_figures(db, Policy, po_of_a_dead_order="ordered_anew")
    (second,) = await places(db, a_place("1"))
    assert second.order_id != first.order_id
    assert await places(db, a_place("1")) == [second]


@needs("SAL-2")
async def test_order_numbers_have_no_gap(db: Db) -> None:
    await masters(db)
    orders = [*(await places(db, a_place("1"), a_place("2"))), *(await places(db, a_place("1"), a_place("3")))]
    year = clock.today().year
    assert [order.content.number for order in orders] == [f"SO-{year}-00000{n}" for n in (1, 2, 1, 3)]


@needs("SAL-2")
async def test_an_order_by_event_is_received(db: Db) -> None:
    await masters(db)
    asked = a_place("9").asked
    placed = OrderPlaced(
        reference="ALFKI/9",
        customer="ALFKI",
        customer_po="9",
        lines=asked.lines or (),
        deliver_to=asked.deliver_to,
        wanted=asked.wanted,
    )
    ((event,),) = cast(Any, await receive(db, [placed]))
    assert isinstance(event, OrderReceived)
    assert event.complete
    assert event.reference == "ALFKI/9"


@needs("SAL-2")
async def test_a_customers_number_with_spaces_around_it_is_the_same_number(db: Db) -> None:
    """SAL-2: also in an order by event; without a number it is set aside and says which field is empty."""
    await masters(db)
    first, again = await places(db, a_place("1"), a_place("1"))
    assert first == again
    assert await receive(db, [OrderPlaced(reference="ALFKI/1 ", customer=" ALFKI", customer_po="1 ")]) == [()]
    with pytest.raises(ValueError, match="customer_po"):
        await receive(db, [OrderPlaced(reference="ALFKI/", customer="ALFKI", customer_po=" ")])


@needs("SAL-2")
async def test_an_order_that_its_customer_may_not_place_takes_no_number(db: Db) -> None:
    """SAL-2: numbers have no gap; the others of the batch are taken."""
    await masters(db)
    own = Place("ALFKI", "1", a_place("1", discount=Decimal("0.9")).asked, only_of="ALFKI")
    refused, taken = await place(db, [own, a_place("2")])
    assert isinstance(refused, TermsAreAgreed)
    assert cast(Any, taken).body.number.endswith("-000001")


@needs("SAL-3")
async def test_an_incomplete_order_waits_for_its_clarification(db: Db) -> None:
    await masters(db)
    (order,) = await places(db, a_place("1", deliver_to=None))
    assert order.waiting is not None
    assert str(order.waiting.reason) == "the customer must tell: deliver_to"
    (answer,) = await clarify(db, [Clarify(order.order_id, Asked(deliver_to=BERLIN))])
    assert isinstance(answer, Answer)
    assert topics(answer.events) == ["order.clarified"]
    assert stage_of(await known(db, order.order_id)) == "received"


@needs("SAL-2")
async def test_an_order_before_its_customer_and_its_item_goes_on_when_both_are_entered(db: Db) -> None:
    """Nobody has to touch it: the import of orders may run before that of the masters (SAL-2)."""
    (order,) = await places(db, a_place("1"))
    assert await find_to_recheck(db, clock.now()) == []
    await put_customer(db, [PutCustomer("ALFKI", MASTER)])
    assert await find_to_recheck(db, clock.now()) == [(str(order.order_id), order.order_id)]
    assert topics(await looks_again(db, order)) == ["order.clarified"]
    assert await find_to_recheck(db, clock.now()) == []
    await put_item(db, [PutItem("P-1", ItemMaster(name="Chai"))])
    assert topics(await looks_again(db, order)) == ["order.clarified"]
    assert stage_of(await known(db, order.order_id)) == "received"
    assert await find_to_recheck(db, clock.now()) == []
    assert await looks_again(db, order) == [], "another replica found it too"


async def test_who_an_order_waits_for_changes_with_its_since(db: Db) -> None:
    await masters(db)
    (order,) = await places(db, a_place("1"))
    stock, supply, *_ = reviews(order)
    await hears(db, stock)
    first = (await known(db, order.order_id)).waiting
    await hears(db, supply)
    second = (await known(db, order.order_id)).waiting
    assert first is not None
    assert second is not None
    assert (first.owner, second.owner) == ("purchasing", "logistics")
    assert second.since >= first.since


@needs("FIN-4")
async def test_the_end_of_a_credit_hold_wakes_the_orders_that_it_stopped(db: Db) -> None:
    await masters(db, "ALFKI", "BONAP")
    one, two, other, late = await places(
        db, a_place("1"), a_place("2"), a_place("1", "BONAP"), a_place("3", deliver_to=None)
    )
    assert topics(await confirm_all(db, [one])) == ["order.confirmed"]
    await hears(
        db,
        CreditHeld(customer="ALFKI", version=1, reason="overdue"),
        CreditHeld(customer="BONAP", version=1, reason="limit"),
    )
    assert not await confirm_all(db, [two, other])
    one = await known(db, one.order_id)
    assert not await hears(db, reserve(one, uuid4(), 10))
    waiting = (await known(db, two.order_id)).waiting
    assert waiting is not None
    assert (waiting.owner, str(waiting.reason)) == ("finance", "credit hold: overdue")
    woken = await hears(db, CreditReleased(customer="ALFKI", version=2))
    assert sorted(topics(woken)) == ["order.confirmed", "order.released"]
    assert {order for event in woken for order in event.orders} == {one.order_id, two.order_id}
    assert not await hears(db, CreditReleased(customer="ALFKI", version=3))
    assert late.missing == ("deliver_to",)


async def test_the_document_in_the_book_keeps_its_word_for_what_was_dispatched(db: Db) -> None:
    """`left`, as releases of before wrote it."""
    await masters(db)
    (order,) = await places(db, a_place("1"))
    await confirm_all(db, [order])
    order, shipment = await known(db, order.order_id), uuid4()
    await hears(db, dispatch(order, shipment, 10))
    document = json.loads(await db.fetchval("SELECT document FROM sales_order WHERE id = $1", order.order_id))
    assert [line["quantity"] for line in document["shipments"][str(shipment)]["left"]] == ["10"]
    assert "dispatched" not in document["shipments"][str(shipment)]
    assert (await known(db, order.order_id)).all_dispatched


async def test_a_hold_heard_after_its_release_holds_nothing(db: Db) -> None:
    await masters(db)
    (order,) = await places(db, a_place("1"))
    await hears(db, CreditReleased(customer="ALFKI", version=2))
    await hears(db, CreditHeld(customer="ALFKI", version=1, reason="overdue"))
    assert isinstance((await confirm_all(db, [order]))[0], OrderConfirmed)


async def test_a_release_of_the_hold_finds_an_order_that_falls_asleep_at_that_moment(
    database: Callable[[str], Awaitable[str]],
) -> None:
    pool = await open_pool(await database("sales"), size=3)
    async with pool.acquire() as db:
        await masters(db)
        (order,) = await places(db, a_place("1"))
        await hears(db, CreditHeld(customer="ALFKI", version=1, reason="overdue"))
        *first, last = reviews(order)
        for review in first:
            await hears(db, review)

    async def release() -> list[Event]:
        async with pool.acquire() as other, other.transaction():
            return await hears(other, CreditReleased(customer="ALFKI", version=2))

    async with pool.acquire() as db:
        async with db.transaction():
            assert not await hears(db, last)
            releasing = asyncio.create_task(release())
            await asyncio.wait({releasing}, timeout=0.2)
            assert not releasing.done()
        assert topics(await releasing) == ["order.confirmed"]
    await pool.close()


async def test_an_event_about_a_foreign_order_is_silence(db: Db) -> None:
    await masters(db)
    (order,) = await places(db, a_place("1"))
    foreign = order.but(order_id=new_id())
    assert await hears(db, short(foreign, "P-1", 1), short(order, "P-1", 1)) == []


async def test_an_impossible_purchase_is_noted_on_each_order_that_it_leaves_uncovered(db: Db) -> None:
    await masters(db)
    orders = await places(db, a_place("1"), a_place("2"))
    await confirm_all(db, orders)
    orders = [await known(db, order.order_id) for order in orders]
    await hears(db, *(short(order, "P-1", 4) for order in orders))
    event = PurchaseImpossible(
        purchase_id=uuid4(),
        version=1,
        item="P-1",
        supplier="S-1",
        served=tuple(
            Served(order_id=o.order_id, item="P-1", quantity=Decimal(4), need_version=1, order_version=o.version)
            for o in orders
        ),
        reasons=(Reason(code="no_supplier", text="nobody sells P-1"),),
    )
    assert await record_impossible(db, [event]) == [()]
    for order in orders:
        waiting = (await known(db, order.order_id)).waiting
        assert waiting is not None
        assert str(waiting.reason) == "nobody sells P-1"


@needs("SAL-9")
async def test_change_and_cancel_over_http_say_their_versions(db: Db) -> None:
    await masters(db)
    orders = await places(db, a_place("1"), a_place("2"))
    await confirm_all(db, orders)
    wanted = Wanted(lines=(order_line(1, 20, "P-1"), order_line(2, 1, "P-2")))
    (changed,) = await change(db, [Change(orders[0].order_id, wanted, "more")])
    assert isinstance(changed, Answer)
    assert isinstance(changed.body, OrderState)
    assert (changed.body.version, topics(changed.events)) == (3, ["order.changed", "review.requested"])
    unknown, cancelled = await cancel(db, [Cancel(new_id(), "x"), Cancel(orders[1].order_id, "no money")])
    assert not isinstance(unknown, Answer)
    assert isinstance(cancelled, Answer)
    assert topics(cancelled.events) == ["order.cancelled"]


@needs("SAL-15")
async def test_contacts_never_leave_sales_and_change_no_version(db: Db) -> None:
    (first,) = await put_customer(db, [PutCustomer("ALFKI", MASTER)])
    assert isinstance(first, Answer)
    assert b"Maria" in encoded(first.body)
    assert b"Maria" not in encoded(first.events[0])
    (same,) = await put_customer(db, [PutCustomer("ALFKI", MASTER.but(contacts=()))])
    assert isinstance(same, Answer)
    assert same.events == ()
    (new,) = await put_customer(db, [PutCustomer("ALFKI", MASTER.but(grade="B"))])
    assert isinstance(new, Answer)
    assert cast(Any, new.events[0]).version == 2


@needs("SAL-15", "FIN-1")
async def test_the_tax_number_of_a_customer_is_told_to_who_invoices_him(db: Db) -> None:
    (put,) = await put_customer(db, [PutCustomer("ALFKI", MASTER.but(tax_number="DE987654321"))])
    assert isinstance(put, Answer)
    assert cast(Any, put.events[0]).tax_number == "DE987654321"


@needs("SAL-25")
async def test_an_item_that_does_not_change_is_silence(db: Db) -> None:
    asked = PutItem("P-1", ItemMaster(name="Chai"))
    versions = [cast(Any, (await put_item(db, [asked]))[0]).events for _ in range(2)]
    assert [len(events) for events in versions] == [1, 0]


async def test_an_order_that_cannot_be_read_hides_no_other_one(db: Db) -> None:
    """Neither in a list, of which the next page is found all the same, nor from the end of its customer's hold."""
    await masters(db)
    bad, good = await places(db, a_place("1"), a_place("2"))
    await hears(db, CreditHeld(customer="ALFKI", version=1, reason="overdue"))
    assert not await confirm_all(db, [bad, good])
    await db.execute(
        "UPDATE sales_order SET document = jsonb_set(document::jsonb, '{content,currency}', '\"???\"') WHERE id = $1",
        bad.order_id,
    )
    page = await book.find(db, book.Sought(), limit=2)
    assert ([order.order_id for order in page.items], page.next) == ([good.order_id], good.order_id)
    woken = await hears(db, CreditReleased(customer="ALFKI", version=2))
    assert [order for event in woken for order in event.orders] == [good.order_id]


@needs("SAL-8")
async def test_a_step_of_an_order_touches_no_index(db: Db) -> None:
    """PostgreSQL then updates its row in place (heap-only), nine times an order."""
    indexes = await db.fetch("SELECT indexdef FROM pg_indexes WHERE tablename = 'sales_order'")
    assert indexes
    assert not [row["indexdef"] for row in indexes if re.search(r"\b(stage|document)\b", row["indexdef"])]


MANY = """
INSERT INTO sales_order (id, number, customer, customer_po, stage, document)
SELECT gen_random_uuid(), 'SO-' || n, 'C-' || n % 100, 'PO-' || n,
    CASE WHEN n % 20 = 0 THEN 'short' ELSE 'closed' END, '{}'
FROM generate_series(1, 5000) n
"""


async def test_among_many_orders_the_hot_queries_use_their_indexes(db: asyncpg.Connection) -> None:
    await db.execute(MANY)
    await db.execute("ANALYZE sales_order")
    for query, arguments, index in (
        (book.LOAD_SLEEPING, [["ALFKI"]], "sales_order_sleeping"),
        (book.LOAD, [[uuid4()]], "sales_order_pkey"),
        (book.TO_ACCEPT, [None, None, 10], "sales_order_to_accept"),
        (book.NUMBERED, ["SO-1"], "sales_order_number_key"),
        (book.FIND.format(which="customer_po = $3"), [None, 10, "PO-1"], "sales_order_po"),
        (book.FIND.format(which=book.IN_STAGE.format("$3::text")), [None, 10, "short"], "sales_order_phase"),
    ):
        plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {query}", *arguments))
        assert index in plan, plan
