"""Vouchers are written, reversed and signed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Never

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from services.finance.account.rules.chain import ALL, steps
from services.finance.policy import Policy
from services.finance.rates import store as rates
from services.finance.voucher import store
from services.finance.voucher.work import Written, command, enter
from services.finance.vouchers import rules


async def write(db: Db, asked: Sequence[rules.Write]) -> list[Answer[Never] | Refusal]:
    """Put before those who sign so much, by the figures and rates of today."""
    put = await _before_signers(db)
    return await enter(db, [rules.write_refusal(one) or put(one, "") for one in asked])


async def reverse(db: Db, asked: Sequence[rules.Reverse]) -> list[Answer[Never] | Refusal]:
    """Of one voucher there is one in a batch, as the key says."""
    numbers, put = [one.number for one in asked], await _before_signers(db)
    known, reversed_by = await store.called(db, numbers), await store.reversed_by(db, numbers)
    found = [rules.reversal(known.get(one.number), one, reversed_by.get(one.number, "")) for one in asked]
    return await enter(
        db,
        [one if isinstance(one, Refusal) else put(one, of.number) for one, of in zip(found, asked, strict=True)],
    )


async def sign(db: Db, asked: Sequence[rules.Sign]) -> list[Answer[Never] | Refusal]:
    """Booked when all have signed."""
    at = clock.now().isoformat()
    return await command(db, asked, lambda known, one: rules.sign(known, one, at))


async def _before_signers(db: Db) -> Callable[[rules.Write, str], Written]:
    signers, at = (await holding(db, Policy)).voucher_signers, clock.now().isoformat()
    values = await rates.values(db, clock.today())

    def put(asked: rules.Write, reverses: str) -> Written:
        worth = asked.debit * values.get(asked.currency, ALL)
        return partial(rules.write, asked, steps(signers, worth), at, reverses=reverses)

    return put
