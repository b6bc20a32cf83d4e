"""The deal: who gets what is on the shelves (WHS-1, WHS-2), what is said of it, and which items are low (WHS-7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Any
from uuid import UUID

from chassis.handling import Step
from contracts.supply import Cover, Need
from contracts.units import fits_unit
from contracts.warehouse import StockLow, StockReserved, StockShort, StockUnreserved
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.demand import Claim, Demand, Part, Shipment
from services.warehouse.book.rules.goods import ZERO

Statement = StockReserved | StockShort | StockLow
"""What a deal may say: of any order, and of any item that it touched."""
Redeal = StockUnreserved | Statement
"""A reservation that ended, and what the deal of its goods says."""


@dataclass(frozen=True)
class Deal(Step[Book, Statement]):
    """A deal: what it says, and the needs and covers that it changed, for who says them with a fact of his own."""

    needs: tuple[Need, ...] = ()
    cover: tuple[Cover, ...] = ()


def follow(book: Book, items: Iterable[str], ids: Iterator[UUID], first: Demand | None = None) -> Deal:
    """What follows by itself when supply or demand of ``items`` changed.

    Each item is dealt to those who wait, by priority (WHS-2). Its total lack is stated where it changed (PUR-1).
    Then of each order whose share changed: it is reserved, when it holds what it wants or takes parts; its need is
    stated where it changed; it is told. Last, an item that fell low says so (WHS-7).

    ``first`` is the order that the fact is about; it is looked at in any case and told first. Reserving what is held
    leaves everybody else's share as it is, so one pass is enough.
    """
    items = sorted(set(items))
    changed = {first.order_id: first} if first else {}
    for item in items:
        changed |= {demand.order_id: demand for demand in _deal(book, item)}
    cover = _state_lacking(book, items)
    said: list[Statement] = []
    needs: list[Need] = []
    for demand in sorted(changed.values(), key=lambda each: (each is not first, each.rank)):
        shipment = _reserve(book, demand, ids)
        restated = _state_need(book, demand)
        needs += [demand.need] * restated
        said += _tell(demand, shipment, restated, cover)
    return Deal(book, (*said, *alert(book, items)), tuple(needs), cover)


def _deal(book: Book, item: str) -> list[Demand]:
    """Give everybody who waits his share, of which he keeps what he had; the orders whose share changed."""
    shelf, changed = book.shelf(item), []
    left, lacking = _keep(book, item, shelf.unpromised), ZERO
    for _, _, claim, demand in book.queue(item):
        more = min(claim.needed - claim.kept, left)
        share = claim.kept + more
        left -= more
        lacking += claim.needed - share
        if share != claim.held:
            claim.held = share
            changed.append(demand)
    shelf.held, shelf.lacking = shelf.unpromised - left, lacking
    return changed


def _keep(book: Book, item: str, left: Decimal) -> Decimal:
    """What is left to deal when each order keeps what an older version of it had; only what is lost cannot be kept."""
    for _, _, claim, _ in book.queue(item):
        claim.kept = min(claim.kept, claim.needed, left)
        left -= claim.kept
    return left


def _reserve(book: Book, demand: Demand, ids: Iterator[UUID]) -> Shipment | None:
    """Reserve what is held when that is all the order wants, or any of it if it takes partial shipments."""
    parts = tuple(Part(claim.line, claim.item, claim.held) for claim in demand.claims if claim.held)
    if demand.blocked or not parts or (demand.lacks and not demand.partial):
        return None
    for part in parts:
        shelf = book.shelf(part.item)
        shelf.held -= part.quantity
        shelf.reserved += part.quantity
    left = [Claim(c.line, c.item, c.needed - c.held) for c in demand.claims if c.needed > c.held]
    book.claim(demand, left)
    shipment = Shipment(next(ids), demand.order_id, demand.version, "reserved", parts)
    demand.shipments[shipment.shipment_id] = shipment
    book.bring(shipment, "reserved")
    return shipment


def _state_lacking(book: Book, items: Iterable[str]) -> tuple[Cover, ...]:
    """The totals that are others than were said last, each under a new version."""
    changed = [shelf for shelf in map(book.shelf, items) if shelf.lacking != shelf.stated]
    for shelf in changed:
        shelf.stated = shelf.lacking
        shelf.cover_version += 1
    return tuple(shelf.cover for shelf in changed)


def _state_need(book: Book, demand: Demand) -> bool:
    """Whether what the order lacks is another than was said last; then it is said under a new version."""
    book.remember(demand)
    if demand.lacks == demand.stated:
        return False
    demand.stated = demand.lacks
    demand.need_version += 1
    return True


def _tell(
    demand: Demand, shipment: Shipment | None, restated: bool, cover: tuple[Cover, ...]
) -> tuple[StockReserved | StockShort, ...]:
    about: dict[str, Any] = {"order_id": demand.order_id, "order_version": demand.version, "cover": cover}
    about |= {"need_version": demand.need_version, "lacks": demand.lacks}
    if not shipment and (demand.claims or demand.blocked):
        return (StockShort(**about),) if restated else ()
    shipment_id, lines = (shipment.shipment_id, shipment.lines) if shipment else (None, ())
    reserved = StockReserved(**about, shipment_id=shipment_id, lines=lines, final=not demand.lacks)
    return (reserved, StockShort(**about)) if demand.lacks and restated else (reserved,)


def alert_anew(book: Book, item: str) -> tuple[StockLow, ...]:
    """What is bought of a low item answers its alert; is it too little by now, the item asks again."""
    book.shelf(item).low = False
    return alert(book, [item])


def alert(book: Book, items: Iterable[str]) -> tuple[StockLow, ...]:
    """One alert each time that free stock, what is in transit, and what is on order beyond the shortages, falls below
    the reorder point.

    What it asks for fills the shelf up from what is free or in transit: purchasing alone subtracts what it ordered
    (PUR-1).
    """
    said = []
    for shelf in map(book.shelf, items):
        ours = shelf.free + shelf.in_transit
        at_hand = ours + max(ZERO, shelf.on_order - shelf.lacking)
        was_low, shelf.low = shelf.low, at_hand < shelf.reorder_point and not shelf.discontinued
        if shelf.low and not was_low:
            shelf.low_version += 1
            said.append(
                StockLow(
                    item=shelf.item,
                    cover=(shelf.cover,),
                    free=shelf.free,
                    reorder_point=shelf.reorder_point,
                    quantity=_whole(shelf.reorder_point + shelf.safety_stock - ours, book, shelf.item),
                    low_version=shelf.low_version,
                )
            )
    return tuple(said)


def _whole(quantity: Decimal, book: Book, item: str) -> Decimal:
    """Rounded up where there are whole pieces only; limits may be any number."""
    return quantity if fits_unit(quantity, book.master(item).unit) else quantity.to_integral_value(ROUND_CEILING)
