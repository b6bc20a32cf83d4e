"""A statement as people see it."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from contracts.value import Value, fields_of
from services.finance.statement.rules import Reply, Side, Statement


class StatementState(Statement):
    """With what it ends at."""

    ended_at: Decimal


class ReplyShown(Value):
    """What a customer or a supplier said of a month in a currency, as it holds."""

    reply_id: UUID
    side: Side
    party: str
    month: str
    """2026-11."""
    currency: str
    reply: Reply


def state_of(statement: Statement) -> StatementState:
    return StatementState(**fields_of(statement), ended_at=statement.closing)
