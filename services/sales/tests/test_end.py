"""Acceptance, return and the end (SAL-11; flow: The end)."""

import random
from collections.abc import Callable
from datetime import timedelta
from itertools import permutations
from uuid import uuid4

import pytest

from chassis.handling import Step
from contracts.event import Event
from contracts.finance import PaymentOverdue
from contracts.sales import OrderAccepted, OrderClosed, ReturnWaived
from contracts.texts import Text
from services.sales.changes.rules import Cancel, Change, Wanted, cancel, change
from services.sales.delivery.rules import AcceptedAlready, AskedBack, NotDelivered, accept
from services.sales.order.rules.asked import OfShipment
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Waiting
from services.sales.order.rules.stage import stage_of, standing_of, waiting_of
from services.sales.policy import Policy
from services.sales.returns.rules import NotAskedBack, waive_return
from services.sales.settlement import rules as settlement
from services.sales.tests.story import (
    NOON,
    after,
    cancelled,
    come_back,
    confirmed,
    credit_note,
    deliver,
    dispatch,
    due_on,
    give_up,
    goes,
    invoice,
    order_line,
    pay,
    recover,
    reserve,
    short,
    take_back,
    topics,
    unreserve,
)
from tests.needs import needs

ACCEPTS = Policy(accept="automatic")


def outcome(step: Step[Order]) -> list[str]:
    return [event.outcome for event in step.events if isinstance(event, OrderClosed)]


@needs("SAL-11")
@pytest.mark.parametrize("seed", range(40))
def test_whatever_comes_first_an_order_that_is_delivered_accepted_and_paid_is_closed_once(seed: int) -> None:
    order, a, b, bill_a, bill_b = confirmed(10, 4), uuid4(), uuid4(), uuid4(), uuid4()
    heard: list[Event] = [
        reserve(order, a, 10, final=False),
        reserve(order, b, 0, 4, need=2),
        dispatch(order, a, 10),
        dispatch(order, b, 0, 4),
        deliver(order, a, 10),
        deliver(order, b, 0, 4),
        invoice(order, a, bill_a),
        invoice(order, b, bill_b),
        pay(order, bill_a),
        pay(order, bill_b),
    ]
    random.Random(seed).shuffle(heard)
    step = after(order, *heard, policy=ACCEPTS)
    assert outcome(step) == ["delivered"]
    assert topics(step.events)[-1] == "order.closed"
    assert topics(step.events).count("order.accepted") == 2


@needs("FIN-1", "SAL-16")
@pytest.mark.parametrize("heard", [*permutations(("issued", "overdue", "due changed"))], ids=" ".join)
def test_whatever_comes_first_an_invoice_that_is_due_on_another_day_is_not_late_by_its_first(
    heard: tuple[str, ...],
) -> None:
    order, bill = confirmed(10), uuid4()
    first = invoice(order, uuid4(), bill)
    late = PaymentOverdue(
        order_id=order.order_id, customer="ALFKI", invoice_id=bill, outstanding=first.total, due=first.due
    )
    later = due_on(order, bill, late.due + timedelta(days=60))
    told: dict[str, Callable[[Order], Order]] = {
        "issued": lambda known: settlement.invoiced(known, first),
        "overdue": lambda known: settlement.overdue(known, late),
        "due changed": lambda known: settlement.due_changed(known, later),
    }
    for name in heard:
        order = told[name](order)
    assert (order.invoices[bill].due, order.invoices[bill].overdue) == (later.due, False)


@needs("SAL-9")
@pytest.mark.parametrize("seed", range(40))
def test_whatever_comes_first_a_cancelled_order_whose_goods_are_back_and_credited_is_closed_once(seed: int) -> None:
    order, shipment, stopped, bill = confirmed(10), uuid4(), uuid4(), uuid4()
    released = after(order, reserve(order, shipment, 6), reserve(order, stopped, 4)).document
    heard: list[Event] = [
        dispatch(order, shipment, 6),
        unreserve(order, stopped),
        invoice(order, shipment, bill),
        come_back(order, shipment, 6),
        credit_note(order, shipment, bill),
    ]
    random.Random(seed).shuffle(heard)
    assert outcome(after(cancelled(released), *heard)) == ["cancelled"]


@needs("SAL-9")
@pytest.mark.parametrize("seed", range(40))
def test_a_change_that_lost_against_dispatch_ends_alike_whatever_comes_first(seed: int) -> None:
    order, shipment, bill = confirmed(10), uuid4(), uuid4()
    released = after(order, reserve(order, shipment, 10)).document
    smaller = Change(order.order_id, Wanted(lines=(order_line(1, 6),)), "less")
    changed = change(released, smaller, {"P-1": "pcs"}, lambda content: content.but(priority=0))
    assert isinstance(changed, Step)
    heard: list[Event] = [
        short(changed.document, "P-1", 6, need=2),
        dispatch(order, shipment, 10),
        deliver(order, shipment, 10),
        invoice(order, shipment, bill),
        pay(order, bill),
    ]
    random.Random(seed).shuffle(heard)
    step = after(changed.document, *heard, policy=ACCEPTS)
    assert outcome(step) == ["delivered"]
    assert topics(step.events).count("order.changed") == 1
    assert step.document.version == 4


@needs("SAL-9")
def test_a_cancelled_order_without_dispatch_ends_with_its_cancel() -> None:
    order, shipment = confirmed(10), uuid4()
    released = after(order, reserve(order, shipment, 10)).document
    assert not after(cancelled(released), unreserve(order, shipment)).events


def at_the_end_but(order: Order, missing: str) -> Step[Order]:
    shipment, bill = uuid4(), uuid4()
    heard = {
        "reserved": reserve(order, shipment, 10),
        "other release": reserve(order, uuid4(), 1),
        "dispatched": dispatch(order, shipment, 9 if missing == "quantity" else 10),
        "delivered": deliver(order, shipment, 9 if missing == "quantity" else 10),
        "invoiced": invoice(order, shipment, bill),
        "paid": pay(order, bill, 5 if missing == "part of the money" else 0),
    }
    if missing != "end of a release":
        del heard["other release"]
    heard.pop(missing, None)
    policy = Policy() if missing == "accepted" else ACCEPTS
    return after(order, *heard.values(), policy=policy)


@needs("SAL-11")
@pytest.mark.parametrize(
    "missing", ["delivered", "accepted", "invoiced", "paid", "part of the money", "quantity", "end of a release"]
)
def test_an_order_is_not_closed_while_something_is_missing(missing: str) -> None:
    assert outcome(at_the_end_but(confirmed(10), missing)) == []
    assert outcome(at_the_end_but(confirmed(10), "nothing")) == ["delivered"]


@needs("SAL-11")
def test_the_last_acceptance_completes_the_order() -> None:
    order, a, b = confirmed(10), uuid4(), uuid4()
    delivered = after(order, deliver(order, a, 4), deliver(order, b, 6)).document
    first = accept(delivered, OfShipment(order.order_id, b))
    assert isinstance(first, Step)
    last = accept(first.document, OfShipment(order.order_id, a))
    assert isinstance(last, Step)
    said = [event for event in (*first.events, *last.events) if isinstance(event, OrderAccepted)]
    assert [event.completes_order for event in said] == [False, True]
    assert stage_of(last.document) == "accepted"


@needs("SAL-11")
def test_acceptance_is_refused_before_delivery_and_twice_and_of_goods_asked_back() -> None:
    order, shipment = confirmed(10), uuid4()
    asked = OfShipment(order.order_id, shipment)
    left = after(order, dispatch(order, shipment, 10)).document
    assert isinstance(accept(left, asked), NotDelivered)
    delivered = after(left, deliver(order, shipment, 10)).document
    accepted = accept(delivered, asked)
    assert isinstance(accepted, Step)
    assert isinstance(accept(accepted.document, asked), AcceptedAlready)
    back = after(cancelled(left), deliver(order, shipment, 10)).document
    assert isinstance(accept(back, asked), AskedBack)


@needs("SAL-9")
def test_a_waived_return_is_of_what_is_still_out_and_then_paid() -> None:
    order, shipment, bill = confirmed(10), uuid4(), uuid4()
    out = after(cancelled(order), deliver(order, shipment, 10), come_back(order, shipment, 4, whole=False)).document
    done = waive_return(out, OfShipment(order.order_id, shipment))
    assert isinstance(done, Step)
    (event,) = done.events
    assert isinstance(event, ReturnWaived)
    assert event.lines == goes(6)
    assert outcome(after(done.document, invoice(order, shipment, bill), pay(order, bill))) == ["cancelled"]


@needs("SAL-9")
def test_a_return_is_waived_once_and_only_when_asked_back() -> None:
    order, shipment = confirmed(10), uuid4()
    asked = OfShipment(order.order_id, shipment)
    left = after(order, dispatch(order, shipment, 10)).document
    assert isinstance(waive_return(left, asked), NotAskedBack)
    back = after(cancelled(order), dispatch(order, shipment, 10), come_back(order, shipment, 10)).document
    assert isinstance(waive_return(back, asked), NotAskedBack)


@needs("SAL-16")
def test_a_payment_heard_before_a_lower_version_keeps_its_outstanding() -> None:
    order, shipment, bill = confirmed(10), uuid4(), uuid4()
    heard = after(order, pay(order, bill, 0, 3), pay(order, bill, 50, 2), invoice(order, shipment, bill)).document
    assert heard.invoices[bill].outstanding == 0
    assert heard.invoices[bill].number == "INV-2026-000001"


@needs("SAL-16", "FIN-2")
def test_an_order_whose_payment_the_bank_took_back_is_not_closed() -> None:
    order, shipment, bill = confirmed(10), uuid4(), uuid4()
    money_moved = pay(order, bill, 0, 2), take_back(order, bill, 100, 3)
    known = reserve(order, shipment, 10), dispatch(order, shipment, 10), invoice(order, shipment, bill)
    for moved in (money_moved, money_moved[::-1]):
        heard = after(order, *known, *moved, deliver(order, shipment, 10), policy=ACCEPTS)
        assert heard.document.invoices[bill].outstanding == 100
        assert not [event for event in heard.events if isinstance(event, OrderClosed)]


@needs("SAL-16", "FIN-4")
def test_a_debt_that_is_given_up_keeps_no_order_open_and_one_that_is_paid_after_all_neither() -> None:
    order, shipment, bill = confirmed(10), uuid4(), uuid4()
    lost = give_up(order, bill, 2)
    known = reserve(order, shipment, 10), dispatch(order, shipment, 10), invoice(order, shipment, bill)
    ended = after(order, *known, deliver(order, shipment, 10), lost, policy=ACCEPTS)
    assert [event for event in ended.events if isinstance(event, OrderClosed)]
    for moved in ((recover(order, bill, 3), pay(order, bill, 0, 4)), (pay(order, bill, 0, 4), recover(order, bill, 3))):
        assert after(ended.document, *moved).document.invoices[bill].outstanding == 0


@needs("SAL-11")
def test_a_delivery_that_came_back_whole_needs_no_acceptance() -> None:
    order, shipment, bill = confirmed(10), uuid4(), uuid4()
    heard = (
        dispatch(order, shipment, 10),
        invoice(order, shipment, bill),
        come_back(order, shipment, 10),
        credit_note(order, shipment, bill),
    )
    assert outcome(after(order, *heard)) == ["delivered"]


@needs("SAL-9")
def test_a_cancelled_order_is_cancelled_from_the_cancel_on_whatever_is_still_to_be_undone() -> None:
    """SAL-9: one word for one order; who has to undo what is in waiting_for, and nobody once all is undone."""
    order, shipment, bill = confirmed(10), uuid4(), uuid4()
    left = after(order, dispatch(order, shipment, 10), deliver(order, shipment, 10)).document
    undone = cancel(left, Cancel(order.order_id, "no need"))
    assert isinstance(undone, Step)
    under_way = after(undone.document, invoice(order, shipment, bill)).document
    assert (standing_of(under_way), stage_of(under_way)) == ("cancelled", "cancelled")
    assert waiting_of(under_way, None, NOON) == Waiting(
        owner="warehouse", since=NOON, what="undoing", reason=Text("goods to come back")
    )
    back = after(under_way, come_back(order, shipment, 10), credit_note(order, shipment, bill)).document
    assert (standing_of(back), stage_of(back)) == ("cancelled", "closed")
    assert waiting_of(back, None, NOON) is None


def test_an_order_that_was_delivered_and_paid_is_closed() -> None:
    order, shipment, bill = confirmed(10), uuid4(), uuid4()
    heard = (deliver(order, shipment, 10), invoice(order, shipment, bill), pay(order, bill))
    assert standing_of(order) == "open"
    assert standing_of(after(order, *heard, policy=ACCEPTS).document) == "closed"
