"""What is reserved is released when its settlement is in order (SAL-17)."""

from decimal import Decimal
from itertools import permutations
from uuid import uuid4

import pytest

from chassis.handling import Step
from contracts.purchasing import PurchaseImpossible
from contracts.review import Reason
from contracts.sales import OrderReleased
from contracts.supply import Served
from contracts.texts import Text
from services.sales.order.rules.asked import CustomerOnHold, OfShipment
from services.sales.order.rules.document import Order
from services.sales.order.rules.stage import stage_of, waiting_of
from services.sales.order.rules.steps import number_slips, released_in
from services.sales.policy import Policy
from services.sales.release.rules import AdvanceOpen, NotReserved, ReleasedAlready, impossible, release
from services.sales.tests.story import (
    NOON,
    after,
    ask_advance,
    confirmed,
    content,
    dispatch,
    pay,
    reserve,
    short,
    topics,
    unreserve,
)
from tests.needs import needs

BY_HAND = Policy(release="by_hand")


@needs("SAL-17")
def test_a_reservation_of_the_current_version_is_released() -> None:
    order, shipment = confirmed(10), uuid4()
    step = after(order, reserve(order, shipment, 10))
    (event,) = step.events
    assert isinstance(event, OrderReleased)
    assert (event.shipment_id, event.order_version) == (shipment, 2)
    assert stage_of(step.document) == "released"


@needs("SAL-17")
def test_each_release_gets_the_next_sales_slip() -> None:
    order = confirmed(10)
    held = after(order, reserve(order, uuid4(), 4), reserve(order, uuid4(), 6), policy=BY_HAND).document
    step = after(held, reserve(order, uuid4(), 1))
    assert released_in(step) == 3
    numbered = number_slips(step, iter(["SS-1", "SS-2", "SS-3"]))
    slips = {event.slip_number for event in numbered.events if isinstance(event, OrderReleased)}
    assert slips == {"SS-1", "SS-2", "SS-3"} == {s.slip_number for s in numbered.document.shipments.values()}


@needs("SAL-17")
def test_a_reservation_of_an_older_version_is_ignored() -> None:
    order = confirmed(10)
    newer = order.but(version=3)
    step = after(newer, reserve(order, uuid4(), 10))
    assert (step.document.but(forecast=None), step.events) == (newer, ())


@needs("SAL-17")
def test_a_reservation_that_was_noted_before_a_change_is_never_released() -> None:
    order, shipment = confirmed(10), uuid4()
    noted = after(order, reserve(order, shipment, 10), policy=BY_HAND).document.but(version=3)
    assert not after(noted, short(noted, "P-1", 1)).events
    assert isinstance(release(noted, OfShipment(order.order_id, shipment), None), NotReserved)


@needs("SAL-17")
def test_an_empty_reservation_releases_nothing() -> None:
    order = confirmed(10)
    assert not after(order, reserve(order, uuid4())).events


@needs("SAL-17")
def test_a_reservation_whose_end_was_heard_first_is_not_released() -> None:
    order, shipment = confirmed(10), uuid4()
    assert not after(order, unreserve(order, shipment), reserve(order, shipment, 10)).events


@needs("SAL-17")
def test_a_reservation_is_released_once() -> None:
    order, shipment = confirmed(10), uuid4()
    reserved = reserve(order, shipment, 4)
    assert len(after(order, reserved, reserved, reserve(order, uuid4(), 6)).events) == 2


@needs("SAL-17", "FIN-4")
def test_a_credit_hold_stops_the_release_and_its_end_lets_it_go() -> None:
    order = confirmed(10)
    step = after(order, reserve(order, uuid4(), 10), hold=Text("overdue"))
    assert not step.events
    assert stage_of(step.document) == "reserved"
    assert topics(after(step.document, short(order, "P-1", 1)).events) == ["order.released"]


@needs("SAL-17")
def test_an_advance_stops_the_release_until_it_is_fully_paid() -> None:
    order = confirmed(10, advance="0.3")
    step = after(order, reserve(order, uuid4(), 10))
    assert not step.events
    step = after(step.document, ask_advance(order), pay(order, None, 10, 2, advance=True))
    assert not step.events
    assert topics(after(step.document, pay(order, None, 0, 3, advance=True)).events) == ["order.released"]


@needs("SAL-17")
def test_an_advance_paid_before_it_is_heard_of_is_paid() -> None:
    order = confirmed(10, advance="0.3")
    paid = pay(order, None, 0, 2, advance=True)
    step = after(order, paid, ask_advance(order), reserve(order, uuid4(), 10))
    assert topics(step.events) == ["order.released"]


@needs("SAL-17")
def test_an_advance_that_finance_asks_anew_stops_the_next_release() -> None:
    order = confirmed(10, advance="0.3")
    paid = pay(order, None, 0, 2, advance=True)
    assert not after(order, paid, ask_advance(order, version=3, received=20), reserve(order, uuid4(), 10)).events


def with_paid_advance(order: Order) -> Order:
    return after(order, ask_advance(order), pay(order, None, 0, 2, advance=True)).document


@needs("SAL-17")
@pytest.mark.parametrize(("received", "released"), [(30, ["order.released"]), (20, [])])
def test_an_advance_paid_for_an_older_version_stops_the_release_until_finance_says_it_anew(
    received: int, released: list[str]
) -> None:
    newer = with_paid_advance(confirmed(10, advance="0.3")).but(version=3)
    step = after(newer, reserve(newer, uuid4(), 10))
    assert not step.events
    waiting = waiting_of(step.document, None, NOON)
    assert waiting is not None
    assert (waiting.owner, str(waiting.reason)) == ("finance", "advance to be asked")
    asked = ask_advance(newer, version=3, received=received)
    assert topics(after(step.document, asked).events) == released


@needs("SAL-17")
def test_a_version_whose_terms_ask_no_advance_waits_for_none() -> None:
    newer = with_paid_advance(confirmed(10, advance="0.3")).but(version=3, content=content(10))
    assert topics(after(newer, reserve(newer, uuid4(), 10)).events) == ["order.released"]


@needs("SAL-17")
def test_in_whatever_order_advances_are_heard_the_release_takes_that_of_its_version_fully_paid() -> None:
    order, shipment = confirmed(10, advance="0.3"), uuid4()
    newer = order.but(version=3)
    needed = [
        ask_advance(newer, version=3, received=10),
        pay(newer, None, 0, 4, advance=True),
        reserve(newer, shipment, 10),
    ]
    for heard in permutations([ask_advance(order), pay(order, None, 0, 2, advance=True), *needed]):
        last = max(map(heard.index, needed))
        before = after(newer, *heard[:last])
        assert not before.events
        assert topics(after(before.document, *heard[last:]).events) == ["order.released"]


@needs("SAL-17", "ALL-10")
def test_by_hand_waits_for_the_merchandiser() -> None:
    order, shipment = confirmed(10), uuid4()
    waits = after(order, reserve(order, shipment, 10), policy=BY_HAND)
    assert not waits.events
    done = release(waits.document, OfShipment(order.order_id, shipment), None)
    assert isinstance(done, Step)
    assert topics(done.events) == ["order.released"]


@needs("SAL-17")
def test_releasing_by_hand_is_refused_on_hold_without_advance_and_twice() -> None:
    order, shipment = confirmed(10, advance="0.3"), uuid4()
    asked = OfShipment(order.order_id, shipment)
    waits = after(order, reserve(order, shipment, 10)).document
    assert isinstance(release(waits, asked, Text("overdue")), CustomerOnHold)
    assert isinstance(release(waits, asked, None), AdvanceOpen)
    released = after(waits, ask_advance(order), pay(order, None, 0, 2, advance=True)).document
    assert isinstance(release(released, asked, None), ReleasedAlready)
    gone = after(waits, dispatch(order, shipment, 10)).document
    assert isinstance(release(gone, asked, None), NotReserved)


def no_supplier(order: Order, version: int = 2, need: int = 1, item: str = "P-1") -> PurchaseImpossible:
    served = Served(order_id=order.order_id, item=item, quantity=Decimal(3), need_version=need, order_version=version)
    return PurchaseImpossible(
        purchase_id=uuid4(),
        version=1,
        item=item,
        supplier="S-1",
        served=(served,),
        reasons=(Reason(code="no_supplier", text=f"nobody sells {item}"),),
    )


@needs("PUR-7")
def test_what_no_supplier_can_deliver_waits_for_the_merchandiser() -> None:
    order = confirmed(10)
    order = after(order, short(order, "P-1", 3)).document
    noted = impossible(order, no_supplier(order))
    waiting = waiting_of(noted, None, NOON)
    assert waiting is not None
    assert (waiting.owner, str(waiting.reason)) == ("wang.fang", "nobody sells P-1")


@needs("PUR-7")
def test_an_impossible_purchase_of_another_version_or_a_reserved_order_is_silence() -> None:
    order = confirmed(10)
    assert impossible(order, no_supplier(order, version=1)) is order
    reserved = after(order, reserve(order, uuid4(), 10)).document
    assert impossible(reserved, no_supplier(order)) is reserved


@needs("PUR-7")
def test_a_later_need_without_the_item_ends_the_wait() -> None:
    order = after(confirmed(10), short(confirmed(10), "P-1", 3)).document
    noted = impossible(order, no_supplier(order))
    assert after(noted, short(order, "P-2", 1, need=2)).document.impossible is None


def test_an_older_need_changes_nothing() -> None:
    order = confirmed(10)
    assert after(order, short(order, "P-1", 1, need=5), short(order, "P-1", 9, need=4)).document.lacks[0].quantity == 1


@needs("PUR-7")
def test_a_later_need_ends_the_wait_until_purchasing_answers_it() -> None:
    """SAL-8: purchasing answers each need anew; what it said of an older one is outdated, whichever comes first."""
    order = after(confirmed(10), short(confirmed(10), "P-1", 3)).document
    noted = impossible(order, no_supplier(order))
    later = after(noted, short(order, "P-1", 5, need=2)).document
    assert later.impossible is None
    assert impossible(later, no_supplier(order)) is later, "an answer to the older need, heard late"
    answered = impossible(noted, no_supplier(order, need=2))
    assert after(answered, short(order, "P-1", 5, need=2)).document.impossible == answered.impossible


@needs("PUR-7")
def test_only_the_items_that_the_newest_need_cannot_have_are_told() -> None:
    order = confirmed(10, 10)
    noted = impossible(impossible(order, no_supplier(order)), no_supplier(order, item="P-2"))
    assert noted.impossible is not None
    assert noted.impossible.items == ("P-1", "P-2")
    newer = impossible(noted, no_supplier(order, need=2, item="P-2"))
    assert newer.impossible is not None
    assert newer.impossible.items == ("P-2",)
