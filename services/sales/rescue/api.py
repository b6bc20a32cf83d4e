"""Rescues over HTTP (SAL-24)."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Response
from pydantic import BaseModel

from chassis import clock
from chassis.http.asked import period_of
from chassis.http.identity import Person, allow
from chassis.http.page import Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from contracts.scalars import Code, Day, Told
from services.sales.order.paths import OFFICE, STAFF, OrderId
from services.sales.order.rules.facts import CancelCause
from services.sales.order.view import OrderState
from services.sales.rescue import handlers, store
from services.sales.rescue.rules import EndRescue, Wish
from services.sales.rescue.view import CancelsOfCustomer

router = Router(prefix="/api/v1", tags=["changes"])
PERIOD_DAYS = 365
"""Of the counts, unless another is asked for."""
Rescuer = Annotated[Person, Depends(allow(*STAFF, "customer service"))]
Reader = Annotated[Person, Depends(allow(*STAFF, *OFFICE))]


class EndRescueBody(BaseModel):
    offered: Told
    """What was offered to keep the customer, and what he said to it."""
    result: Literal["kept", "cancelled"]
    cause: CancelCause | None = None
    """Of what kind his reason was after all; else as it was told first."""


class Cancels(Page[CancelsOfCustomer, str]):
    """By customer; ``next`` is the cursor of the next page."""


class WishesOfOrder(BaseModel):
    """All of them, the oldest first."""

    items: tuple[Wish, ...]


@router.post("/orders/{order_id}/end-rescue", response_model=OrderState)
async def end_rescue(by: Rescuer, order_id: OrderId, asked: EndRescueBody, ask: Ask) -> Response:
    """Tell what was offered to a customer who wishes to cancel: he is kept, or his order is cancelled now (SAL-24)."""
    body = EndRescue(order_id, asked.offered, asked.result, clock.today(), by.code, asked.cause)
    return await ask(handlers.end, body, key=str(order_id), by=by)


@router.get("/cancels", response_model=Cancels)
async def list_cancels(
    db: Look,
    _: Reader,
    since: Day | None = None,
    until: Day | None = None,
    customer: Code | None = None,
    cause: CancelCause | None = None,
    after: Code | None = None,
    limit: Limit = 100,
) -> Cancels:
    """Why customers wished to cancel in a period, a year unless told, and how often they were kept (SAL-24)."""
    first, last = period_of(since, until, PERIOD_DAYS)
    items = await store.counted(db, first, last, after or "", customer, cause, limit)
    return Cancels(items=items, next=items[-1].customer if len(items) == limit else None)


@router.get("/orders/{order_id}/cancel-wishes", response_model=WishesOfOrder)
async def list_cancel_wishes(_: Reader, order_id: OrderId, db: Look) -> WishesOfOrder:
    """Each time that the customer wished to cancel an order: his reason, what he was offered, what came of it."""
    return WishesOfOrder(items=await store.of_order(db, order_id))
