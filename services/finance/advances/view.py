"""Advances as people see them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from contracts.value import fields_of
from services.finance.account.rules.account import Account
from services.finance.account.rules.values import Status

State = Literal["open", "received"]


class AdvanceShown(BaseModel):
    """An order's advance; ``outstanding`` is asked and has not come, ``unused`` has come and no invoice took it yet."""

    order_id: UUID
    number: str
    customer: str
    currency: str
    stage: Status
    state: State
    outstanding: Decimal
    unused: Decimal
    version: int
    asked: Decimal
    received: Decimal
    used: Decimal
    refunded: Decimal
    due: date | None
    overdue: bool


def shown(account: Account) -> AdvanceShown:
    advance = account.advance
    return AdvanceShown(
        **{name: getattr(account, name) for name in ("order_id", "number", "customer", "currency", "stage")},
        state="open" if advance.outstanding else "received",
        outstanding=advance.outstanding,
        unused=advance.unused,
        **fields_of(advance),
    )
