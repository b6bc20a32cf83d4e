"""One invoice per shipment (FIN-1)."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from contracts.finance import AdvanceRequested, InvoiceDueChanged, InvoiceIssued
from contracts.logistics import ShipmentDispatched
from contracts.order import OrderContent
from contracts.presentations import DocumentsAccepted
from services.finance.account.rules.account import Account, Turn
from services.finance.account.rules.billing import bill
from services.finance.account.rules.entries import ADVANCES, FREIGHT, RECEIVABLE, REVENUE, TAX, Entry, credit, debit
from services.finance.account.rules.follow import ask_anew
from services.finance.account.rules.invoice import Invoice


def issue(
    account: Account, shipment: ShipmentDispatched, invoice_id: UUID, number: str, today: date
) -> Turn[InvoiceIssued | AdvanceRequested]:
    """Bill a shipment at the prices of the version that it was shipped for, less what is left of the advance.

    What left at other prices than the binding version's, or above it, makes the order worth something else.
    """
    invoice = _invoice(account, account.contents[shipment.order_version], shipment, invoice_id, number, today)
    used = account.advance.used + invoice.advance_used
    billed = account.with_advance(used=used).with_invoice(invoice)
    if account.binding and account.version in account.contents:
        billed = billed.agreed(account.contents[account.version])
    turn = Turn(billed, (_issued(invoice),), _sale(billed, invoice))
    return turn.then(ask_anew(billed))


def _invoice(
    account: Account, content: OrderContent, shipment: ShipmentDispatched, invoice_id: UUID, number: str, today: date
) -> Invoice:
    amounts = bill(account.invoices, content, shipment.lines)
    return Invoice(
        invoice_id=invoice_id,
        order_id=account.order_id,
        order_version=shipment.order_version,
        customer=content.customer,
        shipment_id=shipment.shipment_id,
        shipment=shipment.number,
        left_on=shipment.dispatched_on,
        position=len(account.invoices) + 1,
        number=number,
        currency=content.currency,
        **amounts._asdict(),
        discount_rate=content.discount,
        tax_rate=content.tax_rate,
        total=amounts.total,
        advance_used=min(account.advance.unused, amounts.total),
        issued_on=today,
        due=today + timedelta(days=content.terms.days),
    )


def due_by_bank(
    account: Account, invoice: Invoice, accepted: DocumentsAccepted, today: date
) -> Turn[InvoiceDueChanged]:
    """The bank of a letter of credit pays it on a day of its own (LOG-7): until then nobody owes it late."""
    if accepted.pays_on == invoice.due:
        return Turn(account)
    late = invoice.overdue and accepted.pays_on < today
    moved = invoice.but(due=accepted.pays_on, overdue=late, version=invoice.version + 1)
    return Turn(account.with_invoice(moved), (_due_changed(moved, invoice.due),))


def _due_changed(invoice: Invoice, was: date) -> InvoiceDueChanged:
    return InvoiceDueChanged(
        order_id=invoice.order_id,
        customer=invoice.customer,
        invoice_id=invoice.invoice_id,
        version=invoice.version,
        number=invoice.number,
        outstanding=invoice.outstanding,
        due=invoice.due,
        was=was,
    )


def _issued(invoice: Invoice) -> InvoiceIssued:
    return InvoiceIssued(
        order_id=invoice.order_id,
        order_version=invoice.order_version,
        customer=invoice.customer,
        shipment_id=invoice.shipment_id,
        invoice_id=invoice.invoice_id,
        version=invoice.version,
        number=invoice.number,
        lines=invoice.told(invoice.lines),
        discount=invoice.money(invoice.discount),
        freight=invoice.money(invoice.freight),
        tax=invoice.money(invoice.tax),
        total=invoice.money(invoice.total),
        advance_used=invoice.money(invoice.advance_used),
        outstanding=invoice.outstanding,
        issued_on=invoice.issued_on,
        due=invoice.due,
    )


def _sale(account: Account, invoice: Invoice) -> tuple[Entry, ...]:
    return account.entry(
        "invoice",
        invoice.number,
        debit(RECEIVABLE, invoice.total, invoice.invoice_id),
        credit(REVENUE, invoice.gross - invoice.discount),
        credit(FREIGHT, invoice.freight),
        credit(TAX, invoice.tax),
        debit(ADVANCES, invoice.advance_used),
        credit(RECEIVABLE, invoice.advance_used, invoice.invoice_id),
    )
