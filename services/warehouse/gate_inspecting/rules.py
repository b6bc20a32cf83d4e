"""The verdict on what a production order presents at a gate, and the signature that lets it go on (WHS-4). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.refusal import NotFound, Refusal
from services.warehouse.book.rules.inspection import CLASSES
from services.warehouse.gate_inspection.rules import GateInspection, Known, judged
from services.warehouse.inspecting.rules import verdict_refusal


class ProductionEnded(Refusal):
    """Production order {production} is over; nothing is decided on inspection {number} any more."""


class InspectedAgain(Refusal):
    """{number} was presented anew: decide on inspection {newer}."""


class NothingToConcede(Refusal):
    """Inspection {number} is {state}; a concession is signed for one that failed."""


@dataclass(frozen=True)
class Examine:
    """How many pieces were examined, and how many of them have defects of each class, by whom."""

    inspection_id: UUID
    examined: int
    critical: int
    major: int
    minor: int
    note: str
    inspector: str


@dataclass(frozen=True)
class Concede:
    """Somebody lets a production order go on though its inspection failed, and why."""

    inspection_id: UUID
    reason: str
    signed_by: str


def examine(known: Known | None, asked: Examine, at: datetime) -> GateInspection | Refusal:
    """The verdict by the sample: passed or failed."""
    inspection = _current(known, asked.inspection_id)
    if isinstance(inspection, Refusal):
        return inspection
    if refusal := verdict_refusal(inspection, asked):
        return refusal
    found = {name: getattr(asked, name) for name in CLASSES}
    seen = inspection.but(examined=asked.examined, note=asked.note, inspector=asked.inspector, decided_at=at)
    return judged(seen, found)


def concede(known: Known | None, asked: Concede) -> GateInspection | Refusal:
    """It failed, and goes on by a signature."""
    inspection = _current(known, asked.inspection_id)
    if isinstance(inspection, Refusal):
        return inspection
    if inspection.state != "failed":
        return NothingToConcede(number=inspection.number, state=inspection.state)
    return inspection.but(state="conceded", signed_by=asked.signed_by, signed_for=asked.reason)


def _current(known: Known | None, inspection_id: UUID) -> GateInspection | Refusal:
    """The inspection on which the production order waits."""
    if known is None:
        return NotFound(what="gate inspection", id=inspection_id)
    inspection = known.inspection
    if known.newer:
        return InspectedAgain(number=inspection.number, newer=known.newer)
    if known.ended:
        return ProductionEnded(production=inspection.production, number=inspection.number)
    return inspection
