"""Counts and differences of the shelves; master data of the items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from chassis import clock
from chassis.handling import Answer, Db, Handler, Nothing
from chassis.ids import ids
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.sales import ItemChanged
from contracts.warehouse import StockAdjusted
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.deal import Statement
from services.warehouse.book.store import Pieces, Touched
from services.warehouse.book.view import StockState
from services.warehouse.book.work import command
from services.warehouse.stock import rules, store
from services.warehouse.stock.view import StockCounted


async def learn(db: Db, items: Sequence[ItemChanged]) -> list[Nothing]:
    """Keep the highest version of each item's master data."""
    await store.keep_items(db, items)
    return [() for _ in items]


async def count(db: Db, asked: Sequence[rules.Count]) -> list[Answer[StockAdjusted | Statement] | Refusal]:
    """Open a shelf or change its limits; who waits is served at once. The answer tells what that changed."""
    at, new = clock.now(), ids()

    def do(book: Book, one: rules.Count) -> Answer[StockAdjusted | Statement] | Refusal:
        if refusal := rules.count_refusal(book, one):
            return refusal
        before = replace(book.shelf(one.item))
        said = rules.count(book, one, at, new)
        shelf = book.shelves[one.item]
        return Answer(StockCounted.told(shelf, rules.counted(before, one, shelf)), said)

    return await command(db, asked, do, Touched(items=[one.item for one in asked]))


async def adjust(db: Db, asked: Sequence[rules.Adjust]) -> list[Answer[StockAdjusted | Statement] | Refusal]:
    """Book differences; who waits gets more, or holds less."""
    at, new = clock.now(), ids()

    def do(book: Book, one: rules.Adjust) -> Answer[StockAdjusted | Statement] | Refusal:
        said = rules.adjust(book, one, at, new)
        return said if isinstance(said, Refusal) else Answer(StockState.of(book.shelves[one.item]), said)

    def named(_: Book, one: rules.Adjust) -> Pieces | None:
        return Pieces(named=[(one.item, name) for name in one.serials]) if one.serials else None

    return await command(db, asked, do, Touched(items=[one.item for one in asked]), pieces=named)


HANDLES: Mapping[type[Event], Handler] = {ItemChanged: learn}
