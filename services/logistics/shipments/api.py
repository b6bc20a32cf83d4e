"""Shipments over HTTP: what waits, dispatch by hand, and the carriers' news."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field, TypeAdapter

from chassis import clock
from chassis.http.asked import DayAhead
from chassis.http.batch import Answers, Batch, Item, answer_each
from chassis.http.identity import Person, allow
from chassis.http.web import Ask, Reading
from chassis.refusal import NotFound, Refusal
from contracts.scalars import Code, Mode, Moment, Reference, Told
from services.logistics.carriers.rules import Option
from services.logistics.carriers.store import rates_to
from services.logistics.paths import ShipmentId
from services.logistics.shipments import handlers, store
from services.logistics.shipments.handlers import ShipmentState
from services.logistics.shipments.rules import Delay, Deliver, Dispatch

router = APIRouter(prefix="/api/v1", tags=["shipments"])
Clerk = Annotated[Person, Depends(allow("logistics clerk"))]
ClerkOrCarrier = Annotated[Person, Depends(allow("logistics clerk", "carrier"))]
READERS = ("logistics clerk", "carrier", "merchandiser", "sales manager", "customer service", "management")
Reader = Annotated[Person, Depends(allow(*READERS))]


class DispatchBody(BaseModel):
    """By rule where the clerk names nothing."""

    carrier: Code | None = None
    mode: Mode | None = None
    tracking: Reference | None = None


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


class Shipments(BaseModel):
    """A page of shipments; ``next`` is the cursor of the page after it."""

    items: list[ShipmentState]
    next: UUID | None


class Options(BaseModel):
    """Every transport that could take a shipment."""

    items: list[Option]
    next: None = None


@router.get("/shipments")
async def get_shipments(
    db: Reading,
    by: Reader,
    state: Literal["packed", "dispatched", "delivered", "cancelled"] | None = None,
    order_id: UUID | None = None,
    after: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Shipments:
    """A carrier sees its own only."""
    found = await store.listed(db, state=state, order_id=order_id, carrier=_as_carrier(by), after=after, limit=limit)
    items = [handlers.state_of(shipment) for shipment in found]
    return Shipments(items=items, next=items[-1].id if len(items) == limit else None)


@router.get("/shipments/{shipment_id}/options")
async def get_options(_: Clerk, shipment_id: ShipmentId, db: Reading) -> Options:
    """Every transport that could take the shipment today, with cost, CO2, arrival and reliability (LOG-1)."""
    shipment = await store.find(db, shipment_id)
    if shipment is None:
        raise NotFound(what="shipment", id=shipment_id)
    rates = await rates_to(db, [shipment.country])
    return Options(items=handlers.offers(shipment, rates[shipment.country], clock.today()))


@router.post("/shipments/{shipment_id}/dispatch", response_model=ShipmentState)
async def dispatch(by: Clerk, shipment_id: ShipmentId, asked: DispatchBody, ask: Ask) -> Response:
    body = Dispatch(shipment_id, asked.carrier, asked.mode, asked.tracking)
    return await ask(handlers.dispatch, body, key=str(shipment_id), by=by)


@router.post("/shipments/{shipment_id}/deliver", response_model=ShipmentState)
async def deliver(by: ClerkOrCarrier, shipment_id: ShipmentId, asked: DeliverBody, ask: Ask) -> Response:
    body = Deliver(shipment_id, asked.proof, asked.at, _as_carrier(by))
    return await ask(handlers.report, body, key=str(shipment_id), by=by)


@router.post("/shipments/{shipment_id}/delay", response_model=ShipmentState)
async def delay(by: ClerkOrCarrier, shipment_id: ShipmentId, asked: DelayBody, ask: Ask) -> Response:
    body = Delay(shipment_id, asked.expected, asked.reason, _as_carrier(by))
    return await ask(handlers.report, body, key=str(shipment_id), by=by)


@router.post("/carrier-events/batch", response_model=Answers[ShipmentState])
async def carrier_events(events: Batch[DeliveredItem | DelayedItem], ask: Ask, by: ClerkOrCarrier) -> Response:
    """Each item by itself: a bad one never sinks the others (LOG-5)."""

    async def do(items: Sequence[DeliveredItem | DelayedItem]) -> Sequence[bytes | Refusal]:
        said = [(item.idempotency_key, str(item.shipment_id), _word(item, by)) for item in items]
        return await ask.batch(handlers.report, said, by=by)

    return await answer_each(events, _item, do)


def _item(raw: dict[str, Any], **how: Any) -> DeliveredItem | DelayedItem:
    """Its faults name the item's own fields, as the single routes do."""
    for kind, item in (("delivered", DeliveredItem), ("delayed", DelayedItem)):
        if raw.get("kind") == kind:
            return item.model_validate(raw, **how)
    return CarrierItem.validate_python(raw, **how)


def _word(item: DeliveredItem | DelayedItem, by: Person) -> Deliver | Delay:
    if isinstance(item, DeliveredItem):
        return Deliver(item.shipment_id, item.proof, item.at, _as_carrier(by))
    return Delay(item.shipment_id, item.expected, item.reason, _as_carrier(by))


def _as_carrier(by: Person) -> str | None:
    """The carrier that asks; None when it is our own clerk or reader."""
    return by.code if set(by.roles) & set(READERS) == {"carrier"} else None
