"""What an invoice and a credit note both tell: who charges whom for what, and what it comes to (FIN-1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from chassis.papers.company import Issuer
from chassis.papers.sheet import Column, Table
from chassis.papers.written import amount, price, quantity
from contracts.markings import Personal
from contracts.order import Address, OrderContent
from contracts.texts import Text
from contracts.value import Value, fields_of
from services.finance.account.rules.invoice import Billed, Invoice
from services.finance.account.rules.values import ZERO


class Named(Value):
    """What an item is called, and the unit in which it is counted."""

    name: str
    unit: str


class Known(Value):
    """What sales told of the customer and the items; empty is not heard yet."""

    customer_country: str = ""
    customer_tax_number: str = ""
    items: Mapping[str, Named] = msgspec.field(default_factory=dict)


NOTHING_MORE = Known()


class ChargedLine(Value):
    """``amount`` before discount and tax."""

    line: int
    item: str
    name: str = ""
    quantity: Decimal
    unit: str = ""
    unit_price: Decimal
    amount: Decimal


class Charged(Value):
    """``discount`` and ``freight`` are of the whole; ``tax`` is of goods less discount, with freight."""

    number: str
    issued_on: date
    seller: Issuer
    customer: str
    customer_name: Personal[str]
    customer_country: str = ""
    customer_tax_number: str = ""
    deliver_to: Personal[Address] | None = None
    left_on: date | None = None
    shipment: str = ""
    order_number: str
    customer_po: str
    incoterm: str = ""
    currency: str
    lines: tuple[ChargedLine, ...]
    goods: Decimal
    discount: Decimal
    freight: Decimal
    tax_rate: Decimal = ZERO
    tax: Decimal
    total: Decimal

    @property
    def buyer(self) -> tuple[str, ...]:
        """As a paper has him, with his tax number if one is known (SAL-15)."""
        return tuple(line for line in (self.customer_name, self.customer, self.customer_tax_number) if line)

    @property
    def taxable(self) -> Decimal:
        return self.goods - self.discount + self.freight


def charged(invoice: Invoice, content: OrderContent, seller: Issuer, known: Known) -> dict[str, Any]:
    """What an invoice tells, and its credit notes after it."""
    return {
        "seller": seller,
        "customer": invoice.customer,
        "customer_name": content.customer_name,
        "customer_country": known.customer_country,
        "customer_tax_number": known.customer_tax_number,
        "deliver_to": content.deliver_to,
        "left_on": invoice.left_on,
        "shipment": invoice.shipment,
        "order_number": content.number,
        "customer_po": content.customer_po,
        "incoterm": content.incoterm,
        "currency": invoice.currency,
        "tax_rate": invoice.tax_rate,
    }


def charged_line(line: Billed, known: Known) -> ChargedLine:
    named = known.items.get(line.item)
    return ChargedLine.having(fields_of(line) | (fields_of(named) if named else {}))


def lines_table(lines: tuple[ChargedLine, ...], currency: str) -> Table:
    columns = (
        Column(label=Text("Line"), number=True),
        Column(label=Text("Item")),
        Column(label=Text("Quantity"), number=True),
        Column(label=Text("Unit price"), number=True),
        Column(label=Text("Amount"), number=True),
    )
    rows = tuple(
        (str(b.line), b.item, quantity(b.quantity), price(b.unit_price, currency), amount(b.amount, currency))
        for b in lines
    )
    return Table(columns=columns, rows=rows)
