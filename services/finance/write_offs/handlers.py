"""Write-offs are asked for, and signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from contracts.finance import DebtWrittenOff
from services.finance.account import work
from services.finance.account.rules.account import Account
from services.finance.account.rules.chain import ALL, steps
from services.finance.policy import Policy
from services.finance.rates import store as rates
from services.finance.write_offs import rules
from services.finance.write_offs.view import shown


async def ask(db: Db, asked: Sequence[rules.Ask]) -> list[Answer[DebtWrittenOff] | Refusal]:
    """Put before those who sign so much, by the figures and rates of today."""
    signers, at = (await holding(db, Policy)).write_off_signers, clock.now().isoformat()
    values = await rates.values(db, clock.today())

    def do(account: Account, one: rules.Ask, _: date) -> rules.Given | Refusal:
        invoice = account.numbered(one.invoice)
        amount = one.amount or (invoice.outstanding if invoice else Decimal(0))
        return rules.ask(account, one, steps(signers, amount * values.get(account.currency, ALL)), at)

    return await work.command(db, asked, do, lambda account, _: shown(account, len(account.write_offs)))


async def sign(db: Db, asked: Sequence[rules.Sign]) -> list[Answer[DebtWrittenOff] | Refusal]:
    """Booked when all have signed."""
    at = clock.now().isoformat()
    return await work.command(
        db,
        asked,
        lambda account, one, _: rules.sign(account, one, at),
        lambda account, one: shown(account, one.write_off),
    )
