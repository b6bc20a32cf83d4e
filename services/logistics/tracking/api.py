"""Shipments under way over HTTP: what there is, the carriers' news, and a clerk's corrections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from chassis.http.asked import DayAhead
from chassis.http.batch import Answers, Batch, Item, answer_each
from chassis.http.identity import Person
from chassis.http.page import Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import Refusal
from contracts.scalars import Moment, Reference, Told
from contracts.texts import Expected
from services.logistics.shipment import store
from services.logistics.shipment.paths import Clerk, ClerkOrCarrier, Reader, ShipmentId, as_carrier
from services.logistics.shipment.rules.shipment import State
from services.logistics.shipment.view import ShipmentState, state_of
from services.logistics.tracking import handlers
from services.logistics.tracking.rules import Correct, Delay, Deliver

router = Router(prefix="/api/v1", tags=["shipments"])


class DelayBody(BaseModel):
    """The goods arrive on another day than was expected."""

    expected: DayAhead
    reason: Told


class DeliverBody(BaseModel):
    """When the goods arrived, from the day they left until now (left out: now), and the proof's reference."""

    at: Moment | None = None
    proof: Reference


class DeliveredItem(DeliverBody, Item):
    shipment_id: UUID
    kind: Literal["delivered"]


class DelayedItem(DelayBody, Item):
    shipment_id: UUID
    kind: Literal["delayed"]


CarrierItem: TypeAdapter[DeliveredItem | DelayedItem] = TypeAdapter(
    Annotated[DeliveredItem | DelayedItem, Field(discriminator="kind")]
)


class CorrectBody(BaseModel):
    """What was wrong of the delivery, and why; what is left out was right."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "read at the gate", "proof": "POD-1"}]})

    at: Moment | None = None
    proof: Reference | None = None
    reason: Told

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.at is None and self.proof is None:
            raise Expected("at or proof, or both: what was wrong of the delivery")
        return self


class Shipments(Page[ShipmentState]):
    """A page of shipments; ``next`` is the cursor of the page after it."""


@router.get("/shipments")
async def get_shipments(
    db: Look,
    by: Reader,
    state: State | None = None,
    order_id: UUID | None = None,
    after: UUID | None = None,
    limit: Limit = 100,
) -> Shipments:
    """A carrier sees its own only."""
    found = await store.listed(db, state=state, order_id=order_id, carrier=as_carrier(by), after=after, limit=limit)
    items = tuple(state_of(shipment) for shipment in found)
    return Shipments(items=items, next=items[-1].id if len(items) == limit else None)


@router.post("/shipments/{shipment_id}/deliver", response_model=ShipmentState)
async def deliver_shipment(by: ClerkOrCarrier, shipment_id: ShipmentId, asked: DeliverBody, ask: Ask) -> Response:
    body = Deliver(shipment_id, asked.proof, asked.at, as_carrier(by))
    return await ask(handlers.report, body, key=str(shipment_id), by=by)


@router.post("/shipments/{shipment_id}/delay", response_model=ShipmentState)
async def delay_shipment(by: ClerkOrCarrier, shipment_id: ShipmentId, asked: DelayBody, ask: Ask) -> Response:
    body = Delay(shipment_id, asked.expected, asked.reason, as_carrier(by))
    return await ask(handlers.report, body, key=str(shipment_id), by=by)


@router.post("/carrier-events/batch", response_model=Answers[ShipmentState])
async def carrier_events(events: Batch[DeliveredItem | DelayedItem], ask: Ask, by: ClerkOrCarrier) -> Response:
    """Each item by itself: a bad one never sinks the others (LOG-5)."""

    async def do(items: Sequence[DeliveredItem | DelayedItem]) -> Sequence[bytes | Refusal]:
        said = [(item.idempotency_key, str(item.shipment_id), _word(item, by)) for item in items]
        return await ask.batch(handlers.report, said, by=by)

    return await answer_each(events, _item, do)


@router.post("/shipments/{shipment_id}/correct-delivery", response_model=ShipmentState)
async def correct_delivery(by: Clerk, shipment_id: ShipmentId, asked: CorrectBody, ask: Ask) -> Response:
    """The delivery is said anew with what is right; ``corrections`` keeps what was recorded before."""
    body = Correct(shipment_id, asked.reason, by.code, asked.at, asked.proof)
    return await ask(handlers.correct, body, key=str(shipment_id), by=by)


def _item(raw: dict[str, Any], **how: Any) -> DeliveredItem | DelayedItem:
    """Its faults name the item's own fields, as the single routes do."""
    for kind, item in (("delivered", DeliveredItem), ("delayed", DelayedItem)):
        if raw.get("kind") == kind:
            return item.model_validate(raw, **how)
    return CarrierItem.validate_python(raw, **how)


def _word(item: DeliveredItem | DelayedItem, by: Person) -> Deliver | Delay:
    if isinstance(item, DeliveredItem):
        return Deliver(item.shipment_id, item.proof, item.at, as_carrier(by))
    return Delay(item.shipment_id, item.expected, item.reason, as_carrier(by))
