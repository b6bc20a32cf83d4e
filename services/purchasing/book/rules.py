"""What is known of an item and of the orders that lack it, and how what is heard changes it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal
from uuid import UUID

from contracts.money import Money
from contracts.supply import Cover, Lack
from services.purchasing.orders.rules import ORDERED, ZERO, Purchase, receive
from services.purchasing.reading.rules import KeptDay, KeptQuantity
from services.purchasing.suppliers.rules import Offer

STOCK = UUID(int=0)
"""Stands for the shelf where an order stands for a customer."""


@dataclass(frozen=True)
class Demand:
    """What is known of an order: its highest version, and the highest need version heard. Version 0: not heard of."""

    order_id: UUID
    version: int = 0
    final: bool = False
    priority: int = 0
    number: str = ""
    promised: KeptDay | None = None
    need_version: int = 0
    need_order_version: int = 0


@dataclass(frozen=True)
class Need:
    """What one order lacks of one item."""

    order_id: UUID
    quantity: KeptQuantity
    need_version: int
    order_version: int
    priority: int = 0
    number: str = ""
    promised: KeptDay | None = None


@dataclass(frozen=True)
class Tried:
    """A supplier who is not asked again for one need; ``budget`` is the need's original one (PUR-3, PUR-7)."""

    supplier: str
    order_id: UUID
    order_version: int
    budget: Money | None = None


@dataclass(frozen=True)
class Book:
    """All that matters for covering one item. ``unbought``: what the shelf still wants. Version 0: not heard of."""

    item: str
    version: int = 0
    discontinued: bool = False
    cover_version: int = 0
    cover_total: KeptQuantity = ZERO
    cover_received: KeptQuantity = ZERO
    received: KeptQuantity = ZERO
    low_version: int = 0
    unbought: KeptQuantity = ZERO
    needs: Mapping[UUID, Need] = field(default_factory=dict)
    offers: tuple[Offer, ...] = ()
    purchases: tuple[Purchase, ...] = ()
    tried: tuple[Tried, ...] = ()

    @property
    def arrived(self) -> Decimal:
        """Goods that the total counts as come, though their receipts are not heard yet."""
        return max(ZERO, self.cover_received - self.received)


@dataclass(frozen=True)
class Ledger:
    """The orders and items that a batch of messages touches."""

    demands: Mapping[UUID, Demand] = field(default_factory=dict)
    books: Mapping[str, Book] = field(default_factory=dict)


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


def hear_item(book: Book, version: int, *, discontinued: bool) -> Book:
    """The item's highest version holds (SAL-25)."""
    return book if version <= book.version else replace(book, version=version, discontinued=discontinued)


def hear_low(book: Book, low_version: int, quantity: Decimal, cover: Cover | None = None) -> Book:
    """The shelf wants ``quantity`` in all; what is already bought for it is not bought again (PUR-1, WHS-7).

    ``cover``: what had come of purchases when it said so; that is on the shelf and not on order.
    """
    if low_version <= book.low_version:
        return book
    bought = sum((p.for_stock if p.state == "draft" else p.stock for p in book.purchases), ZERO)
    on_order = bought - _come_for_shelf(book, cover) if cover else bought
    return replace(book, low_version=low_version, unbought=max(ZERO, quantity - max(ZERO, on_order)))


def _come_for_shelf(book: Book, cover: Cover) -> Decimal:
    """Goods on the shelf whose receipt is not heard yet; negative: heard already, and not there when it asked.

    What orders lack no longer came for them first.
    """
    came = cover.received - book.received
    for_orders = sum((p.for_orders for p in book.purchases if p.state in ORDERED), ZERO)
    come_for_orders = max(ZERO, for_orders - cover.total)
    return came if came < 0 else max(ZERO, came - come_for_orders)


def update(book: Book, purchase: Purchase) -> Book:
    """The book with this purchase in the place of its former state."""
    return replace(book, purchases=(*(p for p in book.purchases if p.id != purchase.id), purchase))


def take_in(book: Book, purchase: Purchase, accepted: Decimal) -> Book:
    """Goods of a purchase came in (WHS-3)."""
    return replace(update(book, receive(purchase, accepted)), received=book.received + accepted)


def left_to_shelf(before: Book, after: Book) -> Book:
    """Goods for the shelf came, and orders took of them: what is under way for those orders is the shelf's now (PUR-1).

    Else it would be given up, and bought anew as soon as the shelf says that it fell.
    """
    came = _of_firm(before, "stock") - _of_firm(after, "stock")
    taken = min(came, _excess(after) - max(ZERO, _excess(before)))
    return replace(after, unbought=after.unbought + taken) if taken > 0 else after


def _excess(book: Book) -> Decimal:
    """What is under way for orders above all that they may lack."""
    needed = max(book.cover_total, sum((need.quantity for need in book.needs.values()), ZERO))
    return _of_firm(book, "for_orders") - book.arrived - needed


def _of_firm(book: Book, part: Literal["stock", "for_orders"]) -> Decimal:
    return sum((getattr(p, part) for p in book.purchases if p.firm), ZERO)


def lose(book: Book, before: Purchase, after: Purchase) -> Book:
    """The book after a supplier gave up a part: what was for the shelf is wanted anew, like the needs."""
    return update(replace(book, unbought=book.unbought + max(ZERO, before.stock - after.stock)), after)


def exclude(book: Book, purchase: Purchase) -> Book:
    """The supplier is not asked again for what the purchase served (PUR-7)."""
    needs = [(s.order_id, s.order_version) for s in purchase.served]
    if purchase.stock:
        needs.append((STOCK, book.low_version))
    tried = tuple(Tried(purchase.supplier, order, version, purchase.budget_price) for order, version in needs)
    return replace(book, tried=tuple(dict.fromkeys((*book.tried, *tried))))


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
