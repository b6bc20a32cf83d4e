"""What an order lacks is told over HTTP (SAL-3)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Response

from chassis.http.asked import CurrencyNow, DayAhead
from chassis.http.identity import Person, allow
from chassis.http.router import Router
from chassis.http.web import Ask
from services.sales.clarifying import handlers
from services.sales.clarifying.rules import Clarify
from services.sales.intake.rules.asked import Asked
from services.sales.order.paths import STAFF, OrderId, only_customer
from services.sales.order.view import OrderState

router = Router(prefix="/api/v1", tags=["orders"])
Teller = Annotated[Person, Depends(allow(*STAFF, "customer"))]


class ClarifyOrder(Asked):
    """What is told of an order that is in the book."""

    currency: CurrencyNow | None = None
    wanted: DayAhead | None = None


@router.post("/orders/{order_id}/clarify", response_model=OrderState)
async def clarify_order(by: Teller, order_id: OrderId, asked: ClarifyOrder, ask: Ask) -> Response:
    """What the customer tells of an order that is not confirmed; ``lines`` replaces all lines (SAL-3)."""
    told = Asked.model_validate(dict(asked.told))
    clarify = Clarify(order_id, told, only_of=only_customer(by))
    return await ask(handlers.clarify, clarify, key=str(order_id), by=by)
