"""The deal and the alert: who gets what is on the shelves (WHS-1, WHS-2, WHS-7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_CEILING, Decimal
from uuid import UUID

from chassis.refusal import NotFound, Refusal
from contracts.supply import Cover, Need
from contracts.units import fits_unit
from contracts.warehouse import StockLow, StockReserved, StockShort
from services.warehouse.book.rules import ZERO, Book, Claim, Demand, Movement, Part, Shelf, Shipment
from services.warehouse.gate.rules import barred, unfit

Statement = StockReserved | StockShort | StockLow
"""What a deal may say: of any order, and of any item that it touched."""


class BelowPromised(Refusal):
    """{reserved} of {item} are reserved or packed; {on_hand} on hand would break that promise."""


@dataclass(frozen=True)
class Count:
    """An item's place, its limits and, once, what is on hand when the warehouse opens its book (WHS-1, WHS-7).

    What is None was not said, and stays as it is.
    """

    item: str
    quantity: Decimal | None
    reorder_point: Decimal | None = None
    safety_stock: Decimal | None = None
    place: str | None = None
    inspection: str = ""

    @property
    def limits(self) -> dict[str, Decimal | str]:
        """Place, reorder point and safety stock, as far as they were said."""
        said = {"place": self.place, "reorder_point": self.reorder_point, "safety_stock": self.safety_stock}
        return {name: value for name, value in said.items() if value is not None}


@dataclass(frozen=True)
class Adjust:
    """A difference found; ``quantity`` is signed."""

    item: str
    quantity: Decimal
    reason: str
    inspection: str = ""


@dataclass(frozen=True)
class Counted:
    """What a count made of a shelf: (field, before, after) of what changed, (field, asked, kept) of what did not."""

    opened: bool
    changes: tuple[tuple[str, Decimal | str, Decimal | str], ...]
    not_taken: tuple[tuple[str, Decimal, Decimal], ...]


def count_refusal(book: Book, asked: Count) -> Refusal | None:
    """Why a shelf cannot be opened with so much; a quantity that no longer counts is not looked at."""
    shelf, master = book.shelves.get(asked.item), book.master(asked.item)
    if not asked.quantity or (shelf and shelf.counted):
        return None
    return unfit(asked.item, master, asked.quantity) or barred(asked.item, master, asked.inspection)


def counted(before: Shelf, asked: Count, after: Shelf) -> Counted:
    """What is told of a count: a second one changes no quantity, and says what is on the shelf instead."""
    named = [("quantity", before.on_hand, after.on_hand)]
    named += [(name, getattr(before, name), getattr(after, name)) for name in asked.limits]
    late = before.counted and asked.quantity is not None and asked.quantity != before.on_hand
    return Counted(
        opened=after.counted and not before.counted,
        changes=tuple(each for each in named if each[1] != each[2]),
        not_taken=(("quantity", asked.quantity or ZERO, before.on_hand),) if late else (),
    )


def count(book: Book, asked: Count, at: datetime, ids: Iterator[UUID]) -> tuple[Statement, ...]:
    """Set what is said of limits and place; the opening quantity counts the first time only."""
    shelf = book.shelf(asked.item)
    for name, value in asked.limits.items():
        setattr(shelf, name, value)
    if asked.quantity is not None and not shelf.counted:
        shelf.counted = True
        book.move(Movement(asked.item, "opening", asked.quantity, "", "opening stock", at, asked.inspection))
    return deal(book, [asked.item], ids).said


def adjust(book: Book, asked: Adjust, at: datetime, ids: Iterator[UUID]) -> tuple[Statement, ...] | Refusal:
    """Book a difference; what is reserved cannot be adjusted away, what is held for waiting orders can.

    A difference that leaves whole pieces is right, whatever it takes away.
    """
    shelf = book.shelves.get(asked.item)
    if shelf is None:
        return NotFound(what="stock of", id=asked.item)
    on_hand = shelf.on_hand + asked.quantity
    if on_hand < shelf.reserved:
        return BelowPromised(item=asked.item, reserved=shelf.reserved, on_hand=on_hand)
    if refusal := _adjust_refusal(book, asked, on_hand):
        return refusal
    book.move(Movement(asked.item, "adjustment", asked.quantity, "", asked.reason, at, asked.inspection))
    return deal(book, [asked.item], ids).said


def _adjust_refusal(book: Book, asked: Adjust, on_hand: Decimal) -> Refusal | None:
    master = book.master(asked.item)
    odd = unfit(asked.item, master, on_hand) and unfit(asked.item, master, asked.quantity)
    return odd or (barred(asked.item, master, asked.inspection) if asked.quantity > 0 else None)


@dataclass(frozen=True)
class Dealt:
    """What a deal brought about."""

    said: tuple[Statement, ...] = ()
    needs: tuple[Need, ...] = ()
    cover: tuple[Cover, ...] = ()


def deal(book: Book, items: Iterable[str], ids: Iterator[UUID], first: Demand | None = None) -> Dealt:
    """Deal free and held stock of ``items`` anew, and say what that changes for every order.

    ``first`` is the order that the fact is about; it is looked at in any case and said first. Reserving what is held
    leaves everybody else's share as it is, so one pass is enough.
    """
    items = sorted(set(items))
    changed = {first.order_id: first} if first else {}
    for item in items:
        changed |= {demand.order_id: demand for demand in _distribute(book, item)}
    cover = _restate(book, items)
    said: list[Statement] = []
    needs: list[Need] = []
    for demand in sorted(changed.values(), key=lambda each: (each is not first, each.rank)):
        shipment = _serve(book, demand, ids)
        restated = _restate_need(book, demand)
        needs += [demand.need] * restated
        said += _statement(demand, shipment, restated, cover)
    return Dealt((*said, *alerts(book, items)), tuple(needs), cover)


def _distribute(book: Book, item: str) -> list[Demand]:
    """Give everybody who waits his share, of which he keeps what he had; the orders whose share changed."""
    shelf, changed = book.shelf(item), []
    left, lacking = _keep(book, item, shelf.on_hand - shelf.reserved), ZERO
    for _, _, claim, demand in book.queue(item):
        more = min(claim.needed - claim.kept, left)
        share = claim.kept + more
        left -= more
        lacking += claim.needed - share
        if share != claim.held:
            claim.held = share
            changed.append(demand)
    shelf.held, shelf.lacking = shelf.on_hand - shelf.reserved - left, lacking
    return changed


def _keep(book: Book, item: str, left: Decimal) -> Decimal:
    """What is left to deal when each order keeps what an older version of it had; only what is lost cannot be kept."""
    for _, _, claim, _ in book.queue(item):
        claim.kept = min(claim.kept, claim.needed, left)
        left -= claim.kept
    return left


def _serve(book: Book, demand: Demand, ids: Iterator[UUID]) -> Shipment | None:
    """Reserve what is held when that is all the order wants, or any of it if it takes partial shipments."""
    parts = tuple(Part(claim.line, claim.item, claim.held) for claim in demand.claims if claim.held)
    if demand.blocked or not parts or (demand.lacks and not demand.partial):
        return None
    for part in parts:
        shelf = book.shelf(part.item)
        shelf.held -= part.quantity
        shelf.reserved += part.quantity
    left = [Claim(c.line, c.item, c.needed - c.held) for c in demand.claims if c.needed > c.held]
    book.claim(book.demand(demand.order_id), left)
    shipment = Shipment(next(ids), demand.order_id, demand.version, "reserved", parts)
    demand.shipments[shipment.shipment_id] = book.shipment(shipment, "reserved")
    return shipment


def _restate(book: Book, items: Iterable[str]) -> tuple[Cover, ...]:
    changed = [shelf for shelf in map(book.shelf, items) if shelf.lacking != shelf.stated]
    for shelf in changed:
        shelf.stated = shelf.lacking
        shelf.cover_version += 1
    return tuple(shelf.cover for shelf in changed)


def _restate_need(book: Book, demand: Demand) -> bool:
    book.demand(demand.order_id)
    if demand.lacks == demand.stated:
        return False
    demand.stated = demand.lacks
    demand.need_version += 1
    return True


def _statement(
    demand: Demand, shipment: Shipment | None, restated: bool, cover: tuple[Cover, ...]
) -> tuple[StockReserved | StockShort, ...]:
    lacks = demand.lacks
    short = StockShort(
        order_id=demand.order_id,
        order_version=demand.version,
        need_version=demand.need_version,
        lacks=lacks,
        cover=cover,
    )
    if not shipment and (demand.claims or demand.blocked):
        return (short,) if restated else ()
    reserved = StockReserved(
        order_id=demand.order_id,
        order_version=demand.version,
        shipment_id=shipment.shipment_id if shipment else None,
        lines=shipment.lines if shipment else (),
        final=not lacks,
        need_version=demand.need_version,
        lacks=lacks,
        cover=cover,
    )
    return (reserved, short) if lacks and restated else (reserved,)


def alerts(book: Book, items: Iterable[str]) -> tuple[StockLow, ...]:
    """One alert each time that free stock, and what is on order beyond the shortages, falls below the reorder point.

    What it asks for fills the shelf up from what is free: purchasing alone subtracts what it ordered (PUR-1).
    """
    said = []
    for shelf in map(book.shelf, items):
        at_hand = shelf.free + max(ZERO, shelf.on_order - shelf.lacking)
        was_low, shelf.low = shelf.low, at_hand < shelf.reorder_point and not shelf.discontinued
        if shelf.low and not was_low:
            shelf.low_version += 1
            said.append(
                StockLow(
                    item=shelf.item,
                    cover=(shelf.cover,),
                    free=shelf.free,
                    reorder_point=shelf.reorder_point,
                    quantity=_whole(shelf.reorder_point + shelf.safety_stock - shelf.free, book, shelf.item),
                    low_version=shelf.low_version,
                )
            )
    return tuple(said)


def _whole(quantity: Decimal, book: Book, item: str) -> Decimal:
    """Rounded up where there are whole pieces only; limits may be any number."""
    return quantity if fits_unit(quantity, book.master(item).unit) else quantity.to_integral_value(ROUND_CEILING)
