"""The merchandiser decides over HTTP (SAL-5, SAL-8)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Response
from pydantic import BaseModel

from chassis.http.asked import DayAhead
from chassis.http.identity import Person, allow
from chassis.http.router import Router
from chassis.http.web import Ask
from services.sales.order.paths import DECIDERS, OrderId
from services.sales.order.rules.asked import Whys
from services.sales.order.view import OrderState
from services.sales.review import handlers
from services.sales.review.rules import Confirm, Reject, SignRisk

router = Router(prefix="/api/v1", tags=["review"])
Signer = Annotated[Person, Depends(allow("sales manager", "general manager"))]
Decider = Annotated[Person, Depends(allow(*DECIDERS))]


class ConfirmOrder(BaseModel):
    promised: DayAhead | None = None
    """Replaces the computed date; needed where the reviews give none."""


class RejectOrder(BaseModel):
    reasons: Whys


@router.post("/orders/{order_id}/confirm", response_model=OrderState)
async def confirm_order(by: Decider, order_id: OrderId, ask: Ask, asked: ConfirmOrder | None = None) -> Response:
    """Confirm a reviewed order, also one that is not feasible; refused while finance says no to it (SAL-5)."""
    return await ask(handlers.confirm, Confirm(order_id, asked.promised if asked else None), key=str(order_id), by=by)


@router.post("/orders/{order_id}/sign-risk", response_model=OrderState)
async def sign_risk(by: Signer, order_id: OrderId, ask: Ask) -> Response:
    """Take a high or critical risk, which the order's confirmation waits for; not by who entered the order (SAL-6)."""
    return await ask(handlers.sign_risk, SignRisk(order_id, by.code, by.roles), key=str(order_id), by=by)


@router.post("/orders/{order_id}/reject", response_model=OrderState)
async def reject_order(by: Decider, order_id: OrderId, asked: RejectOrder, ask: Ask) -> Response:
    """Reject an order that is not confirmed; final."""
    return await ask(handlers.reject, Reject(order_id, asked.reasons), key=str(order_id), by=by)
