"""HTTP of sales' papers."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Response
from pydantic import BaseModel, Field

from chassis import clock
from chassis.http.asked import DayGone
from chassis.http.identity import Person, Role, allow
from chassis.http.router import Router
from chassis.http.web import Ask
from chassis.papers.api import paper_routes
from chassis.papers.kinds import PaperKind
from contracts.scalars import Count, Told
from services.sales.order.paths import OFFICE, READERS, STAFF, OrderId, only_customer
from services.sales.order.view import OrderState
from services.sales.papers import handlers, view
from services.sales.papers.rules import (
    improvement_report,
    needs_confirmation,
    sales_slip,
)
from services.sales.papers.rules.acknowledging import Acknowledge
from services.sales.papers.rules.improvement_report import ImprovementReport, report_sheet
from services.sales.papers.rules.needs_confirmation import NeedsConfirmation, needs_sheet
from services.sales.papers.rules.sales_slip import SalesSlip, slip_sheet

Acknowledger = Annotated[Person, Depends(allow(*STAFF, "customer service", "customer"))]
SLIP_READERS: tuple[Role, ...] = (*STAFF, *OFFICE, "storekeeper", "logistics clerk")
REPORT_READERS: tuple[Role, ...] = (*READERS, "quality manager")


class AcknowledgeConfirmation(BaseModel):
    expected_version: Annotated[Count, Field(ge=1)]
    """Of the order, as its confirmation says it."""
    words: Told
    on: DayGone | None = None
    """Today, unless told."""


acknowledging = Router(prefix="/api/v1", tags=["acknowledging"])


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
    view.CONFIRMATION,
    view.ALTERNATIVES,
    PaperKind(
        "improvement_report",
        improvement_report.TITLE,
        REPORT_READERS,
        ImprovementReport,
        view.reports_of,
        view.report_numbered,
        report_sheet,
    ),
    PaperKind(
        "needs_confirmation",
        needs_confirmation.TITLE,
        READERS,
        NeedsConfirmation,
        view.of_no_order,
        view.needs_numbered,
        needs_sheet,
        answered=True,
    ),
    view.FEEDBACK_REQUEST,
    view.OPEN_ORDERS,
    view.QUOTATION,
    view.RETURN_FORM,
    view.SOLUTION,
    PaperKind(
        "sales_slip",
        sales_slip.TITLE,
        SLIP_READERS,
        SalesSlip,
        view.slips_of,
        view.slip_numbered,
        slip_sheet,
        stays_inside=True,
    ),
    view.FEASIBILITY,
)
