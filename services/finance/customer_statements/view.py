"""A customer's statement of a month, a currency each (FIN-10)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from services.finance.account.rules.values import ZERO


class CustomerStatementLine(BaseModel):
    """An invoice, payment, credit note or refund; below zero is in the customer's favour."""

    booked_on: date
    kind: str
    document: str
    order: str
    amount: Decimal


class OpenItem(BaseModel):
    """An invoice of which something was unpaid at the end of the month."""

    number: str
    due: date
    outstanding: Decimal


class InCurrency(BaseModel):
    """``closing`` is ``opening`` and all lines: what the customer owes, less what he paid before it was invoiced."""

    currency: str
    opening: Decimal
    lines: list[CustomerStatementLine]
    closing: Decimal
    open_items: list[OpenItem]


class CustomerStatement(BaseModel):
    customer: str
    month: str
    currencies: list[InCurrency]


def statement_of(
    customer: str,
    month: str,
    openings: dict[str, Decimal],
    lines: dict[str, list[CustomerStatementLine]],
    items: dict[str, list[OpenItem]],
) -> CustomerStatement:
    """Currencies in which anything was open or booked."""
    named = sorted({*(currency for currency, amount in openings.items() if amount), *lines, *items})
    told = [_in(name, openings.get(name, ZERO), lines.get(name, []), items.get(name, [])) for name in named]
    return CustomerStatement(customer=customer, month=month, currencies=told)


def _in(currency: str, opening: Decimal, lines: list[CustomerStatementLine], items: list[OpenItem]) -> InCurrency:
    closing = opening + sum((line.amount for line in lines), ZERO)
    return InCurrency(currency=currency, opening=opening, lines=lines, closing=closing, open_items=items)
