"""What a production order presents at a gate, its sample, what was found, and who said so (WHS-4). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from contracts.gates import GateKind, InspectionDecided, InspectionRequested
from contracts.value import Value, fields_of
from services.warehouse.book.rules.inspection import CLASSES, Check, Defects, Plan, every_piece, pieces
from services.warehouse.book.rules.severity import Standing

State = Literal["open", "passed", "failed", "conceded"]
Standings = Mapping[Defects, Standing]


@dataclass(frozen=True)
class Ground:
    """By what an item is inspected: its plan, whether it is critical, and the running history of its final gate."""

    plan: Plan | None = None
    critical: bool = False
    standings: Standings = field(default_factory=dict)

    @property
    def stopped(self) -> bool:
        """Too many runs failed under tightened inspection: until a run is good whole, each is inspected whole."""
        return any(standing.discontinued for standing in self.standings.values())

    def samples(self, gate: GateKind, lot: int, day: date | None = None) -> tuple[Check, ...]:
        """Each piece of a first article and of a critical item; of a run what ISO 2859-1 draws."""
        if gate == "first_article" or self.critical or self.plan is None or self.stopped:
            return every_piece(lot)
        return self.plan.samples(lot, self.standings, day)


class GateInspection(Value):
    """``lot``: how many pieces were presented. ``counts``: its verdict is one more of the item's running history.

    ``again``: it failed before and was reworked; such a lot changes no history.
    """

    inspection_id: UUID
    number: str
    purchase_id: UUID
    production: str
    orders: tuple[UUID, ...]
    item: str
    gate: GateKind
    request: int
    lot: Decimal
    checks: tuple[Check, ...]
    counts: bool
    again: bool
    opened_at: datetime
    state: State = "open"
    examined: int = 0
    note: str = ""
    inspector: str = ""
    decided_at: datetime | None = None
    signed_by: str = ""
    signed_for: str = ""

    @property
    def sample(self) -> int:
        """How many pieces are to be examined."""
        return max(check.size for check in self.checks)


@dataclass(frozen=True)
class Known:
    """An inspection; whether its production order is over, and by which number it was inspected anew."""

    inspection: GateInspection
    ended: bool = False
    newer: str = ""


def opened(asked: InspectionRequested, ground: Ground, inspection_id: UUID, at: datetime) -> GateInspection:
    """The inspection that purchasing asks for, with its sample."""
    planned = ground.plan is not None and not ground.critical
    return GateInspection(
        inspection_id=inspection_id,
        number=asked.inspection,
        purchase_id=asked.purchase_id,
        production=asked.production,
        orders=asked.orders,
        item=asked.item,
        gate=asked.gate,
        request=asked.request,
        lot=asked.quantity,
        checks=ground.samples(asked.gate, max(1, pieces(asked.quantity)), at.date()),
        counts=planned and asked.gate == "final" and not asked.again,
        again=asked.again,
        opened_at=at,
    )


def judged(known: GateInspection, found: Mapping[Defects, int]) -> GateInspection:
    """With the verdict of the plan on what was found of each class."""
    checks = tuple(replace(check, found=found[check.defects]) for check in known.checks)
    passes = all(check.passes for check in checks)
    return known.but(checks=checks, state="passed" if passes else "failed")


def standings_after(known: GateInspection, ground: Ground) -> Standings:
    """The running history after a verdict: a run that is good whole resumes what was stopped, tightened (9.3, 9.4)."""
    if not known.counts or ground.plan is None:
        return {}
    standings = {name: ground.standings.get(name, Standing()) for name in CLASSES}
    if any(standing.discontinued for standing in standings.values()):
        resumed = {name: standing.resumed() for name, standing in standings.items()}
        return resumed if known.state == "passed" else {}
    return {check.defects: _after(standings[check.defects], check, known, ground.plan) for check in known.checks}


def _after(standing: Standing, check: Check, known: GateInspection, plan: Plan) -> Standing:
    return standing.after(check.sample, check.found, known.opened_at.date(), plan.consent(check.defects))


def decided(known: GateInspection) -> InspectionDecided:
    """The verdict or the concession, for purchasing."""
    told = fields_of(known) | {
        "inspection": known.number,
        "quantity": known.lot,
        "verdict": known.state,
        "reason": known.signed_for or known.note,
    }
    return InspectionDecided.having(told)
