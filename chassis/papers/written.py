"""Figures as papers have them: amounts by the digits of their currency (ISO 4217), the same in every language."""

from __future__ import annotations

from decimal import Decimal

from contracts.money import MINOR_DIGITS, rounded


def amount(value: Decimal, currency: str) -> str:
    """1,234.50 of USD, 1,235 of JPY."""
    return f"{rounded(value, currency):,f}"


def money(value: Decimal, currency: str) -> str:
    """USD 1,234.50."""
    return f"{currency} {amount(value, currency)}"


def price(value: Decimal, currency: str) -> str:
    """With all the decimals that it was agreed with, and no fewer than its currency has."""
    return f"{value:,.{max(MINOR_DIGITS.get(currency, 2), _places(value))}f}"


def quantity(value: Decimal) -> str:
    """Without zeros that say nothing."""
    return f"{value:,.{_places(value)}f}"


def share(value: Decimal) -> str:
    """As per cent."""
    return f"{quantity(value * 100)} %"


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
