"""From a purchase's news to events: each carries the next version of the purchase. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from contracts.event import Event
from contracts.purchasing import (
    PriceChangeRequested,
    PurchaseCancelled,
    PurchaseChanged,
    PurchaseConfirmed,
    PurchaseDelayed,
    PurchaseEvent,
    PurchaseImpossible,
    PurchaseOrdered,
)
from contracts.review import Reason
from contracts.supply import Served
from services.purchasing.orders.rules import Kind, Purchase, Said

TEXTS = {
    "nobody_sells": "No supplier offers the item.",
    "discontinued": "The item is discontinued and bought from nobody.",
    "all_declined": "Every supplier of the item declined, or his price was refused.",
}
Dealt = PriceChangeRequested | PurchaseOrdered | PurchaseChanged | PurchaseCancelled | PurchaseImpossible
"""What dealing may say; dates are told by commands alone."""

EVENTS: Mapping[Kind, type[PurchaseEvent]] = {
    "requested": PriceChangeRequested,
    "ordered": PurchaseOrdered,
    "changed": PurchaseChanged,
    "confirmed": PurchaseConfirmed,
    "delayed": PurchaseDelayed,
    "cancelled": PurchaseCancelled,
    "impossible": PurchaseImpossible,
}
NAMES_NEEDS = {"requested", "ordered", "changed", "impossible"}
"""The news that answer a shortage: they name the need versions that are served."""


def with_changes(old: Purchase | None, new: Purchase) -> Purchase:
    """A purchase that serves other needs than before says so, unless other news names them already."""
    served_before = old.served if old else ()
    if not new.firm or new.served == served_before or any(said.kind in NAMES_NEEDS for said in new.news):
        return new
    return new.say("changed")


def tell(old: Purchase | None, new: Purchase) -> tuple[Purchase, tuple[PurchaseEvent, ...]]:
    """The purchase with its news told and its version counted on, and the events."""
    left = old.served if old else ()
    orders = _orders((*new.served, *left))
    new = replace(new, last_served=_orders(new.served) or _orders(left) or new.last_served)
    events: list[PurchaseEvent] = []
    for said in new.news:
        new = replace(new, version=new.version + 1)
        events.append(_event(new, said, orders))
    return replace(new, news=()), tuple(events)


def _orders(served: Iterable[Served]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(one.order_id for one in served))


def _event(purchase: Purchase, said: Said, orders: tuple[UUID, ...]) -> PurchaseEvent:
    """Each event takes of these facts what its contract names.

    A cancel that comes after the orders left, as when the supplier agrees late, is in the name of the last served.
    """
    if said.kind == "cancelled":
        orders = orders or purchase.last_served
    facts: dict[str, Any] = {
        "purchase_id": purchase.id,
        "version": purchase.version,
        "item": purchase.item,
        "supplier": purchase.supplier,
        "served": purchase.served,
        "orders": orders,
        "number": purchase.number,
        "request": purchase.request,
        "requested_by": purchase.requested_by,
        "unit_price": purchase.unit_price,
        "budget_price": purchase.budget_price,
        "promised_on": purchase.promised_on,
        "outstanding": purchase.outstanding,
        "quantity": said.quantity if said.kind == "cancelled" else purchase.quantity,
        "was_ordered": said.was_ordered,
        "reason": said.reason,
    }
    if said.kind == "impossible":
        facts["reasons"] = (Reason(code=said.reason, text=TEXTS[said.reason]),)
    return EVENTS[said.kind](**facts)


@dataclass(frozen=True)
class Cause:
    """What a message is about: an event that follows is put to the message that it concerns most."""

    orders: frozenset[UUID] = frozenset()
    purchases: frozenset[UUID] = frozenset()
    items: frozenset[str] = frozenset()


@dataclass
class _Shares:
    of_purchase: dict[UUID, int] = field(default_factory=dict)
    of_order: dict[UUID, int] = field(default_factory=dict)
    of_item: dict[str, int] = field(default_factory=dict)

    def position(self, event: PurchaseEvent) -> int:
        if event.purchase_id in self.of_purchase:
            return self.of_purchase[event.purchase_id]
        orders = (self.of_order[order] for order in event.orders if order in self.of_order)
        return next(orders, self.of_item.get(event.item, 0))


def share_out(events: Iterable[PurchaseEvent], causes: Sequence[Cause]) -> list[tuple[Event, ...]]:
    """Events put to the messages that caused them: by purchase, else by order, else by item, else to the first."""
    shares = _Shares()
    for position, cause in reversed(list(enumerate(causes))):
        shares.of_purchase.update(dict.fromkeys(cause.purchases, position))
        shares.of_order.update(dict.fromkeys(cause.orders, position))
        shares.of_item.update(dict.fromkeys(cause.items, position))
    result: list[list[Event]] = [[] for _ in causes]
    for event in events:
        position = shares.position(event)
        result[position].append(_in_the_name_of(causes[position], event))
    return [tuple(said) for said in result]


def _in_the_name_of(cause: Cause, event: PurchaseEvent) -> PurchaseEvent:
    """What serves nobody any more belongs to the story of the orders that brought it about."""
    if event.orders or event.item not in cause.items:
        return event
    return event.model_copy(update={"orders": tuple(sorted(cause.orders))})
