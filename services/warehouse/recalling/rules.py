"""What a recall bars, what that takes from who was promised it, and what its lifting gives back (WHS-1). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from chassis.refusal import Refusal
from contracts.warehouse import LotRecalled, RecallLifted
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.deal import Redeal, Statement, follow
from services.warehouse.book.rules.demand import UNPACKED, Demand, Shipment
from services.warehouse.book.rules.goods import ZERO, Shelf
from services.warehouse.book.rules.picking import usable
from services.warehouse.book.rules.reservations import end, ending, reclaim

Ended = Mapping[UUID, Sequence[Shipment]]


class NotRecalled(Refusal):
    """Lot {receipt} is not recalled."""


@dataclass(frozen=True)
class Recall:
    """A lot that may not be used any more, by its supplier's name of it or our receipt; ``supplier``: of him alone."""

    lot: str
    supplier: str
    reason: str
    by_whom: str


@dataclass(frozen=True)
class Lift:
    """A recalled lot, by our receipt, may be used again, and why."""

    receipt: str
    reason: str
    by_whom: str


@dataclass(frozen=True)
class Lot:
    """One receipt of it, which ``orders`` got; ``new``: it was not recalled before."""

    receipt: str
    item: str
    lot: str
    supplier: str
    orders: tuple[UUID, ...] = ()
    left_us: Decimal = ZERO
    new: bool = True


def here(book: Book, lots: Iterable[Lot]) -> Decimal:
    """How many of these lots lie here."""
    lying = (one for lot in lots for one in book.quants.of(lot.item) if one.lot == lot.receipt)
    return sum((one.quantity for one in lying), ZERO)


def recall(book: Book, asked: Recall, lots: Sequence[Lot], ids: Iterator[UUID]) -> tuple[LotRecalled | Redeal, ...]:
    """Say which lots are barred, take what is left of them from who was promised it, and deal what else is here."""
    items = sorted({lot.item for lot in lots})
    ended = _take_back(book, items)
    said = [_recalled(book, asked, lot, ended) for lot in lots if lot.new]
    touched = set(items).union(*(reclaim(book, book.demands[order], had) for order, had in ended.items()))
    return (*said, *_dealt(book, touched, ended, ids))


def _recalled(book: Book, asked: Recall, lot: Lot, ended: Ended) -> LotRecalled:
    promised = [order for order, had in ended.items() if any(_of(one, lot.item) for one in had)]
    packed = [one.order_id for one in book.demands.values() if _is_packed(one, lot.receipt)]
    return LotRecalled(
        orders=tuple(dict.fromkeys((*lot.orders, *packed, *promised))),
        receipt=lot.receipt,
        item=lot.item,
        lot=lot.lot,
        supplier=lot.supplier,
        reason=asked.reason,
        here=here(book, [lot]),
        left_us=lot.left_us,
    )


def _is_packed(demand: Demand, receipt: str) -> bool:
    return any(pick.lot == receipt for shipment in demand.shipments.values() for pick in shipment.picks)


def _take_back(book: Book, items: Iterable[str]) -> dict[UUID, list[Shipment]]:
    """The reservations, not packed yet, that what is usable does not cover: of who comes last first."""
    ended: dict[UUID, list[Shipment]] = {}
    for item in items:
        waiting = [(demand, one) for demand in _last_first(book) for one in demand.shipments.values()]
        promised = [(demand, one) for demand, one in waiting if one.state in UNPACKED and _of(one, item)]
        short = sum((_of(one, item) for _, one in promised), -usable(book, book.shelves.get(item) or Shelf(item)))
        for demand, shipment in promised:
            if short > 0:
                short -= _of(shipment, item)
                end(book, shipment)
                ended.setdefault(demand.order_id, []).append(shipment)
    return ended


def _last_first(book: Book) -> list[Demand]:
    return sorted(book.demands.values(), key=lambda demand: demand.rank, reverse=True)


def _of(shipment: Shipment, item: str) -> Decimal:
    return sum((part.quantity for part in shipment.parts if part.item == item), ZERO)


def _dealt(book: Book, items: set[str], ended: Ended, ids: Iterator[UUID]) -> Iterator[Redeal]:
    """Each order that lost goods is told what it gets and lacks now; it keeps of them what is left for it."""
    for order, shipments in ended.items():
        deal = follow(book, items, ids, book.demands[order])
        yield from (ending(shipment, deal.cover) for shipment in shipments)
        yield from deal.events
    if not ended:
        yield from follow(book, items, ids).events


def lift(book: Book, asked: Lift, lot: Lot, ids: Iterator[UUID]) -> tuple[RecallLifted | Statement, ...]:
    """Say so, and deal what is left of it to who waits."""
    about = {"receipt": lot.receipt, "item": lot.item, "lot": lot.lot, "supplier": lot.supplier}
    lifted = RecallLifted(orders=lot.orders, reason=asked.reason, **about)
    return (lifted, *follow(book, [lot.item], ids).events)
