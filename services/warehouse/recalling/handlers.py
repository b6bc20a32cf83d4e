"""Lots are recalled, and recalls lifted (WHS-1)."""

from __future__ import annotations

from collections.abc import Sequence

from chassis import clock
from chassis.handling import Answer, Db
from chassis.ids import ids
from chassis.refusal import NotFound, Refusal
from contracts.warehouse import LotRecalled, RecallLifted
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.deal import Redeal, Statement
from services.warehouse.book.store import Touched, lock_dealing
from services.warehouse.book.work import command
from services.warehouse.recalling import rules, store
from services.warehouse.recalling.rules import Lift, NotRecalled, Recall
from services.warehouse.recalling.view import Lifted, Recalled


async def recall(db: Db, asked: Sequence[Recall]) -> list[Answer[LotRecalled | Redeal] | Refusal]:
    """Bar what is left of each, and give back what was promised of it; told again, nothing changes."""
    await lock_dealing(db)
    found, new = await store.keep(db, asked, clock.today()), ids()

    def do(book: Book, one: Recall) -> Answer[LotRecalled | Redeal] | Refusal:
        if not (lots := found.get((one.lot, one.supplier))):
            return NotFound(what="lot", id=one.lot)
        said = rules.recall(book, one, lots, new)
        receipts, items = [lot.receipt for lot in lots], sorted({lot.item for lot in lots})
        return Answer(Recalled(lot=one.lot, receipts=receipts, items=items, here=rules.here(book, lots)), said)

    items = sorted({lot.item for lots in found.values() for lot in lots})
    return await command(db, asked, do, Touched(orders=await store.promised(db, items), items=items))


async def lift(db: Db, asked: Sequence[Lift]) -> list[Answer[RecallLifted | Statement] | Refusal]:
    """Let what is left of each be used again."""
    found, new = await store.lift(db, asked, clock.today()), ids()

    def do(book: Book, one: Lift) -> Answer[RecallLifted | Statement] | Refusal:
        if (lot := found.get(one.receipt)) is None:
            return NotRecalled(receipt=one.receipt)
        lifted = Lifted(receipt=lot.receipt, item=lot.item, lot=lot.lot, here=rules.here(book, [lot]))
        return Answer(lifted, rules.lift(book, one, lot, new))

    return await command(db, asked, do, Touched(items=[lot.item for lot in found.values()]))
