"""Change, cancel, and dispatch that was faster (SAL-9)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.order import OrderContent, OrderLine
from contracts.sales import OrderChanged, ReturnRequested
from services.sales.changes.rules import (
    AllAccepted,
    AllDispatched,
    BelowDispatched,
    BelowZero,
    Cancel,
    Change,
    FreightBilled,
    LineKeepsItem,
    LineTwice,
    NotConfirmed,
    NotFree,
    NothingDiffers,
    NothingWanted,
    NotWhole,
    OrderIsOver,
    OtherCurrency,
    StaleVersion,
    UnderWay,
    UnknownItem,
    Wanted,
    cancel,
    change,
)
from services.sales.order.rules.document import Order
from services.sales.tests.story import (
    BERLIN,
    after,
    cancelled,
    confirmed,
    deliver,
    dispatch,
    goes,
    money,
    order_line,
    received,
    reserve,
    topics,
    unreserve,
)
from tests.needs import needs

pytestmark = needs("SAL-9")


def as_it_is(content: OrderContent) -> OrderContent:
    """Nothing weighs otherwise."""
    return content


def seven(content: OrderContent) -> OrderContent:
    return content.but(priority=7)


def by_rush(content: OrderContent) -> OrderContent:
    return content.but(priority=int(content.rush))


KNOWN = {"P-1": "pcs", "P-2": "pcs", "P-3": "kg"}


def ask(order: Order, *lines: OrderLine, version: int | None = None) -> Step[Order] | Refusal:
    asked = Change(order.order_id, Wanted(lines=lines), "the customer asks", version)
    return change(order, asked, KNOWN, seven)


@needs("SAL-7")
def test_a_change_makes_a_new_version_with_the_priority_of_its_content() -> None:
    done = ask(confirmed(10), order_line(1, 12))
    assert isinstance(done, Step)
    (event,) = done.events
    assert isinstance(event, OrderChanged)
    assert (event.version, event.content.priority) == (3, 7)
    assert event.content.lines == (order_line(1, 12),)


def test_what_goods_must_be_like_and_how_they_are_made_is_changed_under_a_new_version() -> None:
    line = order_line(1, 10).but(specification="RAL 7016", process="粉末喷涂")
    done = ask(confirmed(10), line)
    assert isinstance(done, Step)
    assert done.document.binding.lines == (line,)
    assert isinstance(ask(done.document, line), NothingDiffers)


@pytest.mark.parametrize(("days", "rush", "becomes"), [(-1, None, True), (1, None, False), (-1, False, False)])
def test_what_is_wanted_earlier_than_before_is_a_rush_unless_it_is_said_not_to_be(
    days: int, rush: bool | None, becomes: bool
) -> None:
    order = confirmed(10)
    told: dict[str, Any] = {"wanted": order.binding.wanted + timedelta(days=days)} | (
        {} if rush is None else {"rush": rush}
    )
    done = change(
        order,
        Change(order.order_id, Wanted(**told), "x"),
        KNOWN,
        by_rush,
    )
    assert isinstance(done, Step)
    assert (done.document.binding.rush, done.document.binding.priority) == (becomes, int(becomes))
    calm = Change(order.order_id, Wanted(rush=False), "x")
    assert isinstance(change(done.document, calm, KNOWN, as_it_is), Step if becomes else NothingDiffers)


def test_what_a_change_leaves_out_stays() -> None:
    order = confirmed(10, 5)
    done = change(order, Change(order.order_id, Wanted(partial=False), "x"), KNOWN, as_it_is)
    assert isinstance(done, Step)
    assert done.document.binding.but(partial=True) == order.content


def test_a_change_is_refused_below_what_is_dispatched() -> None:
    order = confirmed(10)
    order = after(order, dispatch(order, uuid4(), 6)).document
    assert isinstance(ask(order, order_line(1, 5)), BelowDispatched)
    assert isinstance(ask(order, order_line(2, 5, "P-2")), BelowDispatched)
    assert isinstance(ask(order, order_line(1, 6)), Step)


def test_a_change_is_refused_when_all_is_dispatched() -> None:
    order, shipment = confirmed(10), uuid4()
    order = after(order, dispatch(order, shipment, 10)).document
    assert isinstance(ask(order, order_line(1, 20)), UnderWay)
    order = after(order, deliver(order, shipment, 10)).document
    assert isinstance(ask(order, order_line(1, 20)), AllDispatched)


@needs("SAL-9", "SAL-20")
def test_while_it_is_under_way_a_new_promised_date_can_be_agreed_and_nothing_else() -> None:
    order, shipment = confirmed(10), uuid4()
    order = after(order, dispatch(order, shipment, 10)).document
    later = Change(order.order_id, Wanted(promised=date(2026, 5, 1)), "the ship is late")
    done = change(order, later, KNOWN, as_it_is)
    assert isinstance(done, Step)
    assert (done.document.content.promised, done.document.all_dispatched) == (date(2026, 5, 1), True)
    more = Change(order.order_id, Wanted(promised=date(2026, 5, 1), partial=False), "x")
    assert isinstance(change(order, more, KNOWN, as_it_is), UnderWay)
    there = after(order, deliver(order, shipment, 10)).document
    assert isinstance(change(there, later, KNOWN, as_it_is), AllDispatched)


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ((), NothingWanted),
        ((order_line(1, 0),), NothingWanted),
        ((order_line(1, 1), order_line(1, 2)), LineTwice),
        ((order_line(1, 1, "P-2"),), LineKeepsItem),
        ((order_line(2, 1, "P-99"),), UnknownItem),
        ((order_line(1, 1).but(unit_price=money(1, "EUR")),), OtherCurrency),
        ((order_line(1, 1, price="-0.01"),), BelowZero),
        ((order_line(1, 1, price=0),), NotFree),
        ((order_line(1, 1).but(free=True),), NotFree),
        ((order_line(1, "1.5"),), NotWhole),
    ],
)
def test_a_change_is_refused_when_its_lines_do_not_fit(lines: tuple[OrderLine, ...], refusal: type[Refusal]) -> None:
    assert isinstance(ask(confirmed(10), *lines), refusal)


def test_what_is_weighed_may_be_changed_to_any_weight_and_a_line_may_become_free() -> None:
    """SAL-9."""
    assert isinstance(ask(confirmed(10), order_line(3, "1.5")), Step)
    free = order_line(1, 10, price=0).but(free=True)
    assert isinstance(ask(confirmed(10), free), Step)


def test_a_change_of_a_stale_version_is_refused() -> None:
    assert isinstance(ask(confirmed(10), order_line(1, 1), version=1), StaleVersion)
    assert isinstance(ask(confirmed(10), order_line(1, 1), version=2), Step)


def test_only_a_confirmed_order_is_changed() -> None:
    assert isinstance(ask(received(10), order_line(1, 1)), NotConfirmed)
    assert isinstance(ask(cancelled(confirmed(10)), order_line(1, 1)), OrderIsOver)


def test_dispatch_that_was_faster_than_a_change_makes_the_order_what_really_left() -> None:
    shipment = uuid4()
    order = after(confirmed(10, 5), reserve(confirmed(10, 5), shipment, 10, 5)).document
    changed = ask(order, order_line(1, 4), order_line(3, 2))
    assert isinstance(changed, Step)
    step = after(changed.document, dispatch(order, shipment, 10, 5))
    (event,) = step.events
    assert isinstance(event, OrderChanged)
    assert (event.version, event.reason) == (4, "dispatched_first")
    assert event.content.lines == (order_line(1, 10), order_line(2, 5), order_line(3, 2))


def test_a_delivery_heard_before_its_dispatch_counts_as_dispatch_once() -> None:
    shipment = uuid4()
    changed = ask(confirmed(10), order_line(1, 4))
    assert isinstance(changed, Step)
    events = (deliver(changed.document, shipment, 10), dispatch(changed.document, shipment, 10))
    assert topics(after(changed.document, *events).events) == ["order.changed"]


def test_less_dispatched_than_a_change_says_is_no_new_version() -> None:
    changed = ask(confirmed(10), order_line(1, 12))
    assert isinstance(changed, Step)
    assert not after(changed.document, dispatch(changed.document, uuid4(), 10)).events


def test_a_cancel_makes_a_final_version() -> None:
    done = cancel(confirmed(10), Cancel(uuid4(), "no money"))
    assert isinstance(done, Step)
    assert topics(done.events) == ["order.cancelled"]
    assert done.document.version == 3
    assert isinstance(cancel(done.document, Cancel(uuid4(), "again")), OrderIsOver)


def test_a_cancel_before_the_confirmation_is_a_cancel() -> None:
    assert isinstance(cancel(received(10), Cancel(uuid4(), "changed his mind")), Step)


def test_a_cancel_of_a_stale_version_is_refused() -> None:
    assert isinstance(cancel(confirmed(10), Cancel(uuid4(), "no", expected_version=9)), StaleVersion)


def test_a_cancel_is_refused_when_all_is_accepted() -> None:
    order = confirmed(10)
    accepted = after(order, deliver(order, shipment := uuid4(), 10)).document.with_shipment(shipment, accepted=True)
    assert isinstance(cancel(accepted, Cancel(order.order_id, "too late")), AllAccepted)


def test_each_dispatched_shipment_of_a_cancelled_order_is_asked_back_once() -> None:
    early, late = uuid4(), uuid4()
    order = after(confirmed(10), dispatch(confirmed(10), early, 4)).document
    step = after(cancelled(order), dispatch(order, late, 6), deliver(order, late, 6), deliver(order, early, 4))
    asked = [event for event in step.events if isinstance(event, ReturnRequested)]
    assert {event.shipment_id: event.lines for event in asked} == {early: goes(4), late: goes(6)}
    assert len(asked) == 2


def test_a_cancelled_order_takes_no_reservation_and_releases_nothing() -> None:
    order = confirmed(10)
    assert not after(cancelled(order), reserve(order, uuid4(), 10)).events
    assert not after(cancelled(order), unreserve(order, uuid4())).events


def test_a_changed_order_keeps_money_and_parties() -> None:
    done = ask(confirmed(10), order_line(1, 12, price=11))
    assert isinstance(done, Step)
    assert isinstance(done.document.content, OrderContent)
    assert done.document.binding.lines[0].unit_price.amount == Decimal(11)


def ask_freight(order: Order, amount: str, currency: str = "USD") -> Step[Order] | Refusal:
    asked = Change(order.order_id, Wanted(freight=money(amount, currency)), "x")
    return change(order, asked, KNOWN, as_it_is)


@pytest.mark.parametrize(("amount", "currency", "refusal"), [("50", "CNY", OtherCurrency), ("-1", "USD", BelowZero)])
def test_a_change_of_freight_is_refused_in_another_currency_and_below_zero(
    amount: str, currency: str, refusal: type[Refusal]
) -> None:
    """SAL-9: finance would take the amount for one in the order's currency."""
    assert isinstance(ask_freight(confirmed(10), amount, currency), refusal)
    assert isinstance(ask_freight(confirmed(10), "50"), Step)


def test_the_freight_stays_once_a_shipment_has_left() -> None:
    """SAL-9: the first shipment's invoice bills the freight; a raise after it would never be billed."""
    order = after(confirmed(10), dispatch(confirmed(10), uuid4(), 6)).document
    assert isinstance(ask_freight(order, "50"), FreightBilled)
    same = Change(order.order_id, Wanted(freight=money("0.00"), partial=False), "x")
    assert isinstance(change(order, same, KNOWN, as_it_is), Step), "the same as before"


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(partial=True),
        Wanted(lines=(order_line(2, "5.0"), order_line(1, "10.00", price="10.000"))),
        Wanted(deliver_to=BERLIN, wanted=date(2026, 4, 1), freight=money("0.00")),
    ],
)
def test_a_change_in_which_nothing_differs_is_refused(wanted: Wanted) -> None:
    """SAL-9: packed goods do not go back for a version that says the same."""
    asked = Change(uuid4(), wanted, "the customer calls")
    assert isinstance(change(confirmed(10, 5), asked, KNOWN, seven), NothingDiffers)
