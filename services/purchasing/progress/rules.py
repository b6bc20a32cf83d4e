"""What is told of a milestone, and when a production order that slips is told to be late before it is (PUR-9). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from chassis.refusal import NotFound, Refusal
from services.purchasing.ledger.rules.book import Ledger, update
from services.purchasing.ledger.rules.buying import Ordering
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.production.rules.forecast import WorksOn, forecast
from services.purchasing.production.rules.planning import Step
from services.purchasing.production.rules.production import Production
from services.purchasing.purchases.rules.doing import delay


class NotReleased(Refusal):
    """The production order is not released yet; release it first."""


class NoSuchMilestone(Refusal):
    """{milestone} is no milestone of it; these are: {milestones}."""

    status = 422
    of_input = True


class AheadOfTheOneBefore(Refusal):
    """No more of {milestone} can be complete than of {before}: {done} of it is."""

    status = 422
    of_input = True


class BehindTheOneAfter(Refusal):
    """No less of {milestone} can be complete than of {after}: {done} of it is."""

    status = 422
    of_input = True


@dataclass(frozen=True)
class Tell:
    """So much of a milestone is complete by now, 1 all of it; ``reason``: why it slips, if it does."""

    purchase_id: UUID
    milestone: str
    share: Decimal
    reason: str = ""


@dataclass(frozen=True)
class Look:
    """Nobody told anything: what is to be expected by the day that it is now."""

    purchase_id: UUID


def tell(
    ledger: Ledger, plan: Production | None, asked: Tell, terms: Ordering, works_on: WorksOn, late_days: int
) -> tuple[Ledger, Production] | Refusal:
    """The milestone's share is kept, all milestones forecast anew; the promised day follows when it slips."""
    purchase = ledger.purchase(asked.purchase_id)
    if purchase is None or not purchase.made:
        return NotFound(what="production order", id=asked.purchase_id)
    if plan is None:
        return NotReleased()
    told = _told(plan, asked, terms.today)
    if isinstance(told, Refusal):
        return told
    return _judged(ledger, purchase, told, terms.today, works_on, late_days, asked.reason)


def look(
    ledger: Ledger, plan: Production | None, asked: Look, terms: Ordering, works_on: WorksOn, late_days: int
) -> tuple[Ledger, Production] | Refusal:
    """Forecast by the day that it is; nothing is said unless its promised day moves."""
    purchase = ledger.purchase(asked.purchase_id)
    if purchase is None or plan is None:
        return NotReleased()
    after = _judged(ledger, purchase, plan, terms.today, works_on, late_days, "")
    if isinstance(after, Refusal) or after[0] != ledger:
        return after
    return ledger, after[1].but(version=plan.version)


def _told(plan: Production, asked: Tell, today: date) -> Production | Refusal:
    names = [step.name for step in plan.steps]
    if asked.milestone not in names:
        return NoSuchMilestone(milestone=asked.milestone, milestones=", ".join(names))
    at = names.index(asked.milestone)
    before, after = plan.steps[at - 1 : at] if at else (), plan.steps[at + 1 : at + 2]
    for one in before:
        if asked.share > one.done:
            return AheadOfTheOneBefore(milestone=asked.milestone, before=one.name, done=_percent(one.done))
    for one in after:
        if asked.share < one.done:
            return BehindTheOneAfter(milestone=asked.milestone, after=one.name, done=_percent(one.done))
    step = plan.steps[at].but(done=asked.share, told_on=today)
    return plan.but(steps=(*plan.steps[:at], step, *plan.steps[at + 1 :]))


def _judged(
    ledger: Ledger, purchase: Purchase, plan: Production, today: date, works_on: WorksOn, late_days: int, reason: str
) -> tuple[Ledger, Production] | Refusal:
    expected = forecast(plan, today, works_on)
    after = expected.but(version=plan.version + 1)
    day = new_day(purchase, max(expected.steps[-1].forecast_on, today), late_days)
    if day is None:
        return ledger, after
    moved = delay(purchase, day, reason or _slips(expected), today)
    if isinstance(moved, Refusal):
        return moved
    return ledger.with_book(update(ledger.books[purchase.item], moved)), after


def new_day(purchase: Purchase, expected: date, late_days: int) -> date | None:
    """The day to promise instead: later when more than so many days would be lost, back when they are made up for."""
    if purchase.promised_on is None:
        return None
    if expected > purchase.promised_on + timedelta(days=late_days):
        return expected
    back = max(expected, purchase.first_promised_on or expected)
    return back if back < purchase.promised_on else None


def _slips(plan: Production) -> str:
    """The first milestone that is not complete, in words that need no language."""
    step: Step = next((one for one in plan.steps if one.done < 1), plan.steps[-1])
    return f"{plan.line}: {step.name} {_percent(step.done)}"


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f} %"
