"""Suppliers' credit notes are taken, and what they owe by claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis.handling import Answer, Db, Handler
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.payables import BillCredited, BillMatched
from contracts.purchasing import ClaimDecided
from services.finance.bill.store import Touched
from services.finance.bill.work import command, handle
from services.finance.bills.store import tolerances
from services.finance.supplier_credits import rules


async def take(db: Db, asked: Sequence[rules.Credit]) -> list[Answer[BillCredited | BillMatched] | Refusal]:
    """Each once; a bill that was held back for what they credit may agree now."""
    named = Touched(bills=[one.bill_id for one in asked])
    return await command(db, asked, named, lambda known, one, _: rules.take(known, one), tolerances)


async def take_claims(db: Db, decided: Sequence[ClaimDecided]) -> list[tuple[BillMatched, ...]]:
    """What suppliers owe for being late, once purchasing has upheld it."""
    return await handle(db, decided, Touched(bills=[one.claim_id for one in decided]), rules.owe_claim, tolerances)


HANDLES: Mapping[type[Event], Handler] = {ClaimDecided: take_claims}
