"""Stock counts are opened, counted and settled, each in one transaction with the book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Never

from chassis import clock
from chassis.handling import Answer, Db
from chassis.ids import ids
from chassis.refusal import Refusal
from contracts.warehouse import StockAdjusted
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.deal import Statement
from services.warehouse.book.store import Pieces, lock_dealing
from services.warehouse.counting.rules import settling, sheet
from services.warehouse.stock_count import store
from services.warehouse.stock_count.rules import StockCount
from services.warehouse.stock_count.work import Said, command, enter


async def open_count(db: Db, asked: Sequence[sheet.Open]) -> list[Answer[Never] | Refusal]:
    """Write the sheets; nothing is counted twice at a time, and nothing that is being picked."""
    await lock_dealing(db)
    there = await store.lying_at(db, [one.place for one in asked if one.place])
    scoped = [replace(one, items=there.get(one.place, ())) if one.place else one for one in asked]
    items = [item for one in scoped for item in one.items]
    busy = sheet.Busy(await store.being_counted(db, items), await store.being_picked(db, items))
    at, new = clock.now(), ids()

    def made(book: Book, one: sheet.Open, number: str) -> StockCount:
        busy.counted.update(dict.fromkeys(one.items, number))
        return sheet.opened(book, one, next(new), number, at)

    return await enter(db, scoped, lambda book, one: sheet.open_refusal(book, one, busy), made)


async def record(db: Db, asked: Sequence[sheet.Record]) -> list[Answer[Never] | Refusal]:
    """Take what was counted; nothing moves."""
    at = clock.now()

    def do(book: Book, known: StockCount | None, one: sheet.Record) -> tuple[StockCount, Said] | Refusal:
        return _quietly(sheet.record(book, known, one, at))

    return await command(db, asked, do, _pieces)


async def settle(db: Db, asked: Sequence[settling.Settle]) -> list[Answer[StockAdjusted | Statement] | Refusal]:
    """Book the differences, or have it counted again; who waits for goods is served in the same transaction."""
    at, new = clock.now(), ids()
    return await command(db, asked, lambda book, known, one: settling.settle(book, known, one, at, new), _pieces)


async def call_off(db: Db, asked: Sequence[sheet.CallOff]) -> list[Answer[Never] | Refusal]:
    """Leave all as it is."""
    at = clock.now()
    return await command(db, asked, lambda _book, known, one: _quietly(sheet.call_off(known, one, at)))


def _pieces(book: Book, known: StockCount, asked: sheet.Record | settling.Settle) -> Pieces | None:
    """All that is in stock of its items with serial numbers, and what is told of them."""
    items = [item for item in known.items if book.master(item).serialised]
    told = [(line.item, line.serials) for line in known.lines]
    told += [(line.item, line.serials) for line in (asked.lines if isinstance(asked, sheet.Record) else ())]
    named = {(item, serial) for item, serials in told for serial in serials if item in items}
    return Pieces(named=sorted(named), of_items=items) if items else None


def _quietly(done: StockCount | Refusal) -> tuple[StockCount, Said] | Refusal:
    return done if isinstance(done, Refusal) else (done, ())
