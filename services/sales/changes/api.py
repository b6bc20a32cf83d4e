"""Change and cancel over HTTP (SAL-9)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from chassis.http.asked import DayAhead
from chassis.http.identity import Person, allow
from chassis.http.web import Ask
from contracts.scalars import Count, Told
from services.sales.changes import handlers
from services.sales.changes.rules import Cancel, Change, Wanted
from services.sales.order.paths import STAFF, OrderId, only_customer
from services.sales.order.view import OrderState

router = APIRouter(prefix="/api/v1", tags=["changes"])
Changer = Annotated[Person, Depends(allow(*STAFF))]
Canceller = Annotated[Person, Depends(allow(*STAFF, "customer"))]


class ChangeOrder(Wanted):
    wanted: DayAhead | None = None
    promised: DayAhead | None = None
    reason: Told
    expected_version: Count | None = None


class CancelOrder(BaseModel):
    reason: Told
    expected_version: Count | None = None


@router.post("/orders/{order_id}/change", response_model=OrderState)
async def change_order(by: Changer, order_id: OrderId, asked: ChangeOrder, ask: Ask) -> Response:
    """A new version of a confirmed order; refused below what was dispatched."""
    wanted = Wanted.model_validate({name: getattr(asked, name) for name in Wanted.model_fields})
    change = Change(order_id, wanted, asked.reason, asked.expected_version)
    return await ask(handlers.change, change, key=str(order_id), by=by)


@router.post("/orders/{order_id}/cancel", response_model=OrderState)
async def cancel_order(by: Canceller, order_id: OrderId, asked: CancelOrder, ask: Ask) -> Response:
    """Undo the order; refused when all of it was accepted. Where a rescue comes first (SAL-24), it only opens that."""
    cancel = Cancel(order_id, asked.reason, asked.expected_version, by.code, only_of=only_customer(by))
    return await ask(handlers.cancel, cancel, key=str(order_id), by=by)
