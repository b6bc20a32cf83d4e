"""What finance says: credit, price decisions, invoices and money."""

from __future__ import annotations

from uuid import UUID

from contracts.event import Event, OrderEvent, Promise, Value, days, until, working_hours
from contracts.markings import Cost
from contracts.money import Money, Signature
from contracts.review import Reviewed
from contracts.scalars import Count, Day, Number, Quantity


class CreditReviewed(Reviewed, topic="credit.reviewed"):
    """Whether the customer's credit carries the order (SAL-5, FIN-4)."""


class CreditHeld(Event, topic="credit.held", key="customer"):
    """Nothing more is confirmed or released for the customer (FIN-4)."""

    customer: str
    version: Count
    reason: str


class CreditReleased(Event, topic="credit.released", key="customer"):
    """The customer's orders may go on."""

    customer: str
    version: Count


class PriceChangeDecided(Event, topic="price.change_decided", key="purchase_id"):
    """A price above budget is signed and approved, or refused (PUR-3, FIN-7). Signed is a maximum."""

    purchase_id: UUID
    request: Count
    approved: bool
    supplier: str
    unit_price: Cost[Money]
    quantity: Quantity
    signatures: tuple[Signature, ...]
    then = (
        Promise(
            of=("purchase.ordered", "purchase.cancelled"),
            by="purchasing",
            within=working_hours(4),
            match=("purchase_id",),
            when="approved",
        ),
    )


class AdvanceRequested(OrderEvent, topic="advance.requested"):
    """The terms ask an advance before release: what is asked, what has come, by when."""

    order_version: Count
    advance_version: Count
    amount: Money
    received: Money
    due: Day
    then = (Promise(of=("payment.received",), by="finance", within=until("due"), when="open", provided="advance"),)

    @property
    def open(self) -> bool:
        return self.received.amount < self.amount.amount


class InvoiceLine(Value):
    """One invoiced line; ``amount`` before tax."""

    line: Count
    item: str
    quantity: Quantity
    amount: Money


class InvoiceIssued(OrderEvent, topic="invoice.issued"):
    """One shipment's invoice (FIN-1)."""

    order_version: Count
    customer: str
    shipment_id: UUID
    invoice_id: UUID
    version: Count
    number: str
    lines: tuple[InvoiceLine, ...]
    discount: Money | None = None
    """What is taken off the lines, before freight and tax."""
    freight: Money
    tax: Money
    total: Money
    advance_used: Money
    outstanding: Number
    """In the invoice's currency."""
    issued_on: Day
    due: Day
    then = (
        Promise(
            of=("payment.received", "invoice.credited"),
            by="finance",
            within=until("due"),
            match=("invoice_id",),
            when="outstanding",
        ),
    )


class InvoiceCredited(OrderEvent, topic="invoice.credited"):
    """A credit note on an invoice."""

    shipment_id: UUID
    invoice_id: UUID
    version: Count
    number: str
    lines: tuple[InvoiceLine, ...]
    amount: Money
    outstanding: Number


class PaymentReceived(OrderEvent, topic="payment.received"):
    """Money that settles an invoice, or (no invoice) the order's advance (FIN-2)."""

    customer: str
    invoice_id: UUID | None
    version: Count
    """Of the invoice, or of the advance (advance_version)."""
    advance: bool
    amount: Money
    outstanding: Number
    """Of the invoice or the advance, after this payment; never below zero."""


class PaymentOverdue(OrderEvent, topic="payment.overdue"):
    """An invoice, or an advance, that nobody paid by its due date (FIN-4)."""

    customer: str
    invoice_id: UUID | None
    outstanding: Money
    due: Day
    then = (
        Promise(
            of=("payment.received", "invoice.credited"),
            by="finance",
            within=days(30, since="due"),
            match=("invoice_id",),
        ),
    )


class PaymentRefunded(OrderEvent, topic="payment.refunded"):
    """Money given back; ``of`` says of what: advance, overpayment or credit."""

    amount: Money
    of: str
    invoice_id: UUID | None = None
