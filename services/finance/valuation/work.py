"""The one road of differences of exchange: what was posted is looked at, what it gained or lost is posted beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from chassis.figures import holding
from chassis.handling import Db
from services.finance.account.rules.entries import Entry, Kind
from services.finance.month.rules.month import Month
from services.finance.policy import Policy
from services.finance.valuation import rules, store


async def handle(db: Db, posted: Iterable[Entry], today: date) -> None:
    """What these entries gain or lose by the rates, realised; nothing is asked where they are in our money."""
    if items := rules.touched(posted):
        valued = await store.load(db, items, await _monthly(db))
        await store.save(db, [entry for one in valued for entry in rules.realised(one)], today)


async def close(db: Db, months: Sequence[Month]) -> None:
    """What is open at the end of months that are closed now, valued at that day's rates, and back on the day after."""
    for month in months:
        found = await store.open_at(db, month.last_day, await _monthly(db))
        await store.save(db, rules.unrealised(month.month, found, back=False), month.last_day)
        await store.save(db, rules.unrealised(month.month, found, back=True), month.open_from)


async def _monthly(db: Db) -> list[Kind]:
    policy = await holding(db, Policy)
    return rules.by_month(policy.invoice_rate, policy.receipt_rate, policy.bill_rate)
