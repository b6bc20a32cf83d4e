"""Milestones that are gates: none after them begins before their inspection passed or was conceded (WHS-4). Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import ROUND_CEILING, Decimal

from contracts.gates import GateKind, InspectionRequested, ProductionGate
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.production.rules.planning import Step
from services.purchasing.production.rules.production import Production

GATES: Mapping[str, GateKind] = {"first_article": "first_article", "quality_passed": "final"}
"""Which milestones can be gates: those that the company calls so."""
SERIES: Mapping[GateKind, str] = {"first_article": "FAI-", "final": "FQC-"}


def with_gates(steps: Sequence[Step], kinds: Collection[GateKind]) -> tuple[Step, ...]:
    """The milestones of a run of an item that is inspected at these gates; what was released keeps those it has."""
    return tuple(
        step.but(gate=ProductionGate(kind=GATES[step.name])) if GATES.get(step.name) in kinds else step
        for step in steps
    )


def shut(steps: Sequence[Step]) -> Step | None:
    """The first of these milestones whose gate is not open."""
    return next((step for step in steps if step.gate and not step.gate.is_open), None)


def pieces_of(purchase: Purchase) -> int:
    """How many are still to come of the run, a begun one whole."""
    return int(purchase.outstanding.to_integral_value(ROUND_CEILING))


def present(step: Step, number: str, pieces: int) -> Step:
    """The complete milestone asks for the inspection of so many pieces; it was asked for before if it failed."""
    gate = step.gate
    assert gate
    suffix = f"-{gate.times}" if gate.times else ""
    called = SERIES[gate.kind] + number.removeprefix("MO-") + suffix
    asked = gate.but(state="asked", inspection=called, times=gate.times + 1, presented=Decimal(pieces))
    return step.but(gate=asked)


def requests_of(steps: Sequence[Step]) -> int:
    """How many inspections a production order asked for."""
    return sum(step.gate.times for step in steps if step.gate)


def asked_for(purchase: Purchase, before: Production | None, plan: Production) -> Iterator[InspectionRequested]:
    """The inspections that a plan asks for and the one before did not."""
    known = {step.gate.inspection for step in before.steps if step.gate} if before else set()
    for step in plan.steps:
        gate = step.gate
        if gate and gate.state == "asked" and gate.inspection not in known:
            yield InspectionRequested(
                orders=purchase.last_served,
                purchase_id=purchase.id,
                item=purchase.item,
                gate=gate.kind,
                request=requests_of(plan.steps),
                inspection=gate.inspection,
                quantity=gate.presented,
                production=purchase.number,
                again=gate.times > 1,
            )
