"""Where sales' ledger and finance's differ for an order, why most likely, and whose it is to clear (FIN-6).

Two figures are compared, in the order's currency: what the customer owes for goods that left, and what he paid. What a
bank kept of a payment counts as paid, once finance has written it off.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal
from uuid import UUID

from contracts.value import Value
from services.finance.account.rules.values import ZERO

About = Literal["invoiced", "paid"]
Owner = Literal["sales", "finance"]
Cause = Literal[
    "booked_later",
    "not_invoiced",
    "not_stated",
    "wrong_order",
    "exchange",
    "bank_charges",
    "in_transit",
    "not_told",
    "unknown",
]
OWNERS: dict[Cause, Owner] = {
    "booked_later": "finance",
    "not_invoiced": "finance",
    "not_stated": "sales",
    "wrong_order": "finance",
    "exchange": "finance",
    "bank_charges": "finance",
    "in_transit": "sales",
    "not_told": "sales",
    "unknown": "finance",
}
"""Who knows the answer: who booked it, or who speaks with the customer."""


class Both(Value):
    """An order at the end of a month, as both have it. ``…_now``: with what finance booked since."""

    order_id: UUID
    customer: str
    currency: str
    stated: bool
    """Sales says something of it; else it takes it for settled."""
    expected: Decimal = ZERO
    told: Decimal = ZERO
    in_another_currency: bool = False
    invoiced: Decimal = ZERO
    invoiced_now: Decimal = ZERO
    received: Decimal = ZERO
    received_now: Decimal = ZERO
    given_back: Decimal = ZERO
    same_elsewhere: bool = False
    """Another order of the customer differs by the same amount the other way round."""


class Difference(Value):
    """One figure of an order that sales and finance have differently."""

    order_id: UUID
    customer: str
    currency: str
    about: About
    sales: Decimal
    finance: Decimal
    cause: Cause

    @property
    def owner(self) -> Owner:
        return OWNERS[self.cause]


def differences(both: Both, charges: Decimal) -> Iterator[Difference]:
    """``charges``: what a bank is thought to keep of a payment at most, in the order's currency."""
    if not both.stated:
        yield from _unstated(both)
        return
    if both.expected != both.invoiced:
        yield _difference(both, "invoiced", both.expected, both.invoiced, _of_goods(both))
    if both.told != both.received:
        yield _difference(both, "paid", both.told, both.received, _of_money(both, charges))


def _unstated(both: Both) -> Iterator[Difference]:
    """Sales takes the order for settled, and finance has something open on either side."""
    owed = both.invoiced - both.received + both.given_back
    if owed > 0:
        yield _difference(both, "invoiced", ZERO, owed, "not_stated")
    elif owed < 0:
        yield _difference(both, "paid", ZERO, -owed, "wrong_order" if both.same_elsewhere else "not_told")


def _of_goods(both: Both) -> Cause:
    if both.invoiced_now == both.expected:
        return "booked_later"
    return "not_invoiced" if both.invoiced == ZERO else "unknown"


def _of_money(both: Both, charges: Decimal) -> Cause:
    missing = both.told - both.received
    if both.received_now == both.told:
        return "booked_later"
    if both.same_elsewhere:
        return "wrong_order"
    if both.in_another_currency:
        return "exchange"
    if missing < 0:
        return "not_told"
    return "bank_charges" if missing <= charges and both.received else "in_transit"


def _difference(both: Both, about: About, sales: Decimal, finance: Decimal, cause: Cause) -> Difference:
    return Difference(
        order_id=both.order_id,
        customer=both.customer,
        currency=both.currency,
        about=about,
        sales=sales,
        finance=finance,
        cause=cause,
    )
