"""As much as the desk reads of finance's currency exposure (FIN-8)."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

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
