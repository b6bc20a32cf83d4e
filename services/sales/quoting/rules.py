"""An inquiry is opened once, answered by quotations, or declined (SAL-1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.refusal import InvalidInput, Refusal
from contracts.money import Money
from contracts.order import Terms
from contracts.texts import Text
from services.sales.inquiry.rules import Inquiry, InquiryLine, Quotation, QuotedLine
from services.sales.masters.rules import Customer, ListPrice, Units
from services.sales.needs.rules.document import Needs, unconfirmed_in
from services.sales.order.rules.working_days import calendar_of, working_days_after
from services.sales.policy import Policy

Prices = Mapping[tuple[str, str], ListPrice]
"""By item and currency."""


class InquirySaysOtherwise(Refusal):
    """{reference} of {customer} is inquiry {number} already, which asks something else; nothing was taken.

    What is asked for anew has another reference.
    """

    of_input = True


class AnotherInquirer(Refusal):
    """Customer {who} cannot ask for {customer}."""

    status = 403


class DeclinedAlready(Refusal):
    """Inquiry {number} is declined already: {reason}."""


class OrderedAlready(Refusal):
    """Inquiry {number} was ordered by; it cannot be declined any more."""


class NothingToApprove(Refusal):
    """No quotation of inquiry {number} waits for a signature."""


class ApprovedByTheSame(Refusal):
    """{person} quoted {number}; somebody else signs for its price."""

    status = 403


class NeedsToConfirm(Refusal):
    """Inquiry {number} is quoted once the customer has agreed to his answers to these questions: {questions}."""


class ExpiredMeanwhile(Refusal):
    """Quotation {number} was to be valid until {day}, which is past; quote anew."""


@dataclass(frozen=True)
class OpenInquiry:
    """What a customer asks for; ``only_of`` is the customer who asks himself, for himself only."""

    customer: str
    reference: str
    lines: tuple[InquiryLine, ...]
    needs: str
    wanted: date | None
    taken_by: str | None = None
    only_of: str | None = None

    @property
    def called(self) -> tuple[str, str]:
        return self.customer, self.reference


@dataclass(frozen=True)
class AskedLine:
    """A price step of an item; without a price it has the list's."""

    item: str
    quantity: Decimal
    unit_price: Money | None


@dataclass(frozen=True)
class Quote:
    """An answer to an inquiry, which binds until ``valid_until``."""

    inquiry_id: UUID
    currency: str
    lines: tuple[AskedLine, ...]
    valid_until: date
    terms: Terms | None
    incoterm: str
    lead_days: int | None
    note: str
    by: str


@dataclass(frozen=True)
class Approve:
    """Somebody else than who quoted signs for a price below the floor."""

    inquiry_id: UUID
    by: str


@dataclass(frozen=True)
class Return:
    """Nobody signs; it is to be quoted otherwise."""

    inquiry_id: UUID
    reason: str


@dataclass(frozen=True)
class Decline:
    """The customer does not order, or the company does not offer."""

    inquiry_id: UUID
    reason: str


def may_ask(asked: OpenInquiry) -> Refusal | None:
    """A customer asks for himself."""
    if asked.only_of in (None, asked.customer):
        return None
    return AnotherInquirer(customer=asked.customer, who=asked.only_of)


def again(asked: OpenInquiry, known: Inquiry) -> Inquiry | Refusal:
    """The inquiry that a reference is already."""
    if (asked.lines, asked.needs, asked.wanted) == (known.lines, known.needs, known.wanted):
        return known
    return InquirySaysOtherwise(reference=known.reference, customer=known.customer, number=known.number)


def opened(
    asked: OpenInquiry, inquiry_id: UUID, number: str, customer: Customer, today: date, policy: Policy
) -> Inquiry:
    """A new one, in the hands of the customer's merchandiser, else of who took it."""
    return Inquiry(
        inquiry_id=inquiry_id,
        number=number,
        customer=asked.customer,
        reference=asked.reference,
        received_on=today,
        merchandiser=customer.merchandiser or asked.taken_by or policy.merchandiser,
        lines=asked.lines,
        needs=asked.needs,
        wanted=asked.wanted,
        incoterm=customer.incoterm,
        answer_by=working_days_after(today, policy.inquiry_answer_days[customer.grade], calendar_of(policy.country)),
    )


def quote(
    inquiry: Inquiry, asked: Quote, items: Units, listed: Prices, today: date, needs: Needs | None, policy: Policy
) -> Inquiry | Refusal:
    """A newer quotation takes the place of the one before, also after it was declined or ordered by.

    Below the list's floor it waits for a signature, and the customer hears nothing of it until then. It names the needs
    that the customer agreed to, and what he did not agree to yet (SAL-19).
    """
    lacking = unconfirmed_in(needs, policy.need_questions)
    if lacking and policy.quote_before_needs == "refused":
        return NeedsToConfirm(number=inquiry.number, questions=lacking)
    lines = [_priced(line, listed.get((line.item, asked.currency))) for line in asked.lines]
    if faults := list(_faults(asked, lines, items)):
        return InvalidInput(faults)
    priced = tuple(line for line in lines if line)
    told = {"needs": needs.confirmed if needs else "", "unconfirmed": lacking}
    quotation = _quotation(inquiry, asked, priced, listed, today).but(**told)
    return inquiry.waiting(quotation) if quotation.below else inquiry.quoted(quotation)


def approve(inquiry: Inquiry, asked: Approve, today: date) -> Inquiry | Refusal:
    pending = inquiry.pending
    if pending is None:
        return NothingToApprove(number=inquiry.number)
    if pending.quoted_by == asked.by:
        return ApprovedByTheSame(person=asked.by, number=pending.number)
    if pending.valid_until < today:
        return ExpiredMeanwhile(number=pending.number, day=pending.valid_until)
    return inquiry.quoted(pending.but(approved_by=asked.by))


def send_back(inquiry: Inquiry, asked: Return) -> Inquiry | Refusal:
    return inquiry.returned(asked.reason) if inquiry.pending else NothingToApprove(number=inquiry.number)


def _priced(line: AskedLine, listed: ListPrice | None) -> QuotedLine | None:
    """At the price that is told, else the list's; None where there is neither."""
    price = line.unit_price
    if price is None and listed and (amount := listed.price(line.quantity)):
        price = Money(amount=amount, currency=listed.currency)
    return QuotedLine(item=line.item, quantity=line.quantity, unit_price=price) if price else None


def _is_below(line: QuotedLine, listed: Prices) -> bool:
    found = listed.get((line.item, line.unit_price.currency))
    return found is not None and line.unit_price.amount < found.floor


def _quotation(inquiry: Inquiry, asked: Quote, lines: tuple[QuotedLine, ...], listed: Prices, today: date) -> Quotation:
    return Quotation(
        number=inquiry.next_number,
        currency=asked.currency,
        lines=lines,
        valid_until=asked.valid_until,
        quoted_on=today,
        quoted_by=asked.by,
        terms=asked.terms,
        incoterm=asked.incoterm or inquiry.incoterm,
        lead_days=asked.lead_days,
        note=asked.note,
        below=tuple(sorted({line.item for line in lines if _is_below(line, listed)})),
    )


def decline(inquiry: Inquiry, asked: Decline) -> Inquiry | Refusal:
    if inquiry.status == "declined":
        return DeclinedAlready(number=inquiry.number, reason=inquiry.reason)
    if inquiry.status == "ordered":
        return OrderedAlready(number=inquiry.number)
    return inquiry.but(status="declined", pending=None, reason=asked.reason)


def _faults(asked: Quote, lines: Sequence[QuotedLine | None], items: Units) -> Iterator[dict[str, Any]]:
    """Each line names an item of the list, in the quotation's currency, and no step of its price twice."""
    steps = Counter((line.item, line.quantity) for line in asked.lines)
    for place, line in enumerate(asked.lines):
        at = f"lines.{place}"
        if line.item not in items:
            yield {"field": f"{at}.item", "expected": Text("an item of the list"), "came": line.item}
        if lines[place] is None:
            expected = Text("a price, for the list has none in {currency} for so many", currency=asked.currency)
            yield {"field": f"{at}.unit_price", "expected": expected, "came": ""}
        if line.unit_price and line.unit_price.currency != asked.currency:
            expected = Text("a price in {currency}", currency=asked.currency)
            yield {"field": f"{at}.unit_price", "expected": expected, "came": line.unit_price.currency}
        if steps[line.item, line.quantity] > 1:
            yield {
                "field": f"{at}.quantity",
                "expected": Text("one price of an item from a quantity on"),
                "came": f"{line.quantity:f}",
            }
