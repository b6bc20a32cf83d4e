"""Payment runs are proposed, approved, withdrawn and paid."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Answer, Db
from chassis.ids import new_id
from chassis.refusal import Refusal
from contracts.payables import BillMatched, SupplierPaid
from services.finance.bill.store import Touched
from services.finance.bill.work import command
from services.finance.bills.store import tolerances
from services.finance.payment_runs.rules import asked as rules
from services.finance.payment_runs.rules.asked import Approve, Pay, Propose, Withdraw

Said = BillMatched | SupplierPaid


async def propose(db: Db, asked: Sequence[Propose]) -> list[Answer[Said] | Refusal]:
    """What is due in a currency by a day."""
    named = Touched(due=[(one.currency, one.due_by) for one in asked])
    return await command(db, asked, named, lambda known, one, _: rules.propose(known, one, new_id()), tolerances)


async def approve(db: Db, asked: Sequence[Approve]) -> list[Answer[Said] | Refusal]:
    """Let go by somebody else."""
    named = Touched(runs=[one.run_id for one in asked])
    return await command(db, asked, named, lambda known, one, _: rules.approve(known, one), tolerances)


async def withdraw(db: Db, asked: Sequence[Withdraw]) -> list[Answer[Said] | Refusal]:
    """Not paid; the bills may be proposed again."""
    named = Touched(runs=[one.run_id for one in asked])
    return await command(db, asked, named, lambda known, one, _: rules.withdraw(known, one), tolerances)


async def pay(db: Db, asked: Sequence[Pay]) -> list[Answer[Said] | Refusal]:
    """The bank has done it: by hand, or as its statement says."""
    named = Touched(runs=[one.run_id for one in asked])
    return await command(db, asked, named, lambda known, one, _: rules.pay(known, one), tolerances)
