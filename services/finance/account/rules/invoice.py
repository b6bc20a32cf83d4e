"""An invoice: one shipment of an order, billed (FIN-1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from contracts.finance import InvoiceLine
from contracts.money import Money
from contracts.value import Value
from services.finance.account.rules.values import ZERO


class Billed(Value):
    """A line of an invoice; ``amount`` before discount and tax."""

    line: int
    item: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    returned: Decimal = ZERO


class CreditNote(Value):
    """What was credited of an invoice when goods came back; ``lines`` with what came back."""

    number: str
    issued_on: date
    lines: tuple[Billed, ...]
    discount: Decimal
    freight: Decimal
    tax: Decimal

    @property
    def gross(self) -> Decimal:
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def total(self) -> Decimal:
        return self.gross - self.discount + self.freight + self.tax


class InvoiceFields(Value):
    """What is written of an invoice. ``position`` counts the order's dispatches from 1."""

    invoice_id: UUID
    order_id: UUID
    order_version: int
    customer: str
    shipment_id: UUID
    shipment: str = ""
    """The number of its shipping note; of one that an older release billed it is not known."""
    left_on: date | None = None
    version: int = 1
    position: int
    number: str
    currency: str
    lines: tuple[Billed, ...]
    discount_rate: Decimal
    discount: Decimal
    freight: Decimal
    tax_rate: Decimal
    tax: Decimal
    total: Decimal
    advance_used: Decimal
    paid: Decimal = ZERO
    written_off: Decimal = ZERO
    """What a bank kept of a payment and the policy gave up (FIN-7)."""
    lost: Decimal = ZERO
    """What people gave up as a bad debt (FIN-7)."""
    credited: Decimal = ZERO
    refunded: Decimal = ZERO
    issued_on: date
    due: date
    overdue: bool = False
    credit_notes: tuple[CreditNote, ...] = ()
    """In the order of their making; of one that an older release made there is none."""


class Invoice(InvoiceFields):
    """One shipment's invoice."""

    @property
    def gross(self) -> Decimal:
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def taxable(self) -> Decimal:
        return self.gross - self.discount + self.freight

    @property
    def outstanding(self) -> Decimal:
        """What is still to pay; below zero is what was paid above it."""
        settled = self.advance_used + self.paid + self.written_off + self.lost - self.refunded
        return self.total - self.credited - settled

    def money(self, amount: Decimal) -> Money:
        return Money(amount=amount, currency=self.currency)

    def told(self, lines: Iterable[Billed]) -> tuple[InvoiceLine, ...]:
        """Lines of the invoice as others hear of them."""
        return tuple(
            InvoiceLine(line=line.line, item=line.item, quantity=line.quantity, amount=self.money(line.amount))
            for line in lines
        )
