"""Lots are recalled (WHS-1)."""

from __future__ import annotations

from collections.abc import Sequence

from chassis import clock
from chassis.handling import Answer, Db
from chassis.ids import ids
from chassis.refusal import NotFound, Refusal
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.deal import Statement
from services.warehouse.book.store import Touched
from services.warehouse.book.work import command
from services.warehouse.recalling import rules, store
from services.warehouse.recalling.rules import Recall
from services.warehouse.recalling.view import LotRecalled


async def recall(db: Db, asked: Sequence[Recall]) -> list[Answer[Statement] | Refusal]:
    """Bar what is left of each; told again, nothing changes."""
    found, new = await store.keep(db, asked, clock.today()), ids()

    def do(book: Book, one: Recall) -> Answer[Statement] | Refusal:
        if not (lots := found.get((one.lot, one.supplier))):
            return NotFound(what="lot", id=one.lot)
        here, said = rules.recall(book, lots, new)
        receipts, items = [lot.receipt for lot in lots], sorted({lot.item for lot in lots})
        return Answer(LotRecalled(lot=one.lot, receipts=receipts, items=items, here=here), said)

    items = sorted({lot.item for lots in found.values() for lot in lots})
    return await command(db, asked, do, Touched(items=items))
