"""The order's money as finance tells it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from contracts.finance import (
    AdvanceRequested,
    DebtRecovered,
    DebtWrittenOff,
    InvoiceCredited,
    InvoiceDueChanged,
    InvoiceIssued,
    PaymentOverdue,
    PaymentReceived,
    PaymentReversed,
)
from contracts.logistics import CreditAmended, CreditCompared, CreditReceived
from contracts.value import fields_of
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Advance, Invoice, LetterOfCredit

OfInvoice = (
    InvoiceIssued
    | InvoiceDueChanged
    | InvoiceCredited
    | PaymentReceived
    | PaymentReversed
    | DebtWrittenOff
    | DebtRecovered
)


def invoiced(order: Order, event: InvoiceIssued) -> Order:
    about = {"number": event.number, "shipment_id": event.shipment_id, "due": event.due}
    known = order.invoices.get(event.invoice_id)
    if known and known.due:
        about["due"] = known.due
    return _invoice(order, event.invoice_id, event, **about)


def due_changed(order: Order, event: InvoiceDueChanged) -> Order:
    """The day that is told newest holds, also when the invoice is heard after it; what is due later is not late."""
    known = order.invoices.get(event.invoice_id)
    late = bool(known and known.overdue and known.due and event.due <= known.due)
    return _invoice(order, event.invoice_id, event, number=event.number, due=event.due, overdue=late)


def credited(order: Order, event: InvoiceCredited) -> Order:
    return _invoice(order, event.invoice_id, event, shipment_id=event.shipment_id)


def paid(order: Order, event: PaymentReceived | PaymentReversed) -> Order:
    """Money for an invoice, or for the advance, that came or that the bank took back."""
    if event.advance:
        return _advance(order, Advance(version=event.version, outstanding=event.outstanding))
    return order if event.invoice_id is None else _invoice(order, event.invoice_id, event)


def given_up(order: Order, event: DebtWrittenOff | DebtRecovered) -> Order:
    """What finance waits for no more, or was paid after all (FIN-4)."""
    return _invoice(order, event.invoice_id, event)


def overdue(order: Order, event: PaymentOverdue) -> Order:
    """Nobody paid an invoice; an advance's lateness is its outstanding amount."""
    if event.invoice_id is None:
        return order
    known = order.invoices.get(event.invoice_id, Invoice(outstanding=event.outstanding.amount))
    late = known.due is None or event.due >= known.due
    return order.but(invoices={**order.invoices, event.invoice_id: known.but(overdue=late)})


def advance_asked(order: Order, event: AdvanceRequested) -> Order:
    outstanding = max(event.amount.amount - event.received.amount, event.amount.amount * 0)
    version, order_version = event.advance_version, event.order_version
    asked = Advance(version=version, order_version=order_version, outstanding=outstanding, due=event.due)
    return _advance(order, asked)


def credit_told(order: Order, event: CreditReceived | CreditAmended | CreditCompared) -> Order:
    """The newest word of the letter of credit holds (LOG-7)."""
    known = order.letter_of_credit
    if known and known.version >= event.version:
        return order
    return order.but(letter_of_credit=LetterOfCredit.having(fields_of(event)))


def _invoice(
    order: Order,
    invoice_id: UUID,
    event: OfInvoice,
    **about: Any,
) -> Order:
    known = order.invoices.get(invoice_id, Invoice(outstanding=event.outstanding))
    if event.version > known.version:
        about |= {"version": event.version, "outstanding": event.outstanding}
    return order.but(invoices={**order.invoices, invoice_id: known.but(**about)})


def _advance(order: Order, heard: Advance) -> Order:
    known = order.advance or heard
    newest = max(known, heard, key=lambda advance: advance.version)
    order_version = max(known.order_version, heard.order_version)
    advance = newest.but(order_version=order_version, due=newest.due or known.due or heard.due)
    return order if advance == order.advance else order.but(advance=advance)
