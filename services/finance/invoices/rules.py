"""One invoice per shipment (FIN-1)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from contracts.finance import AdvanceRequested, InvoiceIssued, InvoiceLine
from contracts.logistics import ShipmentDispatched
from contracts.money import Money
from contracts.order import OrderContent
from services.finance.accounts.rules import Account, Turn
from services.finance.advances.rules import ask
from services.finance.billing.rules import Invoice, bill
from services.finance.ledger import rules as ledger


def of_shipment(account: Account, shipment_id: UUID) -> Invoice | None:
    return next((invoice for invoice in account.invoices if invoice.shipment_id == shipment_id), None)


def issue(
    account: Account,
    shipped: OrderContent,
    binding: OrderContent | None,
    shipment: ShipmentDispatched,
    invoice_id: UUID,
    number: str,
    today: date,
) -> Turn[InvoiceIssued | AdvanceRequested]:
    """Bill a shipment at the prices of the version that it was ``shipped`` for, less what is left of the advance.

    What left at other prices than the ``binding`` version's, or above it, makes the order worth something else.
    """
    invoice = _invoice(account, shipped, shipment, invoice_id, number, today)
    used = account.advance.used + invoice.advance_used
    billed = account.with_advance(used=used).with_invoice(invoice)
    if binding and billed.binding:
        billed = billed.agreed(binding)
    turn = Turn(billed, (_issued(invoice),), _sale(billed, invoice))
    return turn.then(_asked_anew(billed))


def _asked_anew(account: Account) -> Turn[AdvanceRequested]:
    """Whichever is heard first, a change or what left before it, the same advance is asked in the end."""
    asked = account.advance
    if not (account.binding and asked.due) or account.advance_wanted == asked.asked:
        return Turn(account)
    return ask(account, account.advance_wanted, asked.due)


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
        position=len(account.invoices) + 1,
        number=number,
        currency=content.currency,
        lines=amounts.lines,
        discount_rate=content.discount,
        discount=amounts.discount,
        freight=amounts.freight,
        tax_rate=content.tax_rate,
        tax=amounts.tax,
        total=amounts.total,
        advance_used=min(account.advance.unused, amounts.total),
        issued_on=today,
        due=today + timedelta(days=content.terms.days),
    )


def _issued(invoice: Invoice) -> InvoiceIssued:
    def money(amount: Decimal) -> Money:
        return Money(amount=amount, currency=invoice.currency)

    return InvoiceIssued(
        order_id=invoice.order_id,
        order_version=invoice.order_version,
        customer=invoice.customer,
        shipment_id=invoice.shipment_id,
        invoice_id=invoice.invoice_id,
        version=invoice.version,
        number=invoice.number,
        lines=tuple(
            InvoiceLine(line=b.line, item=b.item, quantity=b.quantity, amount=money(b.amount)) for b in invoice.lines
        ),
        discount=money(invoice.discount),
        freight=money(invoice.freight),
        tax=money(invoice.tax),
        total=money(invoice.total),
        advance_used=money(invoice.advance_used),
        outstanding=invoice.outstanding,
        issued_on=invoice.issued_on,
        due=invoice.due,
    )


def _sale(account: Account, invoice: Invoice) -> tuple[ledger.Entry, ...]:
    return account.entry(
        "invoice",
        invoice.number,
        ledger.debit(ledger.RECEIVABLE, invoice.total, invoice.invoice_id),
        ledger.credit(ledger.REVENUE, invoice.gross - invoice.discount),
        ledger.credit(ledger.FREIGHT, invoice.freight),
        ledger.credit(ledger.TAX, invoice.tax),
        ledger.debit(ledger.ADVANCES, invoice.advance_used),
        ledger.credit(ledger.RECEIVABLE, invoice.advance_used, invoice.invoice_id),
    )
