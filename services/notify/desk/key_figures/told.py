"""What the pages say of key figures: which, in what unit, and whether more of it is better (NOT-11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from contracts.value import Value
from services.notify.desk.customers.told import ScoresTold
from services.notify.desk.words import N_
from services.notify.key_figures.rules import change
from services.notify.key_figures.view import Compared, KeyFigures

Unit = Literal["orders", "share", "number"]


class SatisfactionOfAll(Value):
    whole: ScoresTold


FASTER, HAPPIER = Decimal("-0.20"), Decimal("0.30")
"""ALL-6: what the best case reached, in processing time and in satisfaction."""


@dataclass(frozen=True)
class Line:
    """A key figure now and before. ``better``: whether what changed is an improvement; None where that is not said."""

    name: str
    unit: Unit
    now: Decimal | int | None
    before: Decimal | int | None
    more_is_better: bool | None = None

    @property
    def change(self) -> Decimal | None:
        return change(self.now, self.before)

    @property
    def better(self) -> bool | None:
        return None if self.more_is_better is None or not self.change else (self.change > 0) is self.more_is_better


@dataclass(frozen=True)
class Proof(Line):
    """What became of a figure since there is this suite, beside what the best case reached (ALL-6)."""

    aim: Decimal = FASTER

    @property
    def reached(self) -> bool | None:
        """None where it is not known."""
        if self.change is None:
            return None
        return self.change <= self.aim if self.aim < 0 else self.change >= self.aim


FIGURES: tuple[tuple[str, str, Unit, bool | None], ...] = (
    ("hours_to_confirm", N_("Hours from receipt to confirmation (median)"), "number", False),
    ("days_to_deliver", N_("Days from receipt to the last delivery (median)"), "number", False),
    ("on_time_rate", N_("Delivered by the promised date"), "share", True),
    ("completion_rate", N_("Completed, of all that ended"), "share", True),
    ("complaint_rate", N_("Complaints for each delivered order"), "share", False),
    ("received", N_("Orders received"), "orders", None),
    ("confirmed", N_("Orders confirmed"), "orders", None),
    ("delivered", N_("Orders delivered"), "orders", None),
    ("completed", N_("Orders completed"), "orders", None),
    ("given_up", N_("Orders cancelled or rejected"), "orders", None),
    ("exceptions", N_("Exceptions"), "orders", False),
)
SATISFACTION = N_("Satisfaction, 1 to 5")


def lines_of(whole: Compared, satisfied: SatisfactionOfAll | None, before: SatisfactionOfAll | None) -> Iterator[Line]:
    """The company's figures; satisfaction is sales' own word, and missing where that was not told."""
    for field, name, unit, better in FIGURES:
        yield Line(name, unit, getattr(whole.now, field), getattr(whole.before, field), better)
    if satisfied and before:
        yield Line(SATISFACTION, "number", satisfied.whole.mean, before.whole.mean, more_is_better=True)


def proofs_of(told: KeyFigures, satisfied: SatisfactionOfAll | None) -> Iterator[Proof]:
    """Of what somebody said how it was before."""
    was, hours = told.baseline, told.whole.now.hours_to_confirm
    if was.hours_to_confirm:
        yield Proof(FIGURES[0][1], "number", hours, was.hours_to_confirm, more_is_better=False, aim=FASTER)
    if was.satisfaction:
        mean = satisfied and satisfied.whole.mean
        yield Proof(SATISFACTION, "number", mean or None, was.satisfaction, more_is_better=True, aim=HAPPIER)
