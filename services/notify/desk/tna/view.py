"""What a grid of plans shows: an order's row, and a sign beside each colour (NOT-3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.notify.desk.words import N_
from services.notify.plan.rules.plan import Condition, Plan, Step

SIGNS: Mapping[Condition, str] = {
    "in time": "✓",
    "late": "◆",
    "overdue": "▲",
    "moved": "▸",
    "ahead": "○",
    "not needed": "–",
    "void": "×",
    "unplanned": "·",
}
SAID: Mapping[Condition, str] = {
    "in time": N_("came in time"),
    "late": N_("came late"),
    "overdue": N_("its day is over"),
    "moved": N_("expected later than planned"),
    "ahead": N_("expected as planned"),
    "not needed": N_("not needed"),
    "void": N_("not awaited any more"),
    "unplanned": N_("not planned yet"),
}
LEGEND: tuple[tuple[Condition, str, str], ...] = tuple((each, SIGNS[each], SAID[each]) for each in SIGNS)


@dataclass(frozen=True)
class Line:
    """One order of the grid."""

    order_id: UUID
    number: str | None
    customer: str | None
    promised: date | None
    steps: tuple[Step, ...]

    @property
    def name(self) -> str:
        return self.number or str(self.order_id)


def lines_of(rows: Sequence[Mapping[str, Any]], plans: Mapping[UUID, Plan]) -> list[Line]:
    return [_line(row, plans[row["order_id"]]) for row in rows if row["order_id"] in plans]


def _line(row: Mapping[str, Any], plan: Plan) -> Line:
    return Line(row["order_id"], row["number"], row["customer"], row["promised"], plan.steps)
