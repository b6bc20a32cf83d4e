"""The purchase order as its supplier gets it, with all its lines (PUR-4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from chassis.papers.company import Issuer
from chassis.papers.sheet import Column, Fact, Sheet, Table, told
from chassis.papers.written import money, price, quantity
from contracts.money import Money, rounded
from contracts.texts import Text
from contracts.value import Value
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.papers.rules.seller import Seller, parties
from services.purchasing.specifying.rules import Specified

TITLE = Text("Purchase order")


class Ordered(Value):
    """One line: what of it stands ordered, and when it should be here; ``promised``: its supplier said so himself."""

    line: int
    item: str
    unit: str
    quantity: Decimal
    unit_price: Money
    expected_on: date | None
    promised: bool
    specified: tuple[Specified, ...] = ()
    """What the goods are to be like beyond the item (SAL-9)."""


class PurchaseOrder(Value):
    number: str
    buyer: Issuer
    seller: Seller
    ordered_on: date | None
    amount: Money
    lines: tuple[Ordered, ...]


Words = Mapping[UUID, Sequence[Specified]]
"""Of each purchase what orders say of its goods."""


def order_paper(
    lines: Sequence[Purchase], units: Mapping[str, str], words: Words, seller: Seller, buyer: Issuer
) -> PurchaseOrder | None:
    """None where no price of it is known any more."""
    amount = amount_of(lines)
    if amount is None:
        return None
    priced = [(one, one.unit_price) for one in lines if one.unit_price]
    told_ = tuple(_line(one, asks, units.get(one.item, ""), words[one.id]) for one, asks in priced)
    first = lines[0]
    return PurchaseOrder(
        number=first.order_number, buyer=buyer, seller=seller, ordered_on=first.ordered_on, amount=amount, lines=told_
    )


def state_of(lines: Sequence[Purchase], words: Words) -> str:
    """What its paper tells: another quantity, price, day or specification of a line is another version of it."""
    return "; ".join(_state_of(one, words[one.id]) for one in lines)


def _state_of(one: Purchase, words: Sequence[Specified]) -> str:
    stands = f"{one.line}: {one.quantity - one.cancelled:f} by {one.promised_on or '?'}"
    return ", ".join((stands, *(str(each.text) for each in words)))


def amount_of(lines: Sequence[Purchase]) -> Money | None:
    """What stands ordered comes to; all lines of an order are in one currency."""
    priced = [(one.quantity - one.cancelled, one.unit_price) for one in lines if one.unit_price]
    if not priced:
        return None
    currency = priced[0][1].currency
    return Money(
        amount=sum((rounded(n * price.amount, currency) for n, price in priced), Decimal(0)), currency=currency
    )


def order_sheet(paper: PurchaseOrder) -> Sheet:
    return Sheet(
        title=TITLE,
        number=paper.number,
        parties=parties(paper.buyer, paper.seller),
        facts=told((Text("Ordered on"), paper.ordered_on.isoformat() if paper.ordered_on else "")),
        tables=(_goods(paper),),
        totals=(Fact(label=Text("Total"), value=money(paper.amount.amount, paper.amount.currency)),),
        notes=(
            *(
                Text("Line {line}, goods as specified: {words}", line=one.line, words=words.text)
                for one in paper.lines
                for words in one.specified
            ),
            Text("Please say of each line by the link that came with this on which day you deliver it."),
            Text("Please name the number of the order and its line on delivery note and invoice."),
        ),
        signatures=(Text("For the buyer"), Text("For the supplier")),
    )


def _line(one: Purchase, asks: Money, unit: str, words: Sequence[Specified]) -> Ordered:
    """Its supplier hears of no order."""
    return Ordered(
        line=one.line,
        item=one.item,
        unit=unit,
        quantity=one.quantity - one.cancelled,
        unit_price=asks,
        expected_on=one.expected_on,
        promised=one.promised_on is not None,
        specified=tuple(each.but(order_id=None) for each in words),
    )


def _goods(paper: PurchaseOrder) -> Table:
    columns = (
        Column(label=Text("Line"), number=True),
        Column(label=Text("Item")),
        Column(label=Text("Quantity"), number=True),
        Column(label=Text("Unit price"), number=True),
        Column(label=Text("Amount"), number=True),
        Column(label=Text("Day")),
    )
    return Table(columns=columns, rows=tuple(map(_row, paper.lines)))


def _row(one: Ordered) -> tuple[str | Text, ...]:
    asks = one.unit_price
    day = one.expected_on.isoformat() if one.expected_on else ""
    return (
        str(one.line),
        one.item,
        quantity(one.quantity, one.unit),
        price(asks.amount, asks.currency),
        money(rounded(one.quantity * asks.amount, asks.currency), asks.currency),
        Text("{day}, promised", day=day) if one.promised else day,
    )
