"""The customer accepts a delivery over HTTP, or staff for him (SAL-11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Response

from chassis.http.batch import Answers, Batch, Item, answer_each
from chassis.http.identity import Person, allow
from chassis.http.page import Limit, Page
from chassis.http.router import Router
from chassis.http.sight import hidden
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound, Refusal
from services.sales.delivery import handlers
from services.sales.order import store as book
from services.sales.order.paths import READERS, STAFF, OrderId, ShipmentId, only_customer
from services.sales.order.rules.asked import OfShipment
from services.sales.order.view import OrderBrief, ShipmentToAccept, shipments_to_accept

router = Router(prefix="/api/v1", tags=["delivery"])
Acceptor = Annotated[Person, Depends(allow(*STAFF, "customer service", "customer"))]
Reader = Annotated[Person, Depends(allow(*READERS))]


class AcceptItem(Item):
    order_id: UUID
    shipment_id: UUID


class Shipments(Page[ShipmentToAccept]):
    """Of the next orders; ``next`` is an order's id."""


@router.post("/orders/{order_id}/shipments/{shipment_id}/accept", response_model=OrderBrief)
async def accept_shipment(by: Acceptor, order_id: OrderId, shipment_id: ShipmentId, ask: Ask) -> Response:
    """The customer accepts this delivery."""
    asked = OfShipment(order_id, shipment_id, only_of=only_customer(by))
    return await ask(handlers.accept, asked, key=str(order_id), by=by)


@router.post("/acceptances/batch", response_model=Answers[OrderBrief])
async def accept_shipments(batch: Batch[AcceptItem], db: Look, ask: Ask, by: Acceptor) -> Response:
    """Up to 500 acceptances, each by itself."""

    async def do(items: Sequence[AcceptItem]) -> Sequence[bytes | Refusal]:
        only, others = only_customer(by), await hidden(db, [item.order_id for item in items])
        asked = [
            (item.idempotency_key, str(item.order_id), OfShipment(item.order_id, item.shipment_id, only_of=only))
            for item in items
            if item.order_id not in others
        ]
        answered = iter(await ask.batch(handlers.accept, asked, by=by))
        return [
            NotFound(what="order", id=item.order_id) if item.order_id in others else next(answered) for item in items
        ]

    return await answer_each(batch, AcceptItem.model_validate, do)


@router.get("/shipments", response_model=Shipments)
async def list_shipments(
    db: Look, by: Reader, state: Literal["delivered"] = "delivered", after: UUID | None = None, limit: Limit = 100
) -> Shipments:
    """The deliveries that wait for acceptance, of up to ``limit`` orders."""
    page = await book.find_to_accept(db, customer=only_customer(by), after=after, limit=limit)
    found = (shipment for order in page.items for shipment in shipments_to_accept(order))
    return Shipments(items=tuple(found), next=page.next)
