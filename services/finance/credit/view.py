"""Credit as people see it: what it carries, and what of it is reviewed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel

from contracts.texts import Text
from contracts.value import Value
from services.finance.account.rules.account import Account


class Judged(Value):
    """What finance answers about a review by hand."""

    order_id: UUID
    order_version: int
    verdict: str


class Carrying(BaseModel):
    """A customer's limit and what it carries: in its currency, and ``carried`` in every currency."""

    customer: str
    currency: str
    credit_limit: Decimal
    active: bool
    held: bool
    hold_kind: str
    hold_reason: Text
    hold_version: int
    released_on: date | None
    receivable: Decimal
    ordered: Decimal
    carried: dict[str, str]


class Awaited(BaseModel):
    """A complete order whose credit a person reviews."""

    order_id: UUID
    number: str
    customer: str
    currency: str
    order_version: int
    value: Decimal


def judged(account: Account) -> Judged:
    return Judged(order_id=account.order_id, order_version=account.version, verdict=account.review)
