"""Sales' papers as they would be issued now, drawn from what sales keeps anyway."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

from chassis import clock
from chassis.handling import Reading
from chassis.http.identity import Role
from chassis.papers.company import issuer
from chassis.papers.kinds import Draft, Found, NotYet, PaperKind
from chassis.stored import storable
from contracts.order import OrderContent
from contracts.review import REVIEWERS
from contracts.texts import Text
from services.sales.complaint import store as complaints
from services.sales.complaint.rules.document import Complaint
from services.sales.feedback import store as feedback
from services.sales.feedback.rules import Feedback
from services.sales.order.paths import OFFICE, READERS, STAFF
from services.sales.order.rules.facts import Shipment
from services.sales.papers import store
from services.sales.papers.rules import (
    alternatives,
    feasibility_report,
    feedback_request,
    open_orders,
    order_confirmation,
    quotation,
    return_form,
    solution,
)
from services.sales.papers.rules.alternatives import AlternativesOffer, alternatives_paper, alternatives_sheet
from services.sales.papers.rules.feasibility_report import FeasibilityReport, feasibility_paper, feasibility_sheet
from services.sales.papers.rules.feedback_request import FeedbackRequest, request_paper, request_sheet
from services.sales.papers.rules.improvement_report import ImprovementReport, report_paper
from services.sales.papers.rules.needs_confirmation import NeedsConfirmation, needs_paper
from services.sales.papers.rules.open_orders import OpenOrders, open_orders_paper, open_orders_sheet
from services.sales.papers.rules.order_confirmation import OrderConfirmation, confirmation_paper, confirmation_sheet
from services.sales.papers.rules.quotation import QuotationPaper, quotation_paper, quotation_sheet
from services.sales.papers.rules.return_form import ReturnForm, return_paper, return_sheet
from services.sales.papers.rules.sales_slip import SalesSlip, slip_paper
from services.sales.papers.rules.solution import SolutionPaper, solution_paper, solution_sheet
from services.sales.papers.store import Papered
from services.sales.ticket import store as tickets
from services.sales.ticket.rules import Ticket
from services.sales.ticketing.rules.opening import had

LIST_READERS: tuple[Role, ...] = (*STAFF, "customer service", "management", "general manager", "customer")
CONFIRMED = ("confirmed", "closed")
NOT_CONFIRMED = Text("the order is not confirmed")
NOT_JUDGED = Text("it is issued when all four departments have judged the order")
NOT_KNOWN_WHY = Text("it is issued when the complaint is closed and its root cause is known")
NOTHING_OFFERED = Text("nothing is offered that is not answered")
ANOTHER_QUOTED = Text("a newer quotation took its place")
DECLINED = Text("the inquiry was declined")
NOTHING_GOES_BACK = Text("the customer has no goods that could go back")
NOT_ASKED = Text("the ticket was answered, or taken up anew")
NOTHING_OPEN = Text("the customer has no open order")
NOT_RELEASED = NotYet(Text("it is issued when goods are released"))


async def confirmations_of(db: Reading, order_id: UUID) -> Sequence[Found[OrderConfirmation]]:
    papered = await store.of_order(db, order_id)
    return [_confirmation(papered)] if papered else []


async def confirmation_numbered(db: Reading, number: str) -> Found[OrderConfirmation] | None:
    papered = await store.numbered(db, number)
    return _confirmation(papered) if papered else None


def _confirmation(papered: Papered) -> Found[OrderConfirmation]:
    """Each version of the order is a version of its confirmation."""
    order, content = papered.order, papered.order.content
    if order.status not in CONFIRMED or not isinstance(content, OrderContent):
        return NotYet(NOT_CONFIRMED, content.number, content.customer)
    return Draft(
        document=content.number,
        number=content.number,
        order_id=order.order_id,
        customer=content.customer,
        drawn_from=f"order version {order.version}{' under review' if order.pending else ''}",
        data=confirmation_paper(order, content, papered.items, issuer(), papered.policy, papered.needs),
        language=papered.language,
    )


CONFIRMATION = PaperKind(
    "order_confirmation",
    order_confirmation.TITLE,
    READERS,
    OrderConfirmation,
    confirmations_of,
    confirmation_numbered,
    confirmation_sheet,
)


async def feasibility_of(db: Reading, order_id: UUID) -> Sequence[Found[FeasibilityReport]]:
    papered = await store.of_order(db, order_id)
    return [_feasibility(papered)] if papered else []


async def feasibility_numbered(db: Reading, number: str) -> Found[FeasibilityReport] | None:
    papered = await store.numbered(db, number)
    return _feasibility(papered) if papered else None


FEASIBILITY = PaperKind(
    "feasibility_report",
    feasibility_report.TITLE,
    (*STAFF, *OFFICE),
    FeasibilityReport,
    feasibility_of,
    feasibility_numbered,
    feasibility_sheet,
    stays_inside=True,
)


def _feasibility(papered: Papered) -> Found[FeasibilityReport]:
    """What is judged otherwise is the next version."""
    order, content = papered.order, papered.order.content
    if not isinstance(content, OrderContent) or set(REVIEWERS) - set(order.verdicts):
        return NotYet(NOT_JUDGED, content.number, content.customer)
    data = feasibility_paper(order, content, papered.items, issuer())
    return Draft(
        document=content.number,
        number=content.number,
        order_id=order.order_id,
        customer=content.customer,
        drawn_from=sha256(storable((data.judged, data.risk, data.promised)).encode()).hexdigest(),
        data=data,
    )


async def slips_of(db: Reading, order_id: UUID) -> Sequence[Found[SalesSlip]]:
    papered = await store.of_order(db, order_id)
    return (_slips(papered) or [NOT_RELEASED]) if papered else []


async def slip_numbered(db: Reading, number: str) -> Draft[SalesSlip] | None:
    papered = await store.with_slip(db, number)
    slips = _slips(papered) if papered else []
    return next((slip for slip in slips if slip.number == number), None)


def _slips(papered: Papered) -> list[Draft[SalesSlip]]:
    shipments = [shipment for shipment in papered.order.shipments.values() if shipment.slip_number]
    return [_slip(papered, shipment) for shipment in sorted(shipments, key=lambda shipment: shipment.slip_number)]


def _slip(papered: Papered, shipment: Shipment) -> Draft[SalesSlip]:
    """A slip is about what was reserved for it, whatever becomes of the order later."""
    content = papered.order.binding
    return Draft(
        document=shipment.slip_number,
        number=shipment.slip_number,
        order_id=papered.order.order_id,
        customer=content.customer,
        drawn_from=f"order version {shipment.order_version}",
        data=slip_paper(shipment, content, papered.items, issuer()),
    )


async def reports_of(db: Reading, order_id: UUID) -> Sequence[Found[ImprovementReport]]:
    """Of grave complaints, and of others whose cause somebody looked for."""
    known = [one for one in await complaints.of_orders(db, [order_id]) if one.needs_team or one.analysis]
    papered = await store.of_order(db, order_id) if known else None
    return [_report(one, papered) for one in known] if papered else []


async def report_numbered(db: Reading, number: str) -> Found[ImprovementReport] | None:
    complaint = await complaints.named(db, number)
    papered = await store.of_order(db, complaint.order_id) if complaint else None
    return _report(complaint, papered) if complaint and papered else None


def _report(complaint: Complaint, papered: Papered) -> Found[ImprovementReport]:
    """Each answer is a version of its report."""
    if not complaint.closed or complaint.analysis is None:
        return NotYet(NOT_KNOWN_WHY, complaint.number, complaint.customer)
    content = papered.order.content
    return Draft(
        document=complaint.number,
        number=complaint.number,
        order_id=complaint.order_id,
        customer=complaint.customer,
        drawn_from=f"complaint version {complaint.version}",
        data=report_paper(complaint, complaint.analysis, content, papered.items, issuer()),
        language=papered.language,
    )


async def of_no_order(_db: Reading, _order_id: UUID) -> Sequence[Found[Any]]:
    """Needs are confirmed before there is an order; a list of open orders is about no single one."""
    return []


async def needs_numbered(db: Reading, number: str) -> Draft[NeedsConfirmation] | None:
    """Each version of the needs is a paper of its own, which says later that the customer agreed."""
    papered = await store.of_needs(db, number)
    if papered is None:
        return None
    return Draft(
        document=number,
        number=number,
        order_id=None,
        customer=papered.needs.customer,
        drawn_from="agreed" if papered.version.agreement else "recorded",
        data=needs_paper(papered.needs, papered.version, papered.inquiry, papered.customer, issuer()),
        language=papered.customer.language,
    )


async def alternatives_of(db: Reading, order_id: UUID) -> Sequence[Found[AlternativesOffer]]:
    """Of an order of which some were offered; once he has chosen there is nothing more to issue."""
    papered = await store.of_order(db, order_id)
    return _alternatives(papered) if papered else []


async def alternatives_numbered(db: Reading, number: str) -> Found[AlternativesOffer] | None:
    papered = await store.numbered(db, number)
    return next(iter(_alternatives(papered)), None) if papered else None


ALTERNATIVES = PaperKind(
    "alternatives",
    alternatives.TITLE,
    READERS,
    AlternativesOffer,
    alternatives_of,
    alternatives_numbered,
    alternatives_sheet,
    answered=True,
)


def _alternatives(papered: Papered) -> list[Found[AlternativesOffer]]:
    """Each offer is a version of the paper."""
    order, content, known = papered.order, papered.order.content, papered.order.alternatives
    if known is None or not isinstance(content, OrderContent):
        return []
    if known.choice is not None or known.version != order.version:
        return [NotYet(NOTHING_OFFERED, content.number, content.customer)]
    draft = Draft(
        document=content.number,
        number=content.number,
        order_id=order.order_id,
        customer=content.customer,
        drawn_from=known.drawn_from,
        data=alternatives_paper(known, content, issuer()),
        language=papered.language,
    )
    return [draft]


async def requests_of(db: Reading, order_id: UUID) -> Sequence[Found[FeedbackRequest]]:
    """Of the order and of complaints about it, as far as the customer may judge them."""
    known = await feedback.of_orders(db, [order_id])
    papered = await store.of_order(db, order_id) if known else None
    return [_request(one, papered) for one in known] if papered else []


async def request_numbered(db: Reading, number: str) -> Found[FeedbackRequest] | None:
    about = await feedback.numbered(db, number, {})
    known = (await feedback.load(db, [about])).get(about) if about else None
    papered = await store.of_order(db, known.order_id) if known else None
    return _request(known, papered) if known and papered else None


FEEDBACK_REQUEST = PaperKind(
    "feedback_request",
    feedback_request.TITLE,
    READERS,
    FeedbackRequest,
    requests_of,
    request_numbered,
    request_sheet,
    answered=True,
)


def _request(known: Feedback, papered: Papered) -> Draft[FeedbackRequest]:
    return Draft(
        document=known.number,
        number=known.number,
        order_id=known.order_id,
        customer=known.customer,
        drawn_from=f"asked on {known.happened_on}",
        data=request_paper(known, papered.order.content, issuer()),
        language=papered.language,
    )


async def return_forms_of(db: Reading, order_id: UUID) -> Sequence[Found[ReturnForm]]:
    """None of an order of which nothing was delivered."""
    papered = await store.of_order(db, order_id)
    delivered = papered and any(one.delivered_at for one in papered.order.shipments.values())
    return [await _return_form(db, papered)] if papered and delivered else []


async def return_form_numbered(db: Reading, number: str) -> Found[ReturnForm] | None:
    papered = await store.numbered(db, number)
    return await _return_form(db, papered) if papered else None


RETURN_FORM = PaperKind(
    "return_form",
    return_form.TITLE,
    READERS,
    ReturnForm,
    return_forms_of,
    return_form_numbered,
    return_sheet,
    answered=True,
)


async def _return_form(db: Reading, papered: Papered) -> Found[ReturnForm]:
    """What may go back otherwise is the next version."""
    order, content = papered.order, papered.order.content
    left = had(order, await tickets.of_orders(db, [order.order_id])).values()
    if not left:
        return NotYet(NOTHING_GOES_BACK, content.number, content.customer)
    data = return_paper(content, left, papered.items, issuer())
    return Draft(
        document=content.number,
        number=content.number,
        order_id=order.order_id,
        customer=content.customer,
        drawn_from=sha256(storable(data.lines).encode()).hexdigest(),
        data=data,
        language=papered.language,
    )


async def solutions_of(db: Reading, order_id: UUID) -> Sequence[Found[SolutionPaper]]:
    """Of tickets about the order whose customer is asked whether they are solved."""
    asked = [one for one in await tickets.of_orders(db, [order_id]) if one.state == "solved"]
    return [await _solution(db, one) for one in asked]


async def solution_numbered(db: Reading, number: str) -> Found[SolutionPaper] | None:
    """Each solution is a paper of its own, while the customer is asked of it."""
    ticket = await tickets.with_solution(db, number)
    if ticket is None or not ticket.solutions:
        return None
    if ticket.state != "solved" or ticket.solution_number != number.upper():
        return NotYet(NOT_ASKED, number, ticket.customer)
    return await _solution(db, ticket)


SOLUTION = PaperKind(
    "solution",
    solution.TITLE,
    READERS,
    SolutionPaper,
    solutions_of,
    solution_numbered,
    solution_sheet,
    answered=True,
)


async def _solution(db: Reading, ticket: Ticket) -> Draft[SolutionPaper]:
    customer = await store.customer(db, ticket.customer)
    return Draft(
        document=ticket.solution_number,
        number=ticket.solution_number,
        order_id=ticket.order_id,
        customer=ticket.customer,
        drawn_from=f"solved at {ticket.solutions[-1].at:%Y-%m-%d %H:%M}",
        data=solution_paper(ticket, ticket.due or clock.today(), customer, issuer()),
        language=customer.language if customer else "",
    )


async def quotations_of(db: Reading, order_id: UUID) -> Sequence[Found[QuotationPaper]]:
    """The one by which it was ordered."""
    papered = await store.of_order(db, order_id)
    named = papered.order.content.quotation if papered else None
    found = await quotation_numbered(db, named) if named else None
    return [found] if found else []


async def quotation_numbered(db: Reading, number: str) -> Found[QuotationPaper] | None:
    """Each quotation is a paper of its own, from when the customer may hear of it."""
    papered = await store.of_quotation(db, number)
    if papered is None:
        return None
    one, inquiry, customer = papered.quotation, papered.inquiry, papered.customer
    if inquiry.status == "declined" or inquiry.newest != one:
        return NotYet(DECLINED if inquiry.newest == one else ANOTHER_QUOTED, number, inquiry.customer)
    return Draft(
        document=number,
        number=number,
        order_id=None,
        customer=inquiry.customer,
        drawn_from=f"quoted on {one.quoted_on}",
        data=quotation_paper(one, inquiry, customer, papered.items, issuer()),
        language=customer.language,
    )


QUOTATION = PaperKind(
    "quotation",
    quotation.TITLE,
    READERS,
    QuotationPaper,
    quotations_of,
    quotation_numbered,
    quotation_sheet,
)


async def open_orders_of(db: Reading, customer: str) -> Found[OpenOrders] | None:
    """By the customer's code; what differs from the list before is its next version."""
    known, orders = await store.open_orders(db, customer)
    if known is None:
        return None
    if not orders:
        return NotYet(NOTHING_OPEN, customer, customer)
    data = open_orders_paper(known, orders, issuer(), clock.today())
    return Draft(
        document=customer,
        number=customer,
        order_id=None,
        customer=customer,
        drawn_from=sha256(storable(data.orders).encode()).hexdigest(),
        data=data,
        language=known.language,
    )


OPEN_ORDERS = PaperKind(
    "open_orders",
    open_orders.TITLE,
    LIST_READERS,
    OpenOrders,
    of_no_order,
    open_orders_of,
    open_orders_sheet,
)
