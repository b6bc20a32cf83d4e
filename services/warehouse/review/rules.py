"""The warehouse's verdict on an order that is not confirmed yet, or was changed (SAL-5, SAL-9). It reserves nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from chassis.handling import Nothing, NotReady
from contracts.reasons import because
from contracts.review import Reason
from contracts.sales import OrderChanged, OrderClarified, OrderReceived, ReviewRequested, TrialRequested
from contracts.supply import Lack
from contracts.warehouse import StockJudged, StockReviewed
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.goods import Shelf

ZERO = Decimal(0)


@dataclass(frozen=True)
class Sight:
    """What a review sees of an item. ``free`` and ``coming`` (on order beyond the shortages) are for new orders."""

    free: Decimal
    coming: Decimal
    discontinued: bool


@dataclass(frozen=True)
class Standing:
    """How far an order is: the highest version reviewed, the highest confirmed, and whether it is over."""

    reviewed: int = 0
    confirmed: int = 0
    over: bool = False

    def awaits(self, version: int) -> bool:
        """Whether a verdict on this version still counts."""
        return not self.over and version >= max(self.reviewed, self.confirmed)


def wanted(order: OrderReceived | OrderClarified) -> dict[str, Decimal]:
    """The order's quantity per item."""
    quantities: dict[str, Decimal] = {}
    for line in order.content.lines:
        if line.item and line.quantity:
            quantities[line.item] = quantities.get(line.item, ZERO) + line.quantity
    return quantities


def unseen(order: OrderReceived | OrderClarified, sights: Mapping[str, Sight]) -> str | None:
    """The first item that was not heard of here yet; sales takes no complete order without having told of its items."""
    return next((item for item in sorted(wanted(order)) if item not in sights), None)


def review(order: OrderReceived | OrderClarified, sights: Mapping[str, Sight], today: date) -> StockReviewed:
    """Yes when all is free; no when a discontinued item is neither there nor coming; else what lacks."""
    lacks, never = [], []
    for item, quantity in sorted(wanted(order).items()):
        sight = sights[item]
        if sight.free >= quantity:
            continue
        lacks.append(Lack(item=item, quantity=quantity - sight.free))
        if sight.discontinued and sight.free + sight.coming < quantity:
            never.append(item)
    reasons = tuple(_reason(lack, sights[lack.item], lack.item in never) for lack in lacks)
    return _verdict(order.order_id, order.version, lacks, reasons, today, never=bool(never))


def review_change(book: Book, asked: ReviewRequested, today: date) -> StockReviewed | Nothing | NotReady:
    """What a changed order lacks beside all that it holds; waits until that version was dealt to (SAL-9)."""
    demand = book.demand(asked.order_id)
    if demand.cancelled or demand.version > asked.order_version:
        return ()
    if demand.version < asked.order_version:
        return NotReady(of=(OrderChanged,), key=str(asked.order_id))
    never = {lack.item for lack in demand.lacks if _never(book.shelf(lack.item))}
    reasons = tuple(
        because("discontinued", item=lack.item, left=ZERO)
        if lack.item in never
        else because("short", quantity=lack.quantity, item=lack.item)
        for lack in demand.lacks
    )
    return _verdict(asked.order_id, asked.order_version, demand.lacks, reasons, today, never=bool(never))


def _never(shelf: Shelf) -> bool:
    """Less of it is coming than all orders lack, and no more can be bought."""
    return shelf.discontinued and shelf.on_order < shelf.lacking


def _verdict(
    order_id: UUID, version: int, lacks: Sequence[Lack], reasons: tuple[Reason, ...], today: date, *, never: bool
) -> StockReviewed:
    return StockReviewed(
        order_id=order_id,
        order_version=version,
        verdict="no" if never else "conditions" if lacks else "yes",
        ready_on=None if lacks else today,
        reasons=reasons,
        lacks=tuple(lacks),
    )


def judge(trial: TrialRequested, sights: Mapping[str, Sight], today: date) -> StockJudged:
    """As a review of the order that it would be (SAL-24)."""
    return StockJudged.of(review(trial.order, sights, today))


def _reason(lack: Lack, sight: Sight, never: bool) -> Reason:
    if never:
        return because("discontinued", item=lack.item, left=sight.free + sight.coming)
    if sight.coming >= lack.quantity:
        return because("on_order", quantity=lack.quantity, item=lack.item)
    return because("short", quantity=lack.quantity, item=lack.item)
