"""An order by a quotation: what the customer leaves out is as quoted; what he says otherwise is asked back (SAL-1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from contracts.order import DraftLine, OrderDraft
from contracts.texts import Text
from services.sales.inquiry.rules import Inquiry, Quotation
from services.sales.intake.rules.again import said
from services.sales.masters.rules import Masters
from services.sales.order.rules.document import Order


def quotation_of(number: str | None, customer: str, known: Masters, received_on: date) -> Quotation | None:
    """The quotation that an order of this day may be placed by."""
    inquiry = _inquiry(number, customer, known)
    newest = inquiry.newest if inquiry else None
    return newest if newest and newest.number == number and newest.valid_until >= received_on else None


def as_quoted(draft: OrderDraft, quotation: Quotation | None) -> OrderDraft:
    """With what the quotation says of the whole; its lines where the order has none, and each item one price."""
    if quotation is None:
        return draft
    lines = draft.lines or _lines(quotation)
    terms, incoterm = quotation.terms or draft.terms, quotation.incoterm or draft.incoterm
    return draft.but(currency=quotation.currency, terms=terms, incoterm=incoterm, lines=lines)


def priced(draft: OrderDraft, quotation: Quotation | None) -> OrderDraft:
    """A line without a price has the quoted one."""
    if quotation is None:
        return draft
    return draft.but(lines=tuple(_priced(line, quotation) for line in draft.lines))


def asked_back(draft: OrderDraft, known: Masters, received_on: date) -> Iterator[tuple[str, Text]]:
    """Of a quotation that is named and does not hold: the same, whether there is none or it is another customer's."""
    if not draft.quotation or quotation_of(draft.quotation, draft.customer, known, received_on):
        return
    inquiry = _inquiry(draft.quotation, draft.customer, known)
    newest = inquiry.newest if inquiry else None
    about = {"number": draft.quotation}
    if newest is None:
        yield "quotation", Text("There is no quotation {number} for you: by which one do you order?", **about)
    elif newest.number != draft.quotation:
        text = Text(
            "Quotation {number} was replaced by {newer}: do you order by that one?", newer=newest.number, **about
        )
        yield "quotation", text
    else:
        day = newest.valid_until
        yield (
            "quotation",
            Text("Quotation {number} was valid until {day}: by which one do you order?", day=day, **about),
        )


def too_few(line: DraftLine, quotation: Quotation | None) -> Text | None:
    """Fewer than are quoted."""
    steps = quotation.steps(line.item) if quotation else []
    if not quotation or not steps or not line.quantity or quotation.price(line.item, line.quantity):
        return None
    return Text("quotation {number} holds from {least} on", number=quotation.number, least=f"{steps[0].quantity:f}")


def another_price(line: DraftLine, quotation: Quotation | None) -> Text | None:
    """Another one than is quoted."""
    price = quotation.price(line.item, line.quantity or Decimal(0)) if quotation else None
    if not quotation or line.free or price is None or line.unit_price in (None, price):
        return None
    came = {"price": said(line.unit_price), "quoted": said(price), "number": quotation.number}
    return Text("its price is {price}, and quotation {number} says {quoted}", **came)


def ordered_by(orders: Iterable[Order], known: Mapping[str, Inquiry]) -> dict[UUID, list[UUID]]:
    """By inquiry, the orders that are placed by a quotation of it which holds."""
    by: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for order in orders:
        if order.content.quotation in known and "quotation" not in order.missing:
            by[known[order.content.quotation].inquiry_id].append(order.order_id)
    return dict(by)


def _inquiry(number: str | None, customer: str, known: Masters) -> Inquiry | None:
    """The inquiry that a quotation answers; none of another customer's."""
    inquiry = known.quoted.get(number or "")
    return inquiry if inquiry and inquiry.customer == customer else None


def _lines(quotation: Quotation) -> tuple[DraftLine, ...]:
    """As many of each item as are quoted; nothing where an item has several prices, for nobody said how many."""
    items = [line.item for line in quotation.lines]
    if len(set(items)) < len(items):
        return ()
    return tuple(
        DraftLine(line=place, item=line.item, quantity=line.quantity, unit_price=line.unit_price)
        for place, line in enumerate(quotation.lines, start=1)
    )


def _priced(line: DraftLine, quotation: Quotation) -> DraftLine:
    if line.unit_price is not None or not line.quantity:
        return line
    return line.but(unit_price=quotation.price(line.item, line.quantity))
