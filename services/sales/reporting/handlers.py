"""On each working day the customers whose interval is over get a letter with their open orders (SAL-22, NOT-6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from chassis import clock
from chassis.figures import holding
from chassis.handling import Db, Nothing, Reading, Timer
from chassis.ids import new_id
from chassis.numbers import take_numbers
from services.sales.letter import store as letters
from services.sales.mailing.rules import writing
from services.sales.masters.rules import Customer
from services.sales.order.rules.working_days import calendar_of
from services.sales.policy import Policy
from services.sales.reporting import rules, store


async def find_day(db: Reading, now: datetime) -> list[tuple[str, date]]:
    """Today, until all customers were looked at."""
    today = clock.local_date(now)
    return [] if (await store.load(db, today)).done else [(f"reports {today}", today)]


async def write(db: Db, days: Sequence[date]) -> list[Nothing]:
    """The letters of some of the customers: with them is kept how far that is, so nobody gets two."""
    policy = await holding(db, Policy)
    for day in days:
        await _write(db, await store.load(db, day), policy)
    return [() for _ in days]


async def _write(db: Db, known: rules.Day, policy: Policy) -> None:
    """On a day on which the company does not work nobody gets one; the next working day makes up for it."""
    if known.done:
        return None
    if not calendar_of(policy.country)(known.day):
        return await store.save(db, replace(known, done=True))
    last, customers = await store.customers_after(db, known.through, rules.CUSTOMERS_AT_ONCE)
    await _add(db, list(rules.due(customers, known.day, policy)), policy)
    await store.save(db, replace(known, through=last or known.through, done=last is None))


async def _add(db: Db, customers: Sequence[Customer], policy: Policy) -> None:
    if not customers:
        return
    numbers = await take_numbers(db, "LT", clock.today().year, len(customers))
    now, at = clock.real_now(), clock.now()
    new = [writing.letter_to(one.customer, writing.open_orders(one), one, policy, now, at) for one in customers]
    each = zip(new, numbers, strict=True)
    await letters.add(db, [one.but(letter_id=new_id(), number=number) for one, number in each])


TIMERS = (Timer("reports", find_day, write, pace="day"),)
