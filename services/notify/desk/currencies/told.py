"""As much as the desk reads of finance's currency exposure, and of payments from and to abroad (FIN-8)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from contracts.money import Money
from contracts.value import Value


class InMonth(Value):
    """What falls due in a month (2026-11); without one, what has no day yet."""

    month: str | None
    coming: Decimal
    going: Decimal


class OneCurrency(Value):
    """``worth`` and ``effect`` are in the company's currency."""

    currency: str
    rate: Decimal | None
    coming: Decimal
    going: Decimal
    net: Decimal
    worth: Decimal | None
    effect: Decimal
    months: tuple[InMonth, ...]


class Exposure(Value):
    items: tuple[OneCurrency, ...]
    effect: Decimal


class InCurrency(Value):
    currency: str
    coming: Decimal
    going: Decimal
    worth: Decimal | None


class OneOrder(Value):
    """``value`` and ``effect`` are in the company's currency, ``effect_percent`` of the value."""

    order_id: UUID
    number: str
    customer: str
    value: Decimal | None
    currencies: tuple[InCurrency, ...]
    effect: Decimal
    effect_percent: Decimal | None


class Orders(Value):
    items: tuple[OneOrder, ...]
    next: UUID | None = None


class Declared(Value):
    paper: str
    code: str


class Settlement(Value):
    """``worth`` is in the company's currency; ``lacks`` says what must be known before its paper can be drawn."""

    entry_id: UUID
    way: Literal["received", "paid", "refunded"]
    number: str
    paid_on: date
    order_id: UUID | None
    party: str
    name: str
    country: str
    amount: Money
    worth: Decimal | None
    papers: tuple[Declared, ...]
    taken_back: str
    lacks: tuple[str, ...]


class Settlements(Value):
    items: tuple[Settlement, ...] = ()
    next: UUID | None = None
