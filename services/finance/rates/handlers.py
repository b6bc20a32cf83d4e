"""Rates are put."""

from __future__ import annotations

from collections.abc import Sequence

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from contracts.finance import RatesChanged
from services.finance.rates import store
from services.finance.rates.rules import putting as rules
from services.finance.rates.rules.putting import PutRate
from services.finance.rates.view import state_of


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
