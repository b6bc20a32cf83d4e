"""What holds transport up, over HTTP: reported by hand or by a feed, lifted; and what becomes of goods under way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Response
from pydantic import AfterValidator, BaseModel, Field

from chassis import clock
from chassis.handling import Reading, Subject, Subjects
from chassis.http.batch import Answers, Batch, Item, answer_each
from chassis.http.identity import Person, allow
from chassis.http.named import named
from chassis.http.page import Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound, Refusal
from contracts.disruptions import DisruptionKind
from contracts.scalars import Code, Country, Day, Mode, Place, Reference, Told
from contracts.texts import Expected
from services.logistics.contingency import handlers, store
from services.logistics.contingency.rules import Decide, Disruption, Lift, Report, Way, ways_out
from services.logistics.contingency.view import DisruptionState, state_of
from services.logistics.shipment import store as shipments
from services.logistics.shipment.paths import Clerk, ShipmentId
from services.logistics.shipment.view import ShipmentState

router = Router(prefix="/api/v1", tags=["disruptions"])
Reader = Annotated[Person, Depends(allow("logistics clerk", "merchandiser", "sales manager", "management"))]
Decider = Annotated[Person, Depends(allow("logistics clerk", "merchandiser"))]
DisruptionId = Annotated[UUID, named("disruption", "disruption_id", store.numbered)]
"""A disruption by its id or as DS-2026-000123."""
SHOWN_MAX = 500


def _not_over(day: Day) -> Day:
    today = clock.today()
    if day < today:
        raise Expected("a day from {today} (today) on", today=today)
    return day


class DisruptionBody(BaseModel):
    """What holds transport up, where, how long, and by how many days goods come later.

    Of place, country, carrier and mode what is left out is any, but not all of them.
    """

    kind: DisruptionKind
    place: Place | None = None
    country: Country | None = None
    carrier: Code | None = None
    mode: Mode | None = None
    since: Day
    until: Annotated[Day, AfterValidator(_not_over)]
    delay_days: Annotated[int, Field(ge=1, le=365)]
    source: Told
    reference: Reference | None = None
    """The source's own for it: what comes again under it takes the place of what was said before."""

    def of(self, by: str) -> Report:
        lane = (self.place, self.country, self.carrier, self.mode)
        own = self.reference or " ".join((self.kind, *filter(None, lane), self.since.isoformat()))
        return Report(self.source, own, self.kind, *lane, self.since, self.until, self.delay_days, by)


class DisruptionItem(DisruptionBody, Item):
    """Of a feed: ``idempotency_key`` tells one message of it from another, ``reference`` what it is about."""


class LiftBody(BaseModel):
    reason: Told


class DecideBody(BaseModel):
    """Whether goods wait or go with another transport: that of the carrier and mode named, else the best."""

    choice: Literal["wait", "rebook"]
    to_carrier: Code | None = None
    to_mode: Mode | None = None
    reason: Told


class Disruptions(Page[DisruptionState, None]):
    """What holds transport up today, or will."""


class Ways(Page[Way, None]):
    """Waiting, then every other transport, the best first."""


@router.post("/disruptions", response_model=DisruptionState)
async def report_disruption(asked: DisruptionBody, ask: Ask, by: Clerk) -> Response:
    """Goods under way that it concerns are looked up by themselves, and who follows them is told (LOG-3)."""
    told = asked.of(by.code)
    return await ask(handlers.report, told, key=_key(told), by=by)


@router.post("/disruptions/batch", response_model=Answers[DisruptionState])
async def take_feed(items: Batch[DisruptionItem], ask: Ask, by: Clerk) -> Response:
    """The same from a feed, each item by itself and once (LOG-3)."""

    async def do(told: Sequence[DisruptionItem]) -> Sequence[bytes | Refusal]:
        reports = [(one.idempotency_key, one.of(by.code)) for one in told]
        return await ask.batch(handlers.report, [(key, _key(one), one) for key, one in reports], by=by)

    return await answer_each(items, DisruptionItem.model_validate, do)


@router.post("/disruptions/{disruption_id}/lift", response_model=DisruptionState)
async def lift_disruption(by: Clerk, disruption_id: DisruptionId, asked: LiftBody, ask: Ask) -> Response:
    """It is over before its time: what is still open of it is settled (LOG-3)."""
    return await ask(handlers.lift, Lift(disruption_id, asked.reason), key=str(disruption_id), by=by)


@router.post("/shipments/{shipment_id}/decide-disruption", response_model=ShipmentState)
async def decide_disruption(by: Decider, shipment_id: ShipmentId, asked: DecideBody, ask: Ask) -> Response:
    """Goods that something holds up wait until it is over, or another transport takes them (LOG-3)."""
    body = Decide(shipment_id, asked.choice, asked.reason, by.code, asked.to_carrier, asked.to_mode)
    return await ask(handlers.decide, body, key=str(shipment_id), by=by)


@router.get("/disruptions")
async def get_disruptions(db: Look, _: Reader) -> Disruptions:
    return Disruptions(items=tuple(map(state_of, await store.not_lifted(db, clock.today(), None, SHOWN_MAX))))


@router.get("/shipments/{shipment_id}/ways-out")
async def get_ways_out(_: Reader, shipment_id: ShipmentId, db: Look) -> Ways:
    """Of goods under way: waiting, and every other transport, with arrival and what it costs more (LOG-3)."""
    shipment = await shipments.find(db, shipment_id)
    if shipment is None:
        raise NotFound(what="shipment", id=shipment_id)
    open_ = (await store.to_decide(db, [shipment_id]))[shipment_id]
    return Ways(items=tuple(ways_out(shipment, open_, await shipments.tariff_to(db, [shipment.country]))))


def _key(told: Report) -> str:
    return f"disruption {told.source} {told.reference}"


async def _waiting(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    return [_subject(one) for one in await store.not_lifted(db, clock.today(), after, limit)]


def _subject(one: Disruption) -> Subject:
    return Subject(
        "disruption", one.disruption_id, f"{one.number} {one.where}", {"disruption_id": one.disruption_id}, {}
    )


SUBJECTS = Subjects(waiting=_waiting)
"""What may be lifted."""
