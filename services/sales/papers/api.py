"""HTTP of sales' papers."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Response
from pydantic import BaseModel, Field

from chassis import clock
from chassis.http.asked import DayGone
from chassis.http.identity import Person, allow
from chassis.http.router import Router
from chassis.http.web import Ask
from chassis.papers.api import paper_routes
from contracts.scalars import Count, Told
from services.sales.order.paths import STAFF, OrderId, only_customer
from services.sales.order.view import OrderState
from services.sales.papers import handlers
from services.sales.papers.rules.acknowledging import Acknowledge
from services.sales.papers.view.alternatives import ALTERNATIVES
from services.sales.papers.view.feasibility_report import FEASIBILITY
from services.sales.papers.view.feedback_request import FEEDBACK_REQUEST
from services.sales.papers.view.improvement_report import REPORT
from services.sales.papers.view.needs_confirmation import NEEDS
from services.sales.papers.view.open_orders import OPEN_ORDERS
from services.sales.papers.view.order_confirmation import CONFIRMATION
from services.sales.papers.view.quotation import QUOTATION
from services.sales.papers.view.return_form import RETURN_FORM
from services.sales.papers.view.sales_slip import SLIP
from services.sales.papers.view.solution import SOLUTION

Acknowledger = Annotated[Person, Depends(allow(*STAFF, "customer service", "customer"))]


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
    CONFIRMATION,
    ALTERNATIVES,
    REPORT,
    NEEDS,
    FEEDBACK_REQUEST,
    OPEN_ORDERS,
    QUOTATION,
    RETURN_FORM,
    SOLUTION,
    SLIP,
    FEASIBILITY,
)
