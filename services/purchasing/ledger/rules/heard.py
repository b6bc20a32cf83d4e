"""How what other departments say changes what is known of items and orders: the highest version holds. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from contracts.supply import Cover, Lack
from services.purchasing.ledger.rules.book import Book, Demand, Ledger, Need
from services.purchasing.ledger.rules.purchase import ORDERED, ZERO


@dataclass(frozen=True)
class NeedHeard:
    """The state of one order's needs, as the warehouse said it."""

    order_id: UUID
    need_version: int
    order_version: int
    lacks: tuple[Lack, ...]


def hear_needs(ledger: Ledger, heard: Iterable[NeedHeard]) -> Ledger:
    """Each order's highest need version holds; an order that is cancelled needs nothing."""
    newest: dict[UUID, NeedHeard] = {}
    for need in heard:
        known = newest.get(need.order_id) or ledger.demands[need.order_id]
        if need.need_version > known.need_version:
            newest[need.order_id] = need
    demands = {
        o: replace(ledger.demands[o], need_version=n.need_version, need_order_version=n.order_version)
        for o, n in newest.items()
    }
    return _with_lacks(
        replace(ledger, demands={**ledger.demands, **demands}),
        {o: () if demands[o].final else need.lacks for o, need in newest.items()},
    )


def hear_cover(ledger: Ledger, heard: Iterable[Cover]) -> Ledger:
    """Each item's highest cover version holds."""
    books = dict(ledger.books)
    for cover in heard:
        book = books[cover.item]
        if (cover.cover_version, cover.received) > (book.cover_version, book.cover_received):
            books[cover.item] = replace(
                book, cover_version=cover.cover_version, cover_total=cover.total, cover_received=cover.received
            )
    return replace(ledger, books=books)


def hear_orders(ledger: Ledger, heard: Iterable[Demand]) -> Ledger:
    """Each order's highest version holds; a final one needs nothing any more, whatever is heard later."""
    newer = {
        d.order_id: replace(d, need_version=known.need_version, need_order_version=known.need_order_version)
        for d in heard
        if not (known := ledger.demands[d.order_id]).final and (d.final or d.version > known.version)
    }
    ledger = replace(ledger, demands={**ledger.demands, **newer})
    return replace(ledger, books={item: _with_demands(book, newer) for item, book in ledger.books.items()})


def hear_low(book: Book, low_version: int, quantity: Decimal, cover: Cover | None = None) -> Book:
    """The shelf wants ``quantity`` in all; what is already bought for it is not bought again (PUR-1, WHS-7).

    ``cover``: what had come of purchases when it said so; that is on the shelf and not on order.
    """
    if low_version <= book.low_version:
        return book
    bought = sum((p.for_stock if p.state == "draft" else p.stock for p in book.purchases), ZERO)
    on_order = bought - _come_for_shelf(book, cover) if cover else bought
    wanted = quantity + book.materials
    return replace(book, low_version=low_version, unbought=max(ZERO, wanted - max(ZERO, on_order)))


def _come_for_shelf(book: Book, cover: Cover) -> Decimal:
    """Goods on the shelf whose receipt is not heard yet; negative: heard already, and not there when it asked.

    What orders lack no longer came for them first.
    """
    came = cover.received - book.received
    for_orders = sum((p.for_orders for p in book.purchases if p.state in ORDERED), ZERO)
    come_for_orders = max(ZERO, for_orders - cover.total)
    return came if came < 0 else max(ZERO, came - come_for_orders)


def _with_lacks(ledger: Ledger, lacks: Mapping[UUID, Sequence[Lack]]) -> Ledger:
    needs: dict[str, dict[UUID, Need]] = {
        item: {o: n for o, n in book.needs.items() if o not in lacks} for item, book in ledger.books.items()
    }
    for order_id, lacking in lacks.items():
        demand = ledger.demands[order_id]
        for lack in lacking:
            if lack.quantity:
                needs[lack.item][order_id] = _need(demand, lack.quantity)
    return replace(ledger, books={item: replace(book, needs=needs[item]) for item, book in ledger.books.items()})


def _need(demand: Demand, quantity: Decimal) -> Need:
    return Need(
        demand.order_id,
        quantity,
        demand.need_version,
        demand.need_order_version,
        demand.priority,
        demand.number,
        demand.promised,
    )


def _with_demands(book: Book, newer: Mapping[UUID, Demand]) -> Book:
    needs = dict(book.needs)
    for order_id in newer.keys() & needs.keys():
        need = needs.pop(order_id)
        if not newer[order_id].final:
            needs[order_id] = _need(newer[order_id], need.quantity)
    return replace(book, needs=needs)
