"""Why an order has its priority, for who deals with it (SAL-7); its customer sees neither (ALL-3)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from chassis import clock
from chassis.figures import holding
from chassis.http.identity import Person, allow
from chassis.http.router import Router
from chassis.http.web import Look
from chassis.refusal import NotFound
from services.sales.order import store as book
from services.sales.order.paths import STAFF, OrderId
from services.sales.policy import Policy
from services.sales.weighing.view import PriorityState, state_of

router = Router(prefix="/api/v1", tags=["orders"])


@router.get("/orders/{order_id}/priority", response_model=PriorityState)
async def get_priority(
    _: Annotated[Person, Depends(allow(*STAFF, "management", "general manager"))], order_id: OrderId, db: Look
) -> PriorityState:
    """What its priority is made of by what is known today, and why (SAL-7)."""
    order = await book.look(db, order_id)
    if order is None:
        raise NotFound(what="order", id=order_id)
    async with db.acquire() as connection:
        masters = await book.masters_of(connection, [order_id], [])
    return state_of(order, masters[order_id], await holding(db, Policy), clock.today())
