"""Counts and differences of the shelves; master data of the items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from chassis import clock
from chassis.handling import Answer, Db, Handler
from chassis.ids import new_id
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.sales import ItemChanged
from services.warehouse.book.store import open_book, save_book
from services.warehouse.stock import rules, store
from services.warehouse.stock.store import StockCounted, StockState


async def learn(db: Db, items: Sequence[ItemChanged]) -> list[tuple[()]]:
    """Keep the highest version of each item's master data."""
    await store.keep_items(db, items)
    return [() for _ in items]


async def count(db: Db, asked: Sequence[rules.Count]) -> list[Answer | Refusal]:
    """Open a shelf or change its limits; who waits is served at once. The answer tells what that changed."""
    book = await open_book(db, items=[one.item for one in asked])
    answers: list[Answer | Refusal] = []
    for one in asked:
        if refusal := rules.count_refusal(book, one):
            answers.append(refusal)
            continue
        before = replace(book.shelf(one.item))
        said = rules.count(book, one, clock.now(), iter(new_id, None))
        shelf = book.shelf(one.item)
        answers.append(Answer(StockCounted.told(shelf, rules.counted(before, one, shelf)), said))
    await save_book(db, book)
    return answers


async def adjust(db: Db, asked: Sequence[rules.Adjust]) -> list[Answer | Refusal]:
    """Book differences; who waits gets more, or holds less."""
    book = await open_book(db, items=[one.item for one in asked])
    answers: list[Answer | Refusal] = []
    for one in asked:
        said = rules.adjust(book, one, clock.now(), iter(new_id, None))
        answers.append(said if isinstance(said, Refusal) else Answer(StockState.of(book.shelf(one.item)), said))
    await save_book(db, book)
    return answers


HANDLES: Mapping[type[Event], Handler] = {ItemChanged: learn}
