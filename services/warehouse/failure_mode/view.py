"""A failure mode as people see it."""

from __future__ import annotations

from contracts.value import fields_of
from services.warehouse.failure_mode.rules import FailureMode


class FailureModeState(FailureMode):
    """With its risk priority number, None while nobody rated it, and how many cases of it were confirmed."""

    risk_priority_number: int | None
    occurrences: int


def state_of(known: FailureMode) -> FailureModeState:
    return FailureModeState(**fields_of(known), risk_priority_number=known.risk, occurrences=len(known.cases))
