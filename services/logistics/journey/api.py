"""What carriers tell of goods under way: by webhook, as a batch, from a sheet, or by a clerk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Annotated, Any

from fastapi import Body, Depends, Response
from pydantic import BaseModel, Field, ValidationError

from chassis.figures import opening
from chassis.http.batch import Answers, Batch, Item, answer_each
from chassis.http.faults import faults_of
from chassis.http.identity import Person
from chassis.http.page import Page
from chassis.http.router import Router
from chassis.http.signed import secret_in, signed
from chassis.http.unknown import strictly
from chassis.http.web import Ask, AskByWebhook, Commands, Look
from chassis.refusal import InvalidInput, NotFound, Refusal
from contracts.scalars import Code, Country, Day, Moment, Reference, Told
from contracts.texts import Expected
from services.logistics.journey import handlers, store
from services.logistics.journey.rules.event import CarrierEvent, Kind
from services.logistics.journey.rules.event import Told as Happened
from services.logistics.journey.rules.sheet import rows_of
from services.logistics.policy import Policy
from services.logistics.shipment import store as shipments
from services.logistics.shipment.paths import Clerk, ClerkOrCarrier, Reader, ShipmentId, as_carrier
from services.logistics.shipment.rules.numbers import Container, Tracking
from services.logistics.shipment.view import ShipmentState

router = Router(prefix="/api/v1", tags=["shipments"])


class NewsBody(BaseModel):
    """What happened to goods under way; ``tracking`` is the carrier's number for all of the shipment."""

    kind: Kind
    at: Moment
    place: Told | None = None
    country: Country | None = None
    latitude: Annotated[Decimal, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[Decimal, Field(ge=-180, le=180)] | None = None
    container: Container | None = None
    tracking: Tracking | None = None
    expected: Day | None = None
    reason: Told | None = None
    proof: Reference | None = None

    def of(self, event_id: str, called: str, carrier: str | None) -> CarrierEvent:
        told = self.model_dump(exclude={"idempotency_key", "shipment"}, exclude_none=True)
        return CarrierEvent(event_id, called, carrier=carrier, **told)


class EventItem(NewsBody, Item):
    """``idempotency_key`` is the carrier's own id of the event; ``shipment`` our number or the carrier's."""

    shipment: Reference


class Journey(Page[Happened, None]):
    """What happened to a shipment under way, in the order in which it did."""


def secret_of(carrier: str) -> str | None:
    """Of its webhooks, as the file of that name has it; None where there is none."""
    return secret_in(opening(Policy).webhook_secrets, carrier)


Signing = Annotated[Person, Depends(signed("carrier", "carrier", secret_of))]


@router.get("/shipments/{shipment_id}/journey")
async def get_journey(_: Reader, shipment_id: ShipmentId, db: Look) -> Journey:
    if await shipments.find(db, shipment_id) is None:
        raise NotFound(what="shipment", id=shipment_id)
    return Journey(items=tuple(await store.journey(db, shipment_id)))


@router.post("/shipments/{shipment_id}/news", response_model=ShipmentState)
async def tell_news(by: Clerk, shipment_id: ShipmentId, asked: NewsBody, ask: Ask) -> Response:
    """What a clerk heard of goods under way: the carrier's number, where they are, when they are expected (LOG-5)."""
    body = asked.of("", str(shipment_id), None)
    return await ask(handlers.follow, body, key=str(shipment_id), by=by)


@router.post("/journeys/batch", response_model=Answers[ShipmentState])
async def tell_events(events: Batch[EventItem], ask: Ask, by: ClerkOrCarrier) -> Response:
    """Each event by itself and once, however often and in whatever order it comes (LOG-5)."""
    return await _each(events, ask, by)


@router.post("/carriers/{carrier}/events/batch", response_model=Answers[ShipmentState])
async def take_webhook(carrier: Code, events: Batch[EventItem], ask: AskByWebhook, by: Signing) -> Response:
    """The same from the carrier's own system, signed with the secret that it and we hold (Standard Webhooks)."""
    return await _each(events, ask, by)


@router.post("/journeys/sheet/batch", response_model=Answers[ShipmentState])
async def take_sheet(sheet: Annotated[str, Body(media_type="text/csv")], ask: Ask, by: ClerkOrCarrier) -> Response:
    """The same from a CSV file; one with a line that cannot be read is refused whole, with every fault (LOG-5)."""
    try:
        rows = rows_of(sheet, tuple(EventItem.model_fields))
    except Expected as fault:
        raise InvalidInput([{"field": "body", "expected": fault.text, "came": sheet[:80]}]) from None
    faults = [fault for number, row in rows for fault in _faults(number, row)]
    if faults:
        raise InvalidInput(faults_of(faults))
    return await _each(Batch[EventItem].model_validate({"items": [row for _, row in rows]}), ask, by)


def _faults(line: int, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    try:
        strictly(EventItem.model_validate, row)
    except ValidationError as error:
        yield from ({**fault, "loc": (f"line {line}", *fault["loc"])} for fault in error.errors())


async def _each(events: Batch[EventItem], ask: Commands, by: Person) -> Response:
    async def do(items: Sequence[EventItem]) -> Sequence[bytes | Refusal]:
        told = [(one.idempotency_key, f"journey {one.shipment}", _event(one, by)) for one in items]
        return await ask.batch(handlers.follow, told, by=by)

    return await answer_each(events, EventItem.model_validate, do)


def _event(item: EventItem, by: Person) -> CarrierEvent:
    return item.of(item.idempotency_key, item.shipment, as_carrier(by))
