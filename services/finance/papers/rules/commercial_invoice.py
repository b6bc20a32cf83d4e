"""The commercial invoice: issued by us, made out to the customer, in the order's currency (FIN-1; UCP 600, art. 18)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from chassis.papers.company import Issuer
from chassis.papers.sheet import Column, Fact, Party, Sheet, Table, told
from chassis.papers.written import amount, money, price, quantity, share
from contracts.markings import Personal
from contracts.order import Address, OrderContent
from contracts.texts import Text
from contracts.value import Value
from services.finance.account.rules.invoice import Invoice

TITLE = Text("Commercial invoice")


class InvoicedLine(Value):
    """``amount`` before discount and tax."""

    line: int
    item: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal


class CommercialInvoice(Value):
    """What the invoice tells: as it was issued, whatever was paid or credited since."""

    number: str
    issued_on: date
    due: date
    seller: Issuer
    customer: str
    customer_name: Personal[str]
    deliver_to: Personal[Address]
    order_number: str
    customer_po: str
    incoterm: str
    days: int
    currency: str
    lines: tuple[InvoicedLine, ...]
    goods: Decimal
    discount_rate: Decimal
    discount: Decimal
    freight: Decimal
    tax_rate: Decimal
    tax: Decimal
    total: Decimal
    advance_used: Decimal

    @property
    def to_pay(self) -> Decimal:
        return self.total - self.advance_used


def invoice_paper(invoice: Invoice, content: OrderContent, seller: Issuer) -> CommercialInvoice:
    """Of an invoice, and the version of the order that its goods left for."""
    same = {name: getattr(invoice, name) for name in CommercialInvoice.__struct_fields__ if hasattr(invoice, name)}
    lines = tuple(
        InvoicedLine(line=b.line, item=b.item, quantity=b.quantity, unit_price=b.unit_price, amount=b.amount)
        for b in invoice.lines
    )
    return CommercialInvoice(**same | {
        "lines": lines,
        "goods": invoice.gross,
        "seller": seller,
        "customer_name": content.customer_name,
        "deliver_to": content.deliver_to,
        "order_number": content.number,
        "customer_po": content.customer_po,
        "incoterm": content.incoterm,
        "days": content.terms.days,
    })  # fmt: skip


def invoice_sheet(invoice: CommercialInvoice) -> Sheet:
    currency = invoice.currency
    return Sheet(
        title=TITLE,
        number=invoice.number,
        parties=(
            Party(label=Text("Seller"), lines=invoice.seller.lines),
            Party(label=Text("Buyer"), lines=(invoice.customer_name, invoice.customer)),
            Party(label=Text("Deliver to"), lines=address_lines(invoice.deliver_to)),
        ),
        facts=told(
            (Text("Date of invoice"), invoice.issued_on.isoformat()),
            (Text("Due date"), invoice.due.isoformat()),
            (Text("Our order"), invoice.order_number),
            (Text("Your order"), invoice.customer_po),
            (Text("Payment"), Text("{days} days after the date of the invoice", days=invoice.days)),
            (Text("Incoterms 2020"), invoice.incoterm),
            (Text("Currency"), currency),
            (Text("Pay to"), invoice.seller.bank),
        ),
        tables=(lines_table(invoice.lines, currency),),
        totals=_totals(invoice),
    )


def address_lines(address: Address) -> tuple[str, ...]:
    town = " ".join(filter(None, (address.postal_code, address.city)))
    return tuple(line for line in (address.street, town, address.country) if line)


def lines_table(lines: tuple[InvoicedLine, ...], currency: str) -> Table:
    columns = (
        Column(label=Text("Line"), number=True),
        Column(label=Text("Item")),
        Column(label=Text("Quantity"), number=True),
        Column(label=Text("Unit price"), number=True),
        Column(label=Text("Amount"), number=True),
    )
    rows = tuple(
        (str(b.line), b.item, quantity(b.quantity), price(b.unit_price, currency), amount(b.amount, currency))
        for b in lines
    )
    return Table(columns=columns, rows=rows)


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
