"""Statements as people see them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from contracts.value import Value
from services.finance.bank_statements.rules.form import Kind


class Taken(Value):
    """What of a statement was taken in: ``known`` came before, ``pending`` is not booked, ``out`` we have paid or came
    back of that."""

    account: str
    number: str
    receipts: int
    amount: Decimal
    currency: str
    known: int
    reversals: int
    pending: int
    out: int


class FileTaken(Value):
    """What of a file was taken in; nothing of a statement that was before."""

    statements: tuple[Taken, ...]


class StatementState(Value):
    """A statement by account and number."""

    account: str
    number: str
    kind: Kind
    currency: str
    opening: Decimal | None
    closing: Decimal | None
    taken_by: str
    taken_at: datetime


class StatementKept(StatementState):
    """A statement as it was taken in; ``sha256`` is of all that it says, ``file_sha256`` of its file as it came."""

    sha256: str
    file_sha256: str | None
    """Of a statement that an older release took in there is no file."""
