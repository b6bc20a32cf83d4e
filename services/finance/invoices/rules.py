"""One invoice per shipment (FIN-1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from contracts.finance import InvoiceIssued, InvoiceLine
from contracts.logistics import ShipmentDispatched
from contracts.values import Money, OrderContent, ShipmentLine, rounded
from services.finance.accounts.rules import ZERO, Account, Billed, Invoice, Turn, cumulative
from services.finance.ledger import rules as ledger


def of_shipment(account: Account, shipment_id: UUID) -> Invoice | None:
    return next((invoice for invoice in account.invoices if invoice.shipment_id == shipment_id), None)


def issue(
    account: Account, content: OrderContent, shipment: ShipmentDispatched, invoice_id: UUID, number: str, today: date
) -> Turn[InvoiceIssued]:
    """Bill a shipment at the prices of the version that it was dispatched for, less what is left of the advance."""
    invoice = _bill(account, content, shipment, invoice_id, number, today)
    used = account.advance.used + invoice.advance_used
    billed = account.with_advance(used=used).with_invoice(invoice)
    return Turn(billed, (_issued(invoice),), _sale(billed, invoice))


def _bill(
    account: Account, content: OrderContent, shipment: ShipmentDispatched, invoice_id: UUID, number: str, today: date
) -> Invoice:
    currency, before = content.currency, account.invoices
    lines = bill_lines(before, content, shipment.lines)
    gross = sum((line.amount for line in lines), ZERO)
    freight = ZERO if before else rounded(content.freight.amount, currency)
    discounts = ((known.discount_rate, known.gross, known.discount) for known in before)
    discount = cumulative(content.discount, gross, discounts, currency)
    taxable = gross - discount + freight
    tax = cumulative(content.tax_rate, taxable, ((i.tax_rate, i.taxable, i.tax) for i in before), currency)
    total = taxable + tax
    return Invoice(
        invoice_id=invoice_id,
        order_id=account.order_id,
        order_version=shipment.order_version,
        customer=content.customer,
        shipment_id=shipment.shipment_id,
        position=len(before) + 1,
        number=number,
        currency=currency,
        lines=lines,
        discount_rate=content.discount,
        discount=discount,
        freight=freight,
        tax_rate=content.tax_rate,
        tax=tax,
        total=total,
        advance_used=min(account.advance.unused, total),
        issued_on=today,
        due=today + timedelta(days=content.terms.days),
    )


def bill_lines(before: Iterable[Invoice], content: OrderContent, shipped: Sequence[ShipmentLine]) -> tuple[Billed, ...]:
    """Each line at its price, so that the sum over all shipments is the rounded whole. KeyError: no such line."""
    prices = {line.line: line.unit_price.amount for line in content.lines}
    known = [line for invoice in before for line in invoice.lines]
    billed: list[Billed] = []
    for line in shipped:
        price = prices[line.line]
        earlier = (
            (b.unit_price, b.quantity, b.amount)
            for b in (*known, *billed)
            if (b.line, b.item) == (line.line, line.item)
        )
        amount = cumulative(price, line.quantity, earlier, content.currency)
        billed.append(Billed(line=line.line, item=line.item, quantity=line.quantity, unit_price=price, amount=amount))
    return tuple(billed)


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
