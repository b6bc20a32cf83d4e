"""A month's books, from the first part of sales' statement to the second signature (FIN-6)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal, get_args

from chassis.handling import Step
from contracts.finance import MonthClosed
from contracts.money import Signature
from contracts.value import Value

State = Literal["stating", "compared", "signed", "closed"]
Side = Literal["sales", "finance"]
SIDES: tuple[Side, ...] = get_args(Side)


class Signed(Signature):
    """``step`` is the side; ``note`` is why it signs what is not explained."""

    note: str = ""


class Month(Value):
    """``differences`` and ``unexplained`` as of its last comparison, and of what was explained since."""

    month: str
    """2026-11."""
    state: State = "stating"
    parts: int = 0
    """Of sales' statement, as far as it was heard."""
    differences: int = 0
    unexplained: int = 0
    compared_at: str = ""
    signatures: tuple[Signed, ...] = ()

    @property
    def first_day(self) -> date:
        return date.fromisoformat(f"{self.month}-01")

    @property
    def open_from(self) -> date:
        """The first day after it."""
        return (self.first_day + timedelta(days=31)).replace(day=1)

    @property
    def last_day(self) -> date:
        return self.open_from - timedelta(days=1)

    def signed_by(self, side: str) -> Signed | None:
        return next((one for one in self.signatures if one.step == side), None)


def heard(month: Month, part: int) -> Month:
    """A part of sales' statement is here."""
    return month.but(parts=max(part, month.parts))


def compared(month: Month, differences: int, unexplained: int, at: str) -> Month:
    return month.but(state="compared", differences=differences, unexplained=unexplained, compared_at=at)


def signed(month: Month, side: Side, person: str, note: str, at: str) -> Step[Month, MonthClosed]:
    """With one more signature; the second side's closes the month."""
    signatures = (*month.signatures, Signed(step=side, person=person, at=at, note=note))
    if {one.step for one in signatures} != set(SIDES):
        return Step(month.but(state="signed", signatures=signatures))
    return Step(month.but(state="closed", signatures=signatures), (_closed(month, signatures),))


def _closed(month: Month, signatures: tuple[Signed, ...]) -> MonthClosed:
    return MonthClosed(
        month=month.month,
        open_from=month.open_from,
        differences=month.differences,
        unexplained=month.unexplained,
        signatures=tuple(Signature(step=one.step, person=one.person, at=one.at) for one in signatures),
    )
