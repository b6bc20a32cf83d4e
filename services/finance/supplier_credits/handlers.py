"""Suppliers' credit notes are taken."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from contracts.payables import BillCredited, BillMatched
from services.finance.bill.store import Touched
from services.finance.bill.work import command
from services.finance.bills.store import tolerances
from services.finance.supplier_credits import rules


async def take(db: Db, asked: Sequence[rules.Credit]) -> list[Answer[BillCredited | BillMatched] | Refusal]:
    """Each once; a bill that was held back for what they credit may agree now."""
    named = Touched(bills=[one.bill_id for one in asked])
    return await command(db, asked, named, lambda known, one, _: rules.take(known, one), tolerances)
