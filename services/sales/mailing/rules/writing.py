"""What a letter says to its customer: of suppliers, and of their own words, he hears nothing (SAL-8, SAL-20)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.complaints import ComplaintClosed
from contracts.delays import DelayForecast, Option
from contracts.sales import OrderAccepted, OrderChanged, OrderConfirmed
from contracts.texts import Text
from services.sales.feedback.rules import Feedback
from services.sales.inquiry.rules import Inquiry, Quotation
from services.sales.letter.rules import Letter, LetterKind
from services.sales.masters.rules import Contact, Customer
from services.sales.order.rules.document import Order
from services.sales.order.rules.told import why_late
from services.sales.policy import Policy, Switch
from services.sales.ticket.rules import Ticket

USABLE = re.compile(r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")
"""An address that every mail server takes (RFC 5321)."""
DEAR = Text("Dear Sir or Madam,")


@dataclass(frozen=True)
class Written:
    """What a letter of one kind says of an order; ``paper`` goes with it, about ``document``."""

    kind: LetterKind
    subject: Text
    text: tuple[Text, ...]
    paper: str = ""
    document: str = ""


def confirmation(order: Order) -> Written | None:
    """None for an order that is not confirmed any more (SAL-8)."""
    content = order.content
    if order.status != "confirmed" or content.promised is None:
        return None
    about = {"number": content.number, "customer_po": content.customer_po}
    says = (
        Text("we confirm your order {customer_po} under our number {number}.", **about),
        Text("All of it is to be with you on {promised}.", promised=content.promised),
        Text("The confirmation with all that was agreed comes with this mail. If anything is not so, please tell us."),
    )
    subject = Text("Confirmation of your order {customer_po} ({number})", **about)
    return Written("confirmation", subject, (DEAR, *says), "order_confirmation", content.number)


def confirmation_of(order: Order, news: OrderConfirmed | OrderChanged) -> Written | None:
    """None for a version of before: the newer one is heard too (SAL-9)."""
    return confirmation(order) if news.version >= order.version else None


def delay_notice(order: Order, late: DelayForecast) -> Written | None:
    """None for an order that nobody waits for (SAL-20)."""
    if order.status != "confirmed":
        return None
    about = {"number": order.content.number, "customer_po": order.content.customer_po}
    subject = Text("Your order {customer_po} ({number}) will be late", **about)
    says = (
        Text("your order {customer_po}, our number {number}, will be late, and we are sorry for it.", **about),
        Text("Promised for: {promised}. Expected now on: {forecast}.", promised=late.promised, forecast=late.forecast),
        Text("The reason: {reason}.", reason=why_late(late)),
        *_choice(late.options),
    )
    return Written("delay_notice", subject, (DEAR, *says))


def judged(event: OrderAccepted | ComplaintClosed) -> UUID:
    """What a customer may judge now, by its id."""
    return event.complaint_id if isinstance(event, ComplaintClosed) else event.order_id


def feedback_request(order: Order, asked: Feedback | None) -> Written | None:
    """None for what the customer is not asked of, or has judged (SAL-14)."""
    if asked is None or not asked.asked or asked.score is not None:
        return None
    about = {"number": asked.number, "customer_po": order.content.customer_po}
    says = {
        "delivery": Text("all of your order {customer_po} ({number}) is with you.", **about),
        "complaint": Text("your complaint {number} was answered.", **about),
    }
    question = Text("How satisfied are you? One minute is enough, and it helps us to do better.")
    subject = Text("Your opinion on {number}", number=asked.number)
    return Written("feedback_request", subject, (DEAR, says[asked.cause], question), "feedback_request", asked.number)


def return_form(order: Order) -> Written | None:
    """The goods are with him; by the link he says what is to go back (SAL-13). None of what is cancelled."""
    if order.status == "cancelled":
        return None
    about = {"number": order.content.number, "customer_po": order.content.customer_po}
    says = (
        Text("goods of your order {customer_po}, our number {number}, are with you.", **about),
        Text("If anything is to go back, be exchanged or be repaired, please tell us by the link below."),
    )
    subject = Text("Goods of your order {customer_po} ({number}) are with you", **about)
    return Written("return_form", subject, (DEAR, *says), "return_form", order.content.number)


def delivery_reminder(order: Order) -> Written | None:
    """Whether he accepts what is with him, and when he pays it (SAL-11). None of what is cancelled or over."""
    if order.status != "confirmed":
        return None
    about = {"number": order.content.number, "customer_po": order.content.customer_po}
    accepted = all(shipment.concluded for shipment in order.dispatched.values() if shipment.delivered_at)
    invoices = tuple(each.number for each in order.invoices.values() if each.outstanding and each.number)
    says = (
        Text("goods of your order {customer_po}, our number {number}, are with you.", **about),
        *(() if accepted else (Text("Please tell us that all of it is as agreed, or what is not."),)),
        *((Text("When may we expect your payment of {invoices}?", invoices=invoices),) if invoices else ()),
        Text("An answer to this mail is enough. If you have paid or answered meanwhile, thank you."),
    )
    subject = Text("Is all in order with your order {customer_po} ({number})?", **about)
    return Written("delivery_reminder", subject, (DEAR, *says))


def solution(ticket: Ticket) -> Written:
    """What was done, and whether that solves it (SAL-13); silence closes it."""
    about = {"number": ticket.number, "words": ticket.solutions[-1].words}
    says = (
        Text("our answer to what you asked ({number}): {words}", **about),
        Text("Is it solved? If not, please say by the link below what is missing, and we take it up anew."),
        Text("If we hear nothing until {day}, we take it as solved.", day=ticket.due or "–"),
    )
    subject = Text("Is it solved? Our answer to {number}", **about)
    return Written("solution", subject, (DEAR, *says), "solution", ticket.solution_number)


def alternatives(order: Order) -> Written | None:
    """None where nothing is offered that he has not answered (SAL-10)."""
    known = order.alternatives
    if order.status != "confirmed" or known is None or known.choice is not None:
        return None
    about = {"number": order.content.number, "customer_po": order.content.customer_po}
    subject = Text("Please choose how we deliver your order {customer_po} ({number})", **about)
    says = (
        Text("your order {customer_po}, our number {number}, cannot be delivered as it was agreed.", **about),
        Text("What we can do instead comes with this mail, each way with its day and what the order comes to by it."),
        Text("Please tell us by {day} which one suits you, or that none of them does.", day=known.answer_by),
    )
    return Written("alternatives", subject, (DEAR, *says), "alternatives", order.content.number)


def quotation(inquiry: Inquiry, quoted: Quotation) -> Written:
    """The answer to what he asked for (SAL-1)."""
    about = {"reference": inquiry.reference, "number": quoted.number}
    says = (
        Text("thank you for your inquiry {reference}. Our quotation {number} comes with this mail.", **about),
        Text("It is valid until {day}. Please name its number when you order by it.", day=quoted.valid_until),
    )
    subject = Text("Our quotation {number} for your inquiry {reference}", **about)
    return Written("quotation", subject, (DEAR, *says), "quotation", quoted.number)


def open_orders(customer: Customer) -> Written:
    """The list of his open orders; it is drawn when the letter leaves (SAL-22, NOT-6)."""
    says = (
        Text("with this mail comes the list of your orders that are open with us today."),
        Text("For each it tells what is done, what holds it up, what we do about that, and what comes next."),
        Text("If an order of yours is not listed, or stands otherwise with you, please tell us: an answer is enough."),
    )
    return Written("open_orders", Text("Your open orders with us"), (DEAR, *says), "open_orders", customer.customer)


def letter(
    written: Written, order: Order, customer: Customer | None, policy: Policy, now: datetime, at: datetime
) -> Letter:
    """About an order; as ``letter_to``."""
    about = {"order_id": order.order_id, "order_number": order.content.number, "order_version": order.version}
    return letter_to(order.content.customer, written, customer, policy, now, at).but(**about)


def letter_to(
    code: str, written: Written, customer: Customer | None, policy: Policy, now: datetime, at: datetime
) -> Letter:
    """To the customer of this code, not numbered yet. It waits for its turn or for a person; whoever is addressed then
    gets it.

    ``now``: real time; ``at``: the company's.
    """
    return Letter(
        letter_id=UUID(int=0),
        number="",
        kind=written.kind,
        customer=code,
        language=customer.language if customer else "",
        subject=written.subject,
        text=written.text,
        paper=written.paper,
        document=written.document,
        state="waiting" if _switch(written.kind, policy) == "automatic" else "to_release",
        written_at=at,
        due=now,
    )


def _switch(kind: LetterKind, policy: Policy) -> Switch:
    switches: Mapping[LetterKind, Switch] = {
        "confirmation": policy.mail_confirmation,
        "delay_notice": policy.mail_delay_notice,
        "quotation": policy.mail_quotation,
        "alternatives": policy.mail_alternatives,
        "feedback_request": policy.mail_feedback_request,
        "return_form": policy.mail_return_form,
        "solution": policy.mail_solution,
        "delivery_reminder": policy.mail_delivery_reminder,
        "open_orders": policy.mail_open_orders,
    }
    return switches[kind]


def addressee(customer: Customer | None) -> Contact | None:
    """The first of his contacts to whom a mail can go."""
    known = customer.contacts if customer else ()
    return next((one for one in known if USABLE.fullmatch(one.email)), None)


def _choice(options: tuple[Option, ...]) -> Iterator[Text]:
    ways = tuple(filter(None, map(_way, options)))
    if ways:
        yield Text("You may choose: {ways}. Please tell us what suits you.", ways=ways)


def _way(option: Option) -> Text | None:
    """None for what he cannot choose: from whom we buy is ours."""
    match option.way:
        case "ship_in_part":
            return Text("a part shipment of what is here[, with you on {on}]", on=option.on)
        case "express_carriage":
            return Text("the fastest transport[, with you on {on}]", on=option.on)
        case "new_date":
            return Text("a new date[: {on}]", on=option.on)
        case "other_supplier":
            return None
