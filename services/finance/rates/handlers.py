"""Rates are put."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from contracts.finance import RatesChanged
from services.finance.policy import Policy
from services.finance.rates import store
from services.finance.rates.rules import putting as rules
from services.finance.rates.rules.putting import PutRate, TakeFile
from services.finance.rates.view import FileTaken, state_of


async def put_rates(db: Db, asked: Sequence[PutRate]) -> list[Answer[RatesChanged] | Refusal]:
    """Each currency's rates with the new one, told to all who compare amounts."""
    known, at, today = await store.load(db, [one.currency for one in asked]), clock.now(), clock.today()
    steps = [rules.put(known.get(one.currency, ()), one, at, today) for one in asked]
    await store.put(db, [step.document[-1] for step in steps if not isinstance(step, Refusal) and step.events])
    return [
        step
        if isinstance(step, Refusal)
        else Answer(state_of(rules.newest_of(step.document)[one.valid_from]), step.events)
        for one, step in zip(asked, steps, strict=True)
    ]


async def take_files(db: Db, asked: Sequence[TakeFile]) -> list[Answer[RatesChanged] | Refusal]:
    """A central bank's rates; each file by itself, for the next one is compared with it."""
    percent = (await holding(db, Policy)).rate_jump_percent
    return [await _take(db, one, percent) for one in asked]


async def _take(db: Db, asked: TakeFile, percent: Decimal) -> Answer[RatesChanged] | Refusal:
    known, today = await store.load(db, list(asked.values)), clock.today()
    steps = rules.take(known, asked, clock.now(), today, percent)
    if isinstance(steps, Refusal):
        return steps
    new = [step.document[-1] for step in steps.values()]
    await store.put(db, new)
    taken = FileTaken(
        quoted_on=asked.quoted_on,
        rates=tuple(map(state_of, new)),
        by_hand=tuple(rules.by_hand(known, today)),
        left_out=asked.left_out,
    )
    return Answer(taken, tuple(event for step in steps.values() for event in step.events))
