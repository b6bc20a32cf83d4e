"""A supplier's statement as people see it."""

from __future__ import annotations

from decimal import Decimal

from contracts.value import fields_of
from services.finance.supplier_statement.rules import Statement


class StatementState(Statement):
    """With what it ends at."""

    ended_at: Decimal


def state_of(statement: Statement) -> StatementState:
    return StatementState(**fields_of(statement), ended_at=statement.closing)
