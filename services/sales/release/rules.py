"""What is reserved, what lacks, and what may leave (SAL-17)."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from chassis.refusal import NotFound, Refusal
from contracts.purchasing import PurchaseImpossible
from contracts.sales import OrderReleased
from contracts.supply import Lack
from contracts.warehouse import StockReleased, StockReserved, StockShort
from services.sales.order import Impossible, OfShipment, Order, Shipment, Step
from services.sales.policy import Policy
from services.sales.review.rules import CustomerOnHold


class NotReserved(Refusal):
    """Shipment {shipment_id} is not reserved for the current version of order {number}."""


class ReleasedAlready(Refusal):
    """Shipment {shipment_id} was released with sales slip {slip_number}."""


class AdvanceOpen(Refusal):
    """The advance that the terms of order {number} ask is not fully paid."""


def reserved(order: Order, event: StockReserved) -> Order:
    """A reservation of the current version; an older one is ignored."""
    if event.order_version != order.version:
        return order
    order = _need(order, event.order_version, event.need_version, event.lacks)
    if event.shipment_id is None or not event.lines:
        return order
    return order.with_shipment(event.shipment_id, order_version=event.order_version, lines=event.lines)


def short(order: Order, event: StockShort) -> Order:
    """What the current version still lacks."""
    if event.order_version != order.version:
        return order
    return _need(order, event.order_version, event.need_version, event.lacks)


def _need(order: Order, version: int, need_version: int, lacks: tuple[Lack, ...]) -> Order:
    if need_version < order.need_version:
        return order
    order = order.but(need_version=need_version, answered_version=version, lacks=lacks)
    return order.but(impossible=None) if order.impossible and _outdated(order.impossible, order) else order


def _outdated(known: Impossible, order: Order) -> bool:
    """Purchasing answers every need anew: no more holds what it said of an older one, or of what lacks no more."""
    return known.need_version < order.need_version or _no_longer_lacking(order, known.items)


def unreserved(order: Order, event: StockReleased) -> Order:
    """A reservation, known or not, ended without dispatch."""
    if event.shipment_id is None:
        return order
    return order.with_shipment(event.shipment_id, unreserved=True)


def impossible(order: Order, event: PurchaseImpossible) -> Order:
    """Why the order waits for the merchandiser: only at that version and need, and while the item lacks (PUR-7)."""
    served = [s for s in event.served if s.order_id == order.order_id and s.order_version == order.version]
    items, need_version = tuple(s.item for s in served), max((s.need_version for s in served), default=0)
    if order.status != "confirmed" or not items or _no_longer_lacking(order, items):
        return order
    known = order.impossible
    if need_version < max(order.need_version, known.need_version if known else 0):
        return order
    reason = "; ".join(reason.text for reason in event.reasons) or f"no supplier can deliver {', '.join(items)}"
    before = known.items if known and known.need_version == need_version else ()
    items = tuple(dict.fromkeys((*before, *items)))
    return order.but(impossible=Impossible(items=items, reason=reason, need_version=need_version))


def _no_longer_lacking(order: Order, items: tuple[str, ...]) -> bool:
    answered = order.answered_version == order.version
    return answered and not {lack.item for lack in order.lacks}.intersection(items)


def advance_is_paid(order: Order) -> bool:
    """Whether the advance that this version asks has come in full; finance says it anew for each version (SAL-17)."""
    if not order.binding.terms.advance_share:
        return True
    asked = order.current_advance
    return asked is not None and not asked.outstanding


def release_settled(order: Order, hold: str | None, policy: Policy) -> Step:
    """Release every reservation of the current version whose settlement is in order, where the policy lets it."""
    if hold is not None or policy.release == "by_hand" or not advance_is_paid(order):
        return Step(order)
    ready = [id_ for id_, shipment in order.shipments.items() if _releasable(order, shipment)]
    return _released(order, ready)


def release(order: Order, asked: OfShipment, hold: str | None) -> Step | Refusal:
    """The merchandiser releases one reservation."""
    shipment = order.shipments.get(asked.shipment_id)
    if shipment is None:
        return NotFound(what="shipment", id=asked.shipment_id)
    if shipment.released:
        return ReleasedAlready(shipment_id=asked.shipment_id, slip_number=shipment.slip_number)
    if order.status != "confirmed" or not _releasable(order, shipment):
        return NotReserved(shipment_id=asked.shipment_id, number=order.content.number)
    if hold is not None:
        return CustomerOnHold(customer=order.content.customer, reason=hold)
    if not advance_is_paid(order):
        return AdvanceOpen(number=order.content.number)
    return _released(order, [asked.shipment_id])


def _releasable(order: Order, shipment: Shipment) -> bool:
    current = shipment.order_version == order.version
    return current and bool(shipment.lines) and not shipment.released and not shipment.ended


def _released(order: Order, shipment_ids: list[UUID]) -> Step:
    for id_ in shipment_ids:
        order = order.with_shipment(id_, released=True)
    return Step(
        order,
        tuple(
            OrderReleased(order_id=order.order_id, order_version=order.version, shipment_id=id_, slip_number="")
            for id_ in shipment_ids
        ),
    )


def released_in(step: Step) -> int:
    """How many sales slips a step needs."""
    return sum(isinstance(event, OrderReleased) for event in step.events)


def number_slips(step: Step, numbers: Iterator[str]) -> Step:
    """Give each release of the step the next sales slip number."""
    slips = {event.shipment_id: next(numbers) for event in step.events if isinstance(event, OrderReleased)}
    order = step.order
    for shipment_id, slip in slips.items():
        order = order.with_shipment(shipment_id, slip_number=slip)
    numbered = (
        event.model_copy(update={"slip_number": slips[event.shipment_id]})
        if isinstance(event, OrderReleased)
        else event
        for event in step.events
    )
    return Step(order, tuple(numbered))
