"""The life of an order: what follows by itself, once its facts allow it, whatever came first."""

from __future__ import annotations

from datetime import date
from typing import Literal

from chassis.handling import Step
from contracts.reasons import because
from contracts.review import Reason
from contracts.sales import (
    OrderAccepted,
    OrderChanged,
    OrderClosed,
    OrderConfirmed,
    OrderRejected,
    OrderReleased,
    ReturnRequested,
    ReviewRequested,
)
from contracts.texts import Text
from services.sales.order.rules.anew import ask
from services.sales.order.rules.document import Order
from services.sales.order.rules.promised import promised_on
from services.sales.order.rules.steps import accepted, changed, confirmed, rejected, releasable, released
from services.sales.policy import Policy

Following = (
    OrderConfirmed
    | OrderRejected
    | OrderChanged
    | ReviewRequested
    | OrderAccepted
    | OrderReleased
    | ReturnRequested
    | OrderClosed
)
"""All that an order publishes by itself."""


def follow(order: Order, hold: Text | None, policy: Policy, today: date) -> Step[Order, Following]:
    """All that follows now; ``hold`` is the reason of the customer's credit hold, if there is one."""
    step: Step[Order, Following] = Step(order)
    if order.status == "open":
        return decide(order, hold, policy, today)
    if order.status == "cancelled":
        step = ask_back(order)
        return step.then(close(step.document))
    if order.status == "confirmed":
        step = follow_dispatch(order)
        step = step.then(accept_deliveries(step.document, policy))
        step = step.then(release_settled(step.document, hold, policy))
        return step.then(close(step.document))
    return step


def decide(order: Order, hold: Text | None, policy: Policy, today: date) -> Step[Order, OrderConfirmed | OrderRejected]:
    """Confirm or reject a reviewed order, where the policy lets it; a hold puts the confirmation to sleep (SAL-8).

    It waits for samples (SAL-23), a high risk for its signature (SAL-6), and a wish to cancel for its end (SAL-24).
    """
    if not (order.complete and order.reviewed) or order.being_rescued:
        return Step(order)
    if against := order.noes:
        return rejected(order, against) if policy.infeasible == "automatic" else Step(order)
    promised = promised_on(order, policy, today)
    order = order.but(doubts=doubts_of(order, promised, policy))
    stops = order.doubts or order.awaits or order.unsigned or hold is not None or policy.confirm == "by_hand"
    return Step(order) if promised is None or stops else confirmed(order, promised)


def doubts_of(order: Order, promised: date | None, policy: Policy) -> tuple[Reason, ...]:
    """Why an order to which no department objects waits for the merchandiser."""
    wanted, prices = order.binding.wanted, order.off_list if policy.confirm_off_list == "by_hand" else ()
    if promised is None:
        return (because("no_date"), *prices)
    if promised > wanted and policy.confirm_late == "by_hand":
        return (because("later_than_wanted", promised=promised, wanted=wanted), *prices)
    return prices


def follow_dispatch(order: Order) -> Step[Order, OrderChanged | ReviewRequested]:
    """When more was dispatched than the version says, the order becomes what really left (``dispatched_first``).

    A change that is still judged, or whose day waits for a person, is judged anew for what is left of it (SAL-5).
    """
    dispatched = order.dispatched_by_line
    lines = {line.line: line for line in (*order.dropped, *order.binding.lines)}
    now = {line.line: line.quantity for line in order.binding.lines}
    beyond = {line for line, quantity in dispatched.items() if line in lines and quantity > now.get(line, 0)}
    if not beyond:
        return Step(order)
    kept = tuple(
        lines[line].but(quantity=dispatched[line]) if line in beyond else lines[line]
        for line in sorted(beyond | now.keys())
    )
    step: Step[Order, OrderChanged | ReviewRequested] = Step(order)
    step = step.then(changed(order, order.binding.but(lines=kept), "dispatched_first"))
    return step.then(ask(order, step.document)) if order.pending else step


def accept_deliveries(order: Order, policy: Policy) -> Step[Order, OrderAccepted]:
    """Each delivery counts as accepted, where the policy lets it (SAL-11)."""
    step: Step[Order, OrderAccepted] = Step(order)
    if policy.accept == "automatic":
        for id_, shipment in order.shipments.items():
            if shipment.delivered_at and not shipment.concluded:
                step = step.then(accepted(step.document, id_))
    return step


def release_settled(order: Order, hold: Text | None, policy: Policy) -> Step[Order, OrderReleased]:
    """Release every reservation of the current version whose settlement is in order, where the policy lets it; while
    its customer wishes to cancel, or a change is reviewed, nothing leaves."""
    settled = order.advance_is_paid and order.credit_is_in_order
    waits = hold is not None or order.being_rescued or order.pending or order.unsigned
    if waits or policy.release == "by_hand" or not settled:
        return Step(order)
    return released(order, [id_ for id_, shipment in order.shipments.items() if releasable(order, shipment)])


def ask_back(order: Order) -> Step[Order, ReturnRequested]:
    """Of a cancelled order, each dispatched shipment that sales knows of is asked back, once (SAL-9)."""
    step: Step[Order, ReturnRequested] = Step(order)
    for id_, shipment in order.dispatched.items():
        if not shipment.asked_back and not shipment.back_whole:
            event = ReturnRequested(
                order_id=order.order_id,
                shipment_id=id_,
                lines=shipment.still_out,
                in_all=shipment.dispatched or (),
            )
            step = step.then(Step(step.document.with_shipment(id_, asked_back=True), (event,)))
    return step


def close(order: Order) -> Step[Order, OrderClosed]:
    """The end: every release ended, all that the version says was dispatched, is delivered, concluded and paid."""
    whole = order.status == "cancelled" or order.all_dispatched
    if not (order.dispatched and whole and _at_rest(order)):
        return Step(order)
    outcome: Literal["delivered", "cancelled"] = "cancelled" if order.status == "cancelled" else "delivered"
    event = OrderClosed(order_id=order.order_id, order_version=order.version, outcome=outcome)
    return Step(order.but(status="closed"), (event,))


def _at_rest(order: Order) -> bool:
    paid = {invoice.shipment_id for invoice in order.invoices.values() if not invoice.outstanding}
    return all(shipment.ended or not shipment.released for shipment in order.shipments.values()) and all(
        shipment.concluded and (shipment.delivered_at or shipment.back_whole) and id_ in paid
        for id_, shipment in order.dispatched.items()
    )
