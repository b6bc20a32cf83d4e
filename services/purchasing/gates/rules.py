"""What a gate's verdict makes of its production order (WHS-4, PUR-9). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from chassis.refusal import Refusal
from contracts.gates import InspectionDecided
from services.purchasing.ledger.rules.book import Ledger
from services.purchasing.ledger.rules.buying import Ordering
from services.purchasing.production.rules.forecast import WorksOn
from services.purchasing.production.rules.planning import Step
from services.purchasing.production.rules.production import Production
from services.purchasing.progress.rules import judged


class NoLongerAsked(Refusal):
    """Inspection {inspection} is not what the production order waits for; nothing follows from it."""


@dataclass(frozen=True)
class Verdict:
    """What was decided of one of a production order's inspections."""

    purchase_id: UUID
    decided: InspectionDecided


def take_verdict(
    ledger: Ledger, plan: Production | None, asked: Verdict, terms: Ordering, works_on: WorksOn, late_days: int
) -> tuple[Ledger, Production] | Refusal:
    """The gate opens; or it failed, then nothing of its milestone is complete and all is forecast anew."""
    decided, purchase = asked.decided, ledger.purchase(asked.purchase_id)
    steps = _decided(plan.steps, decided, terms.today) if plan else None
    if purchase is None or purchase.state == "closed" or plan is None or steps is None:
        return NoLongerAsked(inspection=decided.inspection)
    after = plan.but(steps=steps)
    done = judged(ledger, purchase, after, terms.today, works_on, late_days, _why(plan, decided))
    return (ledger, after.but(version=plan.version + 1)) if isinstance(done, Refusal) else done


def _decided(steps: tuple[Step, ...], decided: InspectionDecided, today: date) -> tuple[Step, ...] | None:
    """None unless one of the milestones waits for this: its newest inspection, asked for or failed before."""
    at = next((at for at, step in enumerate(steps) if step.gate and step.gate.inspection == decided.inspection), None)
    gate = steps[at].gate if at is not None else None
    if at is None or gate is None or gate.state not in ("asked", "failed"):
        return None
    complete = Decimal(decided.verdict != "failed")
    step = steps[at].but(done=complete, told_on=today, gate=gate.but(state=decided.verdict))
    return (*steps[:at], step, *steps[at + 1 :])


def _why(plan: Production, decided: InspectionDecided) -> str:
    """In words that need no language."""
    return f"{plan.line}: {decided.inspection}" if decided.verdict == "failed" else ""
