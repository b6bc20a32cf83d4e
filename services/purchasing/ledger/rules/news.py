"""From purchases' news to events: each carries the next version of the purchase. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from uuid import UUID

from chassis.handling import Step
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
from contracts.reasons import because
from contracts.review import Reason
from contracts.supply import Served
from contracts.value import fields_of
from services.purchasing.ledger.rules.book import Book, Ledger
from services.purchasing.ledger.rules.numbering import Series, numbered, together
from services.purchasing.ledger.rules.purchase import Kind, Purchase, Said

Followed = PriceChangeRequested | PurchaseOrdered | PurchaseChanged | PurchaseCancelled | PurchaseImpossible
"""What may follow by itself."""
PurchaseNews = Followed | PurchaseConfirmed | PurchaseDelayed
"""Also what a supplier promises: that is told by commands alone."""
E = TypeVar("E", bound=PurchaseEvent)

EVENTS: Mapping[Kind, type[PurchaseNews]] = {
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


def tell_all(before: Ledger, after: Ledger, numbers: Mapping[Series, Iterator[str]]) -> Step[Ledger, PurchaseNews]:
    """All news told, and the purchase orders that go out numbered."""
    goes_out = numbered(together(after.purchases), numbers)
    books: dict[str, Book] = {}
    events: list[PurchaseNews] = []
    for item, book in after.books.items():
        old = {p.id: p for p in before.books[item].purchases}
        steps = [tell(old.get(p.id), goes_out.get(p.id, p)) for p in book.purchases]
        books[item] = replace(book, purchases=tuple(step.document for step in steps))
        events.extend(event for step in steps for event in step.events)
    return Step(replace(after, books=books), tuple(events))


def tell(old: Purchase | None, new: Purchase) -> Step[Purchase, PurchaseNews]:
    """The purchase with its news told and its version counted on, and the events."""
    left = old.served if old else ()
    orders = _orders((*new.served, *left))
    new = replace(new, last_served=_orders(new.served) or _orders(left) or new.last_served)
    events: list[PurchaseNews] = []
    for said in new.news:
        new = replace(new, version=new.version + 1)
        events.append(_event(new, said, orders))
    return Step(replace(new, news=()), tuple(events))


def followed(event: PurchaseNews) -> Followed:
    """An event that came of a message, where no supplier promises anything."""
    if isinstance(event, PurchaseConfirmed | PurchaseDelayed):
        raise TypeError(f"{event.topic} follows from no message")
    return event


def _orders(served: Iterable[Served]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(one.order_id for one in served))


def _event(purchase: Purchase, said: Said, orders: tuple[UUID, ...]) -> PurchaseNews:
    """Each event takes of these facts what its contract names.

    A cancel that comes after the orders left, as when the supplier agrees late, is in the name of the last served.
    """
    if said.kind == "cancelled":
        orders = orders or purchase.last_served
    facts: dict[str, Any] = fields_of(purchase) | {
        "purchase_id": purchase.id,
        "orders": orders,
        "outstanding": purchase.outstanding,
        "expected_on": purchase.expected_on,
        "was_due_on": purchase.was_due_on,
        "quantity": said.quantity if said.kind == "cancelled" else purchase.quantity,
        "was_ordered": said.was_ordered,
        "reason": said.reason.text if said.reason else "",
        "reasons": _reasons(purchase, said),
    }
    if purchase.price_confirmed and (word := purchase.price_word):
        facts |= {"confirmed_on": word.on, "confirmed_way": word.way}
    return EVENTS[said.kind].having(facts)


def _reasons(purchase: Purchase, said: Said) -> tuple[Reason, ...]:
    """What was said with it, and that its latest day was over when it was ordered (PUR-2)."""
    given = (said.reason,) if said.reason else ()
    late = said.kind == "ordered" and purchase.was_due_on
    return (*given, because("ordered_late", latest=late)) if late else given


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


def share_out(events: Iterable[E], causes: Sequence[Cause]) -> list[tuple[E, ...]]:
    """Events put to the messages that caused them: by purchase, else by order, else by item, else to the first."""
    shares = _Shares()
    for position, cause in reversed(list(enumerate(causes))):
        shares.of_purchase.update(dict.fromkeys(cause.purchases, position))
        shares.of_order.update(dict.fromkeys(cause.orders, position))
        shares.of_item.update(dict.fromkeys(cause.items, position))
    result: list[list[E]] = [[] for _ in causes]
    for event in events:
        position = shares.position(event)
        result[position].append(_in_the_name_of(causes[position], event))
    return [tuple(said) for said in result]


def _in_the_name_of(cause: Cause, event: E) -> E:
    """What serves nobody any more belongs to the story of the orders that brought it about."""
    if event.orders or event.item not in cause.items:
        return event
    return event.but(orders=tuple(sorted(cause.orders)))
