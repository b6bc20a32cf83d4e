"""Amounts of money, what of them can be booked, and who signed them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, cast

from pydantic import AfterValidator

from contracts.bounds import Check, HoldsIf, check_of
from contracts.scalars import Currency, Number, Quantity, is_short_count
from contracts.texts import Expected
from contracts.value import Value

MINOR_DIGITS = {
    "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0, "UGX": 0,
    "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
    "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
    "CLF": 4, "UYW": 4,
}  # fmt: skip
"""Every currency that has other than two digits after the point: ISO 4217, list one, as of 2026-01-01."""
PRICE_BELOW, PRICE_PLACES = 10**12, 8
QUANTITY_BELOW, QUANTITY_PLACES = 10**9, 6


class Money(Value):
    """An amount in a currency; never a bare number."""

    amount: Number
    currency: Currency


def can_be_booked(money: Money) -> Money:
    """ValueError for an amount that no ledger rounds once it is multiplied by a quantity."""
    if not within(money.amount, PRICE_BELOW, PRICE_PLACES):
        raise Expected("an amount below 10^12, of at most 8 decimals")
    return money


def can_be_counted(quantity: Decimal) -> Decimal:
    """ValueError for a quantity that nobody can sum, or weigh out."""
    if not within(quantity, QUANTITY_BELOW, QUANTITY_PLACES):
        raise Expected("a quantity below 10^9, of at most 6 decimals")
    return quantity


def within(number: Decimal, below: int, places: int) -> bool:
    """Whether it is so small and has so few decimals that arithmetic of 28 digits keeps what is made of it."""
    exponent = number.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -places and abs(number) < below


_IS_MONEY = cast(Check, check_of(Money))


def _is_bookable(money: Money) -> bool:
    return _IS_MONEY(money) and within(money.amount, PRICE_BELOW, PRICE_PLACES)


def _is_countable(quantity: Decimal) -> bool:
    return is_short_count(quantity) and within(quantity, QUANTITY_BELOW, QUANTITY_PLACES)


AskedPrice = Annotated[Money, AfterValidator(can_be_booked), HoldsIf(_is_bookable)]


AskedQuantity = Annotated[Quantity, AfterValidator(can_be_counted), HoldsIf(_is_countable)]
"""Checked where they come in: a bound on every quantity and amount would cost every reader of every event."""


def rounded(amount: Decimal, currency: str) -> Decimal:
    """Half up to the currency's minor unit (ISO 4217)."""
    return amount.quantize(Decimal(1).scaleb(-MINOR_DIGITS.get(currency, 2)), ROUND_HALF_UP)


class Signature(Value):
    """Who signed what, when (RFC 3339, UTC); no person signs twice in one chain (FIN-7)."""

    step: str
    person: str
    at: str
