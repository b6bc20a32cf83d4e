"""Rescues over HTTP (SAL-24)."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from chassis import clock
from chassis.http.identity import Person, allow
from chassis.http.web import Ask
from contracts.scalars import Told
from services.sales.order.paths import STAFF, OrderId
from services.sales.order.view import OrderState
from services.sales.rescue import handlers
from services.sales.rescue.rules import EndRescue

router = APIRouter(prefix="/api/v1", tags=["changes"])
Rescuer = Annotated[Person, Depends(allow(*STAFF, "customer service"))]


class EndRescueBody(BaseModel):
    offered: Told
    """What was offered to keep the customer, and what he said to it."""
    result: Literal["kept", "cancelled"]


@router.post("/orders/{order_id}/end-rescue", response_model=OrderState)
async def end_rescue(by: Rescuer, order_id: OrderId, asked: EndRescueBody, ask: Ask) -> Response:
    """Tell what was offered to a customer who wishes to cancel: he is kept, or his order is cancelled now (SAL-24)."""
    body = EndRescue(order_id, asked.offered, asked.result, clock.today(), by.code)
    return await ask(handlers.end, body, key=str(order_id), by=by)
