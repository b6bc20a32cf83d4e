"""Sales' own ledger of an order's money: expected by what left, told by the customer and by merchandisers (SAL-16).

Nothing of it is finance's word, so that the two ledgers can be compared each month (FIN-6). What was told is never
changed: what was noted wrongly is corrected by another entry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from contracts.order import OrderContent, OrderLine, value_of
from contracts.value import Value
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Shipment

ZERO = Decimal(0)
PaidHow = Literal["transfer", "cheque", "bill", "cash", "letter_of_credit", "set_off"]
AskedHow = Literal["telephone", "e_mail", "letter", "visit", "message"]


class Receipt(Value):
    """What somebody told of money that the customer paid; ``entry`` counts what was noted of the order, from 1."""

    entry: int
    amount: Decimal
    """Of a correction the difference, which may be below zero."""
    currency: str
    received_on: date
    """When the customer paid, as he says."""
    how: PaidHow
    reference: str = ""
    said_by: str = ""
    corrects: int | None = None
    reason: str = ""
    noted_by: str
    noted_at: datetime


class Chase(Value):
    """Somebody asked the customer for what he owes."""

    entry: int
    asked_on: date
    how: AskedHow
    spoke_with: str = ""
    said: str
    promised_on: date | None = None
    """The day until which the customer promised to pay."""
    noted_by: str
    noted_at: datetime


class Receivable(Value):
    """One order's money as sales sees it, in the order's currency."""

    order_id: UUID
    number: str
    customer: str
    currency: str
    expected: Decimal
    receipts: tuple[Receipt, ...] = ()
    chases: tuple[Chase, ...] = ()

    @property
    def told(self) -> Decimal:
        """What was paid, as sales was told; what was told in another currency is not in it."""
        return told(self.receipts, self.currency)

    @property
    def outstanding(self) -> Decimal:
        """Below zero is what was paid before goods left, or above them."""
        return self.expected - self.told

    def standing(self, entry: int) -> Decimal:
        """What a receipt comes to with its corrections."""
        return sum((one.amount for one in self.receipts if entry in (one.entry, one.corrects)), ZERO)


def told(receipts: Iterable[Receipt], currency: str) -> Decimal:
    return sum((receipt.amount for receipt in receipts if receipt.currency == currency), ZERO)


def receivable_of(order: Order, receipts: tuple[Receipt, ...] = (), chases: tuple[Chase, ...] = ()) -> Receivable:
    """What is known of an order's money."""
    return Receivable(
        order_id=order.order_id,
        number=order.content.number,
        customer=order.content.customer,
        currency=order.content.currency,
        expected=expected(order),
        receipts=receipts,
        chases=chases,
    )


def expected(order: Order, until: date | None = None) -> Decimal:
    """What the customer owes for what left, until a day, and has not come back.

    At the order's own prices, with its discount, freight and tax; the freight is owed whole with the first shipment, as
    an order is invoiced (FIN-1).
    """
    content = order.content
    if not isinstance(content, OrderContent):
        return ZERO
    lines = tuple(_out(order, content, until))
    return value_of(content.but(lines=lines)) if lines else ZERO


def _out(order: Order, content: OrderContent, until: date | None) -> Iterable[OrderLine]:
    """The order's lines with how much of each is with the customer."""
    out: defaultdict[int, Decimal] = defaultdict(Decimal)
    for shipment in order.dispatched.values():
        if not shipment.back_whole and _left_by(shipment, until):
            for gone in shipment.still_out:
                out[gone.line] += gone.quantity
    lines = {line.line: line for line in (*order.dropped, *content.lines)}
    return (line.but(quantity=out[number]) for number, line in lines.items() if out[number])


def _left_by(shipment: Shipment, until: date | None) -> bool:
    """Of a shipment whose day nobody told, it left before."""
    return until is None or shipment.dispatched_on is None or shipment.dispatched_on <= until
