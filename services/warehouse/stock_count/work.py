"""The one road of a stock count: load it, look into the book or change it, save both, answer with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID

from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from contracts.warehouse import StockAdjusted
from services.warehouse.book import work
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.deal import Statement
from services.warehouse.book.store import Pieces
from services.warehouse.stock_count import store
from services.warehouse.stock_count.rules import StockCount
from services.warehouse.stock_count.view import CountState, state_of

Said = tuple[StockAdjusted | Statement, ...]


class Asked(Protocol):
    @property
    def settles(self) -> bool: ...


class AboutItems(Asked, Protocol):
    @property
    def items(self) -> tuple[str, ...]: ...


class AboutCount(Asked, Protocol):
    @property
    def stock_count_id(self) -> UUID: ...


N = TypeVar("N", bound=AboutItems)
C = TypeVar("C", bound=AboutCount)


async def enter(
    db: Db, asked: Sequence[N], refusal: Callable[[Book, N], Refusal | None], made: Callable[[Book, N, str], StockCount]
) -> list[Answer[Any] | Refusal]:
    """New counts, each with its number."""
    items = {item for one in asked for item in one.items}
    answers, new = await work.enter(db, asked, refusal, made, _seen, "CT", sorted(items))
    await store.save(db, new)
    return answers


async def command(
    db: Db,
    commands: Sequence[C],
    do: Callable[[Book, StockCount | None, C], tuple[StockCount, Said] | Refusal],
    named: Callable[[Book, StockCount, C], Pieces | None] = lambda _book, _known, _asked: None,
) -> list[Answer[Any] | Refusal]:
    """What each command makes of its count and of the book, with the pieces that it names; of one there is one in a
    batch."""
    known = await store.load(db, [one.stock_count_id for one in commands])
    items = {item for one in known.values() for item in one.items}

    def doing(book: Book, one: C) -> tuple[StockCount, Said] | Refusal:
        return do(book, known.get(one.stock_count_id), one)

    def pieces(book: Book, one: C) -> Pieces | None:
        return named(book, known[one.stock_count_id], one) if one.stock_count_id in known else None

    answers, changed = await work.move(db, commands, doing, _seen, sorted(items), pieces)
    await store.save(db, changed)
    return answers


def _seen(count: StockCount, asked: Asked) -> CountState:
    return state_of(count, asked.settles)
