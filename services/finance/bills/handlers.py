"""Bills are entered, corrected, released and sent back."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Answer, Db
from chassis.ids import new_id
from chassis.refusal import Refusal
from contracts.payables import BillBlocked, BillMatched, BillRefused
from services.finance.bill.store import Touched
from services.finance.bill.work import command
from services.finance.bills import rules
from services.finance.bills.rules import Correct, Paper, Refuse, Release
from services.finance.bills.store import tolerances


async def enter(db: Db, papers: Sequence[Paper]) -> list[Answer[BillMatched | BillBlocked] | Refusal]:
    """Each bill once; one that agrees with its orders and receipts is owed at once."""
    named = Touched(
        numbers=[line.purchase for paper in papers for line in paper.lines],
        papers=[(paper.supplier, paper.number) for paper in papers],
    )
    return await command(
        db,
        papers,
        named,
        lambda payables, paper, tolerance: rules.enter(payables, paper, tolerance, new_id()),
        tolerances,
    )


async def correct(db: Db, asked: Sequence[Correct]) -> list[Answer[BillMatched | BillBlocked] | Refusal]:
    """What was entered wrongly; the bill is matched anew."""
    named = Touched(
        numbers=[line.purchase for one in asked for line in one.paper.lines], bills=[one.bill_id for one in asked]
    )
    return await command(db, asked, named, rules.correct, tolerances)


async def release(db: Db, asked: Sequence[Release]) -> list[Answer[BillMatched] | Refusal]:
    """Owed by a person's word, though it differs."""
    return await command(
        db,
        asked,
        Touched(bills=[one.bill_id for one in asked]),
        lambda payables, one, _: rules.release(payables, one),
        tolerances,
    )


async def refuse(db: Db, asked: Sequence[Refuse]) -> list[Answer[BillMatched | BillRefused] | Refusal]:
    """Back to their suppliers."""
    return await command(
        db,
        asked,
        Touched(bills=[one.bill_id for one in asked]),
        lambda payables, one, _: rules.refuse(payables, one),
        tolerances,
    )
