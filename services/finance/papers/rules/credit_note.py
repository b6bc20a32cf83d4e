"""The credit note: what of an invoice is not owed any more, because goods came back (FIN-1, WHS-8)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from chassis.papers.company import Issuer
from chassis.papers.sheet import Fact, Party, Sheet, told
from chassis.papers.written import money
from contracts.markings import Personal
from contracts.order import OrderContent
from contracts.texts import Text
from contracts.value import Value
from services.finance.account.rules.invoice import CreditNote, Invoice
from services.finance.papers.rules.commercial_invoice import InvoicedLine, invoiced, lines_table

TITLE = Text("Credit note")


class CreditPaper(Value):
    """What the credit note tells; ``lines`` with what came back, at the invoice's price."""

    number: str
    issued_on: date
    invoice: str
    invoiced_on: date
    seller: Issuer
    customer: str
    customer_name: Personal[str]
    order_number: str
    customer_po: str
    currency: str
    lines: tuple[InvoicedLine, ...]
    goods: Decimal
    discount: Decimal
    freight: Decimal
    tax: Decimal
    total: Decimal


def credit_paper(note: CreditNote, invoice: Invoice, content: OrderContent, seller: Issuer) -> CreditPaper:
    return CreditPaper(
        number=note.number,
        issued_on=note.issued_on,
        invoice=invoice.number,
        invoiced_on=invoice.issued_on,
        seller=seller,
        customer=invoice.customer,
        customer_name=content.customer_name,
        order_number=content.number,
        customer_po=content.customer_po,
        currency=invoice.currency,
        lines=tuple(map(invoiced, note.lines)),
        goods=note.gross,
        discount=note.discount,
        freight=note.freight,
        tax=note.tax,
        total=note.total,
    )


def credit_sheet(note: CreditPaper) -> Sheet:
    return Sheet(
        title=TITLE,
        number=note.number,
        parties=(
            Party(label=Text("Seller"), lines=note.seller.lines),
            Party(label=Text("Buyer"), lines=(note.customer_name, note.customer)),
        ),
        facts=told(
            (Text("Date"), note.issued_on.isoformat()),
            (Text("For invoice"), note.invoice),
            (Text("Date of invoice"), note.invoiced_on.isoformat()),
            (Text("Our order"), note.order_number),
            (Text("Your order"), note.customer_po),
            (Text("Currency"), note.currency),
        ),
        tables=(lines_table(note.lines, note.currency),),
        totals=_totals(note),
    )


def _totals(note: CreditPaper) -> tuple[Fact, ...]:
    parts = ((Text("Discount"), -note.discount), (Text("Freight"), note.freight), (Text("Tax"), note.tax))
    sums = (
        (Text("Goods"), note.goods),
        *((label, part) for label, part in parts if part),
        (Text("Credited"), note.total),
    )
    return tuple(Fact(label=label, value=money(value, note.currency)) for label, value in sums)
