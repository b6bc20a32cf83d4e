"""What is told of a milestone, and when a production order that slips is told to be late before it is (PUR-9). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from chassis.refusal import NotFound, Refusal
from services.purchasing.ledger.rules.book import Ledger, update
from services.purchasing.ledger.rules.buying import Ordering
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.production.rules.forecast import WorksOn, forecast
from services.purchasing.production.rules.gates import pieces_of, present, shut
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


class ProductionIsOver(Refusal):
    """Production order {number} is over: nothing more is told of it."""


class GateNotReached(Refusal):
    """{before} is a gate: tell all of it complete, then it is inspected, and {milestone} begins once it passed."""

    of_input = True


class GateNotDecided(Refusal):
    """{before} waits for inspection {inspection}, which is not decided; {milestone} cannot change before it is."""

    of_input = True


class GateFailed(Refusal):
    """{before} failed inspection {inspection}: rework it and tell it complete again, or have a concession signed."""

    of_input = True


class GateIsOpen(Refusal):
    """{milestone} passed inspection {inspection}, and stays complete."""

    of_input = True


class MoreThanTheRun(Refusal):
    """{pieces} pieces cannot be presented: {outstanding} of the run are still to come."""

    status = 422
    of_input = True


@dataclass(frozen=True)
class Tell:
    """So much of a milestone is complete by now, 1 all of it; ``reason``: why it slips, if it does.

    ``pieces``: how many pieces are presented as the first article.
    """

    purchase_id: UUID
    milestone: str
    share: Decimal
    reason: str = ""
    pieces: int = 1


@dataclass(frozen=True)
class Look:
    """Nobody told anything: what is to be expected by the day that it is now."""

    purchase_id: UUID


def tell(
    ledger: Ledger, plan: Production | None, asked: Tell, terms: Ordering, works_on: WorksOn, late_days: int
) -> tuple[Ledger, Production] | Refusal:
    """The milestone's share is kept, all milestones forecast anew; the promised day follows when it slips.

    A gate that is complete asks for its inspection.
    """
    purchase = ledger.purchase(asked.purchase_id)
    if purchase is None or not purchase.made:
        return NotFound(what="production order", id=asked.purchase_id)
    if purchase.state == "closed":
        return ProductionIsOver(number=purchase.number)
    if plan is None:
        return NotReleased()
    told = _told(plan, asked, terms.today, purchase)
    if isinstance(told, Refusal):
        return told
    return judged(ledger, purchase, told, terms.today, works_on, late_days, asked.reason)


def look(
    ledger: Ledger, plan: Production | None, asked: Look, terms: Ordering, works_on: WorksOn, late_days: int
) -> tuple[Ledger, Production] | Refusal:
    """Forecast by the day that it is; nothing is said unless its promised day moves."""
    purchase = ledger.purchase(asked.purchase_id)
    if purchase is None or plan is None:
        return NotReleased()
    after = judged(ledger, purchase, plan, terms.today, works_on, late_days, "")
    if isinstance(after, Refusal) or after[0] != ledger:
        return after
    return ledger, after[1].but(version=plan.version)


def _told(plan: Production, asked: Tell, today: date, purchase: Purchase) -> Production | Refusal:
    names = [step.name for step in plan.steps]
    if asked.milestone not in names:
        return NoSuchMilestone(milestone=asked.milestone, milestones=", ".join(names))
    at = names.index(asked.milestone)
    if barred := _barred(plan.steps, at, asked.share) or _out_of_order(plan.steps, at, asked.share):
        return barred
    step = plan.steps[at].but(done=asked.share, told_on=today)
    if step.gate and not step.gate.is_open and asked.share == 1:
        presented = _presented(step, asked, purchase)
        if isinstance(presented, Refusal):
            return presented
        step = presented
    return plan.but(steps=(*plan.steps[:at], step, *plan.steps[at + 1 :]))


def _out_of_order(steps: Sequence[Step], at: int, share: Decimal) -> Refusal | None:
    name = steps[at].name
    before, after = steps[at - 1 : at] if at else (), steps[at + 1 : at + 2]
    for one in before:
        if share > one.done:
            return AheadOfTheOneBefore(milestone=name, before=one.name, done=_percent(one.done))
    for one in after:
        if share < one.done:
            return BehindTheOneAfter(milestone=name, after=one.name, done=_percent(one.done))
    return None


def _barred(steps: Sequence[Step], at: int, share: Decimal) -> Refusal | None:
    """Why the gates bar it: one before it is shut, or its own waits for the inspection or was passed (WHS-4)."""
    name, own = steps[at].name, steps[at].gate
    if own and own.state == "asked":
        return GateNotDecided(before=name, inspection=own.inspection, milestone=name)
    if own and own.is_open and share < 1:
        return GateIsOpen(milestone=name, inspection=own.inspection)
    before = shut(steps[:at])
    if before is None or before.gate is None or not share:
        return None
    told = {"before": before.name, "inspection": before.gate.inspection, "milestone": name}
    refusals = {"closed": GateNotReached, "asked": GateNotDecided, "failed": GateFailed}
    return refusals[before.gate.state](**told)


def _presented(step: Step, asked: Tell, purchase: Purchase) -> Step | Refusal:
    """Of a first article so many pieces, else all that is still to come of the run."""
    run = pieces_of(purchase)
    if step.gate and step.gate.kind == "first_article":
        if asked.pieces > run:
            return MoreThanTheRun(pieces=asked.pieces, outstanding=purchase.outstanding)
        return present(step, purchase.number, asked.pieces)
    return present(step, purchase.number, run)


def judged(
    ledger: Ledger, purchase: Purchase, plan: Production, today: date, works_on: WorksOn, late_days: int, reason: str
) -> tuple[Ledger, Production] | Refusal:
    """The plan forecast anew, as a new version; the promised day follows it."""
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
