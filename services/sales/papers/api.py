"""HTTP of sales' papers."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from chassis import clock
from chassis.handling import Reading
from chassis.http.asked import DayGone
from chassis.http.identity import Person, Role, allow
from chassis.http.web import Ask
from chassis.papers.api import paper_routes
from chassis.papers.company import issuer
from chassis.papers.kinds import Draft, Found, NotYet, PaperKind
from chassis.stored import storable
from contracts.order import OrderContent
from contracts.scalars import Count, Told
from contracts.texts import Text
from services.sales.complaint import store as complaints
from services.sales.complaint.rules import Complaint
from services.sales.feedback import store as feedback
from services.sales.feedback.rules import Feedback
from services.sales.order.paths import OFFICE, READERS, STAFF, OrderId, only_customer
from services.sales.order.rules.facts import Shipment
from services.sales.order.view import OrderState
from services.sales.papers import handlers, store
from services.sales.papers.rules import (
    feedback_request,
    improvement_report,
    open_orders,
    order_confirmation,
    sales_slip,
)
from services.sales.papers.rules.acknowledging import Acknowledge
from services.sales.papers.rules.feedback_request import FeedbackRequest, request_paper, request_sheet
from services.sales.papers.rules.improvement_report import ImprovementReport, report_paper, report_sheet
from services.sales.papers.rules.open_orders import OpenOrders, open_orders_paper, open_orders_sheet
from services.sales.papers.rules.order_confirmation import OrderConfirmation, confirmation_paper, confirmation_sheet
from services.sales.papers.rules.sales_slip import SalesSlip, slip_paper, slip_sheet
from services.sales.papers.store import Papered

Acknowledger = Annotated[Person, Depends(allow(*STAFF, "customer service", "customer"))]
SLIP_READERS: tuple[Role, ...] = (*STAFF, *OFFICE, "storekeeper", "logistics clerk")
REPORT_READERS: tuple[Role, ...] = (*READERS, "quality manager")
LIST_READERS: tuple[Role, ...] = (*STAFF, "customer service", "management", "general manager", "customer")
CONFIRMED = ("confirmed", "closed")
NOT_CONFIRMED = Text("the order is not confirmed")
NOT_KNOWN_WHY = Text("it is issued when the complaint is closed and its root cause is known")
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
        drawn_from=f"order version {order.version}",
        data=confirmation_paper(order, content, papered.items, issuer(), papered.policy),
        language=papered.language,
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


async def no_lists(_db: Reading, _order_id: UUID) -> Sequence[Found[OpenOrders]]:
    """A list of open orders is about no single one."""
    return []


async def open_orders_of(db: Reading, customer: str) -> Found[OpenOrders] | None:
    """By the customer's code; what differs from the list before is its next version."""
    known, orders = await store.open_orders(db, customer)
    if known is None:
        return None
    if not orders:
        return NotYet(NOTHING_OPEN, customer, customer)
    data = open_orders_paper(known, orders, issuer())
    return Draft(
        document=customer,
        number=customer,
        order_id=None,
        customer=customer,
        drawn_from=sha256(storable(data.orders).encode()).hexdigest(),
        data=data,
        language=known.language,
    )


class AcknowledgeConfirmation(BaseModel):
    expected_version: Annotated[Count, Field(ge=1)]
    """Of the order, as its confirmation says it."""
    words: Told
    on: DayGone | None = None
    """Today, unless told."""


acknowledging = APIRouter(prefix="/api/v1", tags=["acknowledging"])


@acknowledging.post("/orders/{order_id}/acknowledge", response_model=OrderState)
async def acknowledge_confirmation(
    by: Acknowledger, order_id: OrderId, asked: AcknowledgeConfirmation, ask: Ask
) -> Response:
    """The customer acknowledges the confirmation of this version, in his words."""
    said = Acknowledge(
        order_id, asked.expected_version, asked.on or clock.today(), asked.words, by.code, only_of=only_customer(by)
    )
    return await ask(handlers.acknowledge_confirmation, said, key=str(order_id), by=by)


router = paper_routes(
    PaperKind(
        "order_confirmation",
        order_confirmation.TITLE,
        READERS,
        OrderConfirmation,
        confirmations_of,
        confirmation_numbered,
        confirmation_sheet,
    ),
    PaperKind(
        "improvement_report",
        improvement_report.TITLE,
        REPORT_READERS,
        ImprovementReport,
        reports_of,
        report_numbered,
        report_sheet,
    ),
    PaperKind(
        "feedback_request",
        feedback_request.TITLE,
        READERS,
        FeedbackRequest,
        requests_of,
        request_numbered,
        request_sheet,
        answered=True,
    ),
    PaperKind("open_orders", open_orders.TITLE, LIST_READERS, OpenOrders, no_lists, open_orders_of, open_orders_sheet),
    PaperKind(
        "sales_slip", sales_slip.TITLE, SLIP_READERS, SalesSlip, slips_of, slip_numbered, slip_sheet, stays_inside=True
    ),
)
