"""The commercial invoice: issued by us, made out to the customer, in the order's currency (FIN-1; UCP 600, art. 18)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from chassis.papers.company import Issuer
from chassis.papers.sheet import Fact, Party, Sheet, told
from chassis.papers.written import money, share
from contracts.order import OrderContent
from contracts.texts import Text
from services.finance.account.rules.invoice import Invoice
from services.finance.papers.rules.charged import NOTHING_MORE, Charged, Known, charged, charged_line, lines_table

TITLE = Text("Commercial invoice")


class CommercialInvoice(Charged):
    """What the invoice tells: as it was issued, whatever was paid or credited since."""

    due: date
    days: int
    discount_rate: Decimal
    advance_used: Decimal

    @property
    def to_pay(self) -> Decimal:
        return self.total - self.advance_used


def invoice_paper(
    invoice: Invoice, content: OrderContent, seller: Issuer, known: Known = NOTHING_MORE
) -> CommercialInvoice:
    """Of an invoice, and the version of the order that its goods left for."""
    same = {name: getattr(invoice, name) for name in CommercialInvoice.__struct_fields__ if hasattr(invoice, name)}
    return CommercialInvoice(**same | charged(invoice, content, seller, known) | {
        "lines": tuple(charged_line(line, known) for line in invoice.lines),
        "goods": invoice.gross,
        "days": content.terms.days,
    })  # fmt: skip


def payment_terms(days: int) -> Text:
    return Text("{days} days after the date of the invoice", days=days)


def invoice_sheet(invoice: CommercialInvoice) -> Sheet:
    currency = invoice.currency
    return Sheet(
        title=TITLE,
        number=invoice.number,
        parties=(
            Party(label=Text("Seller"), lines=invoice.seller.lines),
            Party(label=Text("Buyer"), lines=invoice.buyer),
            Party(label=Text("Deliver to"), lines=invoice.deliver_to.lines if invoice.deliver_to else ()),
        ),
        facts=told(
            (Text("Date of invoice"), invoice.issued_on.isoformat()),
            (Text("Due date"), invoice.due.isoformat()),
            (Text("Our order"), invoice.order_number),
            (Text("Your order"), invoice.customer_po),
            (Text("Payment"), payment_terms(invoice.days)),
            (Text("Incoterms 2020"), invoice.incoterm),
            (Text("Currency"), currency),
            (Text("Pay to"), invoice.seller.bank),
        ),
        tables=(lines_table(invoice.lines, currency),),
        totals=_totals(invoice),
    )


def _totals(invoice: CommercialInvoice) -> tuple[Fact, ...]:
    """What is nothing is left out, but for the sums."""
    discount = Text("Discount {share}", share=share(invoice.discount_rate))
    tax = Text("Tax {share}", share=share(invoice.tax_rate))
    parts = ((discount, -invoice.discount), (Text("Freight"), invoice.freight), (tax, invoice.tax))
    settled = ((Text("Advance paid"), -invoice.advance_used),)
    sums = (
        (Text("Goods"), invoice.goods),
        *((label, part) for label, part in parts if part),
        (Text("Total"), invoice.total),
        *((label, part) for label, part in settled if part),
        (Text("To pay"), invoice.to_pay),
    )
    return tuple(Fact(label=label, value=money(value, invoice.currency)) for label, value in sums)
