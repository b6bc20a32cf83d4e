"""Wishes to cancel as people see them: counted, in nobody's words, and those of one order in the customer's."""

from __future__ import annotations

from contracts.value import Value
from services.sales.order.rules.facts import CancelCause


class Counted(Value):
    """How many wishes of one cause there were; what was neither kept nor cancelled is open."""

    cause: CancelCause
    wished: int
    kept: int
    cancelled: int


class CancelsOfCustomer(Value):
    """In a period, the most frequent cause first."""

    customer: str
    causes: tuple[Counted, ...]
