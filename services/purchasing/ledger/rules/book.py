"""What is known of an item and of the orders that lack it, and how its purchases change it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from contracts.money import Money
from services.purchasing.ledger.rules.offers import Offer
from services.purchasing.ledger.rules.purchase import ZERO, Purchase, receive
from services.purchasing.ledger.rules.reading import KeptDay, KeptQuantity

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
    """All that matters for covering one item. ``unbought``: what the shelf still wants. Version 0: not heard of.

    ``unit``: in what it is counted; empty where it is not known. ``materials``: what production orders wait for, bought
    for the shelf and not come yet; a low shelf wants it besides.
    """

    item: str
    version: int = 0
    discontinued: bool = False
    unit: str = ""
    cover_version: int = 0
    cover_total: KeptQuantity = ZERO
    cover_received: KeptQuantity = ZERO
    received: KeptQuantity = ZERO
    low_version: int = 0
    unbought: KeptQuantity = ZERO
    materials: KeptQuantity = ZERO
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
    """The orders and items that a batch of messages touches. ``low``: the items whose shelf waits for an answer."""

    demands: Mapping[UUID, Demand] = field(default_factory=dict)
    books: Mapping[str, Book] = field(default_factory=dict)
    low: frozenset[str] = frozenset()

    @property
    def purchases(self) -> Iterator[Purchase]:
        return (purchase for book in self.books.values() for purchase in book.purchases)

    def purchase(self, purchase_id: UUID) -> Purchase | None:
        return next((purchase for purchase in self.purchases if purchase.id == purchase_id), None)

    def with_book(self, book: Book) -> Ledger:
        return replace(self, books={**self.books, book.item: book})


def update(book: Book, purchase: Purchase) -> Book:
    """The book with this purchase in the place of its former state."""
    return replace(book, purchases=(*(p for p in book.purchases if p.id != purchase.id), purchase))


def take_in(book: Book, purchase: Purchase, accepted: Decimal, on: date | None = None) -> Book:
    """Goods of a purchase came in, ``on`` a day (WHS-3)."""
    return replace(update(book, receive(purchase, accepted, on)), received=book.received + accepted)


def want_material(book: Book, quantity: Decimal) -> Book:
    """A production order needs so much of the item on the shelf (PUR-11)."""
    return replace(book, unbought=book.unbought + quantity, materials=book.materials + quantity)


def material_came(before: Book, after: Book) -> Book:
    """What came for the shelf is first what production orders wait for."""
    came = max(ZERO, _of_firm(before, "stock") - _of_firm(after, "stock"))
    return replace(after, materials=max(ZERO, after.materials - came))


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
