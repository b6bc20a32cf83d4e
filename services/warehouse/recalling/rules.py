"""What a recall bars, and what that makes lack (WHS-1). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.deal import Statement, follow
from services.warehouse.book.rules.goods import ZERO


@dataclass(frozen=True)
class Recall:
    """A lot that may not be used any more, by its supplier's name of it or our receipt; ``supplier``: of him alone."""

    lot: str
    supplier: str
    reason: str
    by_whom: str


@dataclass(frozen=True)
class Lot:
    """One receipt of it."""

    receipt: str
    item: str
    lot: str
    supplier: str


def recall(book: Book, lots: Sequence[Lot], ids: Iterator[UUID]) -> tuple[Decimal, tuple[Statement, ...]]:
    """How many of it lie here, which nobody is promised any more; who waits hears what that makes lack."""
    items = sorted({lot.item for lot in lots})
    receipts = {lot.receipt for lot in lots}
    lying = (one for item in items for one in book.quants.of(item) if one.lot in receipts)
    return sum((one.quantity for one in lying), ZERO), tuple(follow(book, items, ids).events)
