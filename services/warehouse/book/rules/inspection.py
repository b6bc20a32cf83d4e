"""A lot that came and is inspected before it becomes free (WHS-4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_CEILING, Decimal
from typing import Literal
from uuid import UUID

from services.warehouse.book.rules.goods import ZERO
from services.warehouse.book.rules.sampling import Level, Sample, Severity, sample_of
from services.warehouse.book.rules.severity import Consent, Standing

Defects = Literal["critical", "major", "minor"]
CLASSES: tuple[Defects, ...] = ("critical", "major", "minor")
State = Literal["open", "accepted", "rejected", "conceded"]


@dataclass(frozen=True, slots=True)
class Plan:
    """How an item is inspected: the level, and the AQL of each class of defects in percent.

    ``critical`` 0: none may be found in what is drawn for the others. Not ``incoming``: only while it is made.
    ``reduced``: who keeps the plan wants good suppliers inspected less, while lots come within ``steady_days``.
    """

    item: str
    level: Level
    critical: Decimal
    major: Decimal
    minor: Decimal
    incoming: bool = True
    reduced: bool = False
    steady_days: int = 60

    def consent(self, name: Defects) -> Consent:
        """Of a class of which none may be found nothing is reduced: it is drawn with the others."""
        return Consent(self.reduced and bool(getattr(self, name)), self.steady_days)

    def samples(self, lot: int, standings: Mapping[Defects, Standing], day: date | None = None) -> tuple[Check, ...]:
        """What is drawn of a lot that comes on a day for each class, by the severity that its standing has then."""
        standings = {name: standing.on(day, self.consent(name)) for name, standing in standings.items()}
        drawn = {name: self._check(name, lot, standings.get(name, Standing())) for name in CLASSES[1:]}
        none = max(check.size for check in drawn.values())
        critical = self._check("critical", lot, standings.get("critical", Standing())) if self.critical else None
        return (critical or Check("critical", "normal", none, 0), *drawn.values())

    def _check(self, name: Defects, lot: int, standing: Standing) -> Check:
        sample = sample_of(lot, self.level, getattr(self, name), standing.severity)
        return Check(name, standing.severity, sample.size, sample.accept)


@dataclass(frozen=True, slots=True)
class Check:
    """One class of defects of a lot: so many pieces are drawn; with more than ``accept`` bad ones it is rejected."""

    defects: Defects
    severity: Severity
    size: int
    accept: int
    found: int = 0

    @property
    def sample(self) -> Sample:
        return Sample(self.size, self.accept)

    @property
    def passes(self) -> bool:
        return self.sample.passes(self.found)


Way = Literal["rma", "scrap", "rework"]
"""Back to the supplier, thrown away, or made good and inspected again (WHS-5)."""


@dataclass(frozen=True, slots=True)
class Disposal:
    """So much of a rejected lot left its inspection, by whom and why.

    ``number``: the RMA under which it goes back, the inspection that it goes to, or that which it left as scrap.
    """

    disposal_id: UUID
    number: str
    inspection_id: UUID
    kind: Way
    item: str
    supplier: str
    quantity: Decimal
    reason: str
    by_whom: str
    at: datetime


def every_piece(lot: int) -> tuple[Check, ...]:
    """Of a critical item every piece is inspected, and each of them conforms (WHS-4)."""
    return tuple(Check(name, "normal", lot, 0) for name in CLASSES)


def number_of(receipt: str, times: int = 0) -> str:
    """GR-2026-000012 is inspected under INS-2026-000012, and what was reworked of it under INS-2026-000012-1."""
    return receipt.replace("GR-", "INS-", 1) + (f"-{times}" if times else "")


def pieces(lot: Decimal) -> int:
    """How many pieces a lot has; what is weighed counts by its unit, a begun one whole."""
    return int(lot.to_integral_value(ROUND_CEILING))


@dataclass(frozen=True, slots=True)
class Inspection:
    """A lot with its sample, what was found, and who said so.

    ``left_over`` lies in quarantine. ``again``: it was rejected and reworked; such a lot changes no standing.
    """

    inspection_id: UUID
    number: str
    purchase_id: UUID
    item: str
    supplier: str
    receipt: str
    received_on: date | None
    lot: Decimal
    checks: tuple[Check, ...]
    opened_at: datetime
    again: bool = False
    state: State = "open"
    left_over: Decimal = ZERO
    examined: int = 0
    note: str = ""
    inspector: str = ""
    decided_at: datetime | None = None
    signed_by: str = ""
    signed_for: str = ""

    @property
    def sample(self) -> int:
        """How many pieces are to be examined: as many as the class with the largest sample asks."""
        return max(check.size for check in self.checks)

    @property
    def passes(self) -> bool:
        return all(check.passes for check in self.checks)
