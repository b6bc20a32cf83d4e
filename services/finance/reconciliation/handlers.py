"""A month is stated by sales, compared, explained and signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Handler, Nothing, Step
from chassis.refusal import NotFound, Refusal
from contracts.event import Event
from contracts.finance import MonthClosed
from contracts.sales import ReceivablesStated
from services.finance.month import store, work
from services.finance.month.rules.month import Month
from services.finance.payments.rules import may_write_off
from services.finance.policy import Policy
from services.finance.rates import store as rates
from services.finance.reconciliation import rules
from services.finance.valuation import work as valuation


async def hear(db: Db, parts: Sequence[ReceivablesStated]) -> list[Nothing]:
    """What sales states of a month; all of it, and the two ledgers are compared."""
    return await work.handle(db, parts, await _charges(db))


async def compare(db: Db, asked: Sequence[rules.Compare]) -> list[Answer[MonthClosed] | Refusal]:
    """Once more, until somebody signs."""
    charges = await _charges(db)
    known = await store.load(db, [one.month for one in asked])
    again = {
        month.month: await work.compare(db, month, charges) for month in known.values() if not rules.comparable(month)
    }
    return await work.command(db, asked, lambda month, one: rules.comparable(month) or Step(again[one.month]))


async def explain(db: Db, asked: Sequence[rules.Explain]) -> list[Answer[MonthClosed] | Refusal]:
    """Kept beside what was said of the difference before."""
    known = await store.load(db, [one.month for one in asked])
    found, counts = set[rules.Explain](), dict[str, int]()
    for one in asked:
        if (month := known.get(one.month)) and not rules.open_to(month):
            if await store.explain(db, one.month, one.difference_id, one.text, one.person, clock.now()):
                found.add(one)
            counts[one.month] = await store.unexplained(db, one.month)

    def do(month: Month, one: rules.Explain) -> Step[Month, MonthClosed] | Refusal:
        missing = NotFound(what="difference", id=one.difference_id) if one not in found else None
        return rules.open_to(month) or missing or Step(month.but(unexplained=counts[one.month]))

    return await work.command(db, asked, do)


async def sign(db: Db, asked: Sequence[rules.Sign]) -> list[Answer[MonthClosed] | Refusal]:
    """With the second signature what is open in foreign currencies is valued, while the month is still open (FIN-8)."""
    at = clock.now().isoformat()
    known = await store.load(db, [one.month for one in asked])
    steps = [rules.sign(known[one.month], one, at) for one in asked if one.month in known]
    await valuation.close(db, [step.document for step in steps if isinstance(step, Step) and step.events])
    return await work.command(db, asked, lambda month, one: rules.sign(month, one, at))


async def _charges(db: Db) -> work.Charges:
    policy, values = await holding(db, Policy), await rates.values(db, clock.today())
    return lambda currency: may_write_off(currency, policy.bank_charges_up_to, values)


HANDLES: Mapping[type[Event], Handler] = {ReceivablesStated: hear}
