"""The credit note: what of an invoice is not owed any more, because goods came back (FIN-1, WHS-8)."""

from __future__ import annotations

from datetime import date

from chassis.papers.company import Issuer
from chassis.papers.sheet import Fact, Party, Sheet, told
from chassis.papers.written import money
from contracts.order import OrderContent
from contracts.texts import Text
from services.finance.account.rules.invoice import CreditNote, Invoice
from services.finance.papers.rules.charged import NOTHING_MORE, Charged, Known, charged, charged_line, lines_table

TITLE = Text("Credit note")


class CreditPaper(Charged):
    """What the credit note tells; ``lines`` with what came back, at the invoice's price."""

    invoice: str
    invoiced_on: date


def credit_paper(
    note: CreditNote, invoice: Invoice, content: OrderContent, seller: Issuer, known: Known = NOTHING_MORE
) -> CreditPaper:
    return CreditPaper(**charged(invoice, content, seller, known) | {
        "number": note.number,
        "issued_on": note.issued_on,
        "invoice": invoice.number,
        "invoiced_on": invoice.issued_on,
        "lines": tuple(charged_line(line, known) for line in note.lines),
        "goods": note.gross,
        "discount": note.discount,
        "freight": note.freight,
        "tax": note.tax,
        "total": note.total,
    })  # fmt: skip


def credit_sheet(note: CreditPaper) -> Sheet:
    return Sheet(
        title=TITLE,
        number=note.number,
        parties=(
            Party(label=Text("Seller"), lines=note.seller.lines),
            Party(label=Text("Buyer"), lines=note.buyer),
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
