"""Carriers and rates over HTTP."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Literal
from uuid import NAMESPACE_OID, UUID, uuid5

from fastapi import Depends, Path, Query, Response
from pydantic import AfterValidator, BaseModel, Field

from chassis import clock
from chassis.figures import holding
from chassis.handling import Reading, Subject, Subjects
from chassis.http.asked import CurrencyNow
from chassis.http.identity import Person, allow
from chassis.http.page import Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from contracts.money import within
from contracts.scalars import Code, Country, Day, Days, Mode, Place, Quantity, Share, Told
from contracts.texts import Expected
from contracts.value import fields_of
from services.logistics.carriers import handlers, store
from services.logistics.carriers.rules import Performance, PutCarrier
from services.logistics.carriers.view import CarrierPut, RatePut
from services.logistics.policy import Policy
from services.logistics.shipment.paths import Clerk
from services.logistics.shipment.rules.offers import Rate, RouteLeg
from services.logistics.shipment.store import tariff_to

router = Router(prefix="/api/v1", tags=["carriers"])
Reader = Annotated[Person, Depends(allow("logistics clerk", "merchandiser", "sales manager", "management"))]


def _bookable(amount: Decimal) -> Decimal:
    if not within(amount, 10**12, places=8):
        raise Expected("an amount below 10^12, of at most 8 decimals")
    return amount


LegMode = Literal["sea", "air", "rail", "road"]
Amount = Annotated[Quantity, AfterValidator(_bookable)]


class CarrierBody(BaseModel):
    """What is left out stays as it is; a new carrier is active.

    Past its NDA's or its security's next review a carrier takes no goods. ``on_time`` is the share that it promises.
    """

    name: Told
    active: bool | None = None
    on_time: Share | None = None
    nda_signed: Day | None = None
    nda_review: Day | None = None
    security_review: Day | None = None


class LegBody(BaseModel):
    """One stretch of the way, from place to place by their UN/LOCODE."""

    mode: LegMode
    start: Place
    end: Place


class RateBody(BaseModel):
    """One carrier's offer to a country by a mode; ``days`` of transit, at most a year; ``legs``: the way it goes."""

    days: Annotated[Days, Field(le=365)]
    base: Amount
    per_kg: Amount
    currency: CurrencyNow
    co2_per_kg: Amount
    reliability: Share
    legs: Annotated[tuple[LegBody, ...], Field(max_length=20)] = ()


@router.put("/carriers/{carrier}", response_model=CarrierPut)
async def put_carrier(carrier: Code, asked: CarrierBody, ask: Ask, by: Clerk) -> Response:
    body = PutCarrier(carrier, **asked.model_dump())
    return await ask(handlers.put_carriers, body, key=f"carrier {carrier}", by=by)


@router.put("/rates/{carrier}/{mode}/{country}", response_model=RatePut)
async def put_rate(
    carrier: Code, mode: Mode, country: Annotated[Country, Path()], asked: RateBody, ask: Ask, by: Clerk
) -> Response:
    legs = tuple(RouteLeg(leg.mode, leg.start, leg.end) for leg in asked.legs)
    body = Rate(carrier, mode, country, **asked.model_dump(exclude={"legs"}), legs=legs)
    return await ask(handlers.put_rates, body, key=f"carrier {carrier}", by=by)


class Carriers(Page[PutCarrier, None]):
    """Every carrier."""


class CarrierPerformance(Page[Performance, None]):
    """What a carrier's deliveries tell by mode and country; ``failures``: what it was to take and did not."""

    failures: int


class Rates(Page[Rate, None]):
    """Every rate of an active carrier to a country."""


@router.get("/carriers")
async def get_carriers(db: Look, _: Reader) -> Carriers:
    return Carriers(items=tuple(await store.all_carriers(db)))


@router.get("/carriers/reviews")
async def get_reviews(db: Look, _: Reader, days: Annotated[int, Query(ge=0, le=3650)] | None = None) -> Carriers:
    """Carriers in use whose NDA or security review is due within ``days``, or was; the first stands first (LOG-2)."""
    return Carriers(items=tuple(await _to_review(db, days)))


async def _to_review(db: Reading, days: int | None = None) -> list[PutCarrier]:
    within = (await holding(db, Policy)).review_days if days is None else days
    return await store.to_review(db, clock.today() + timedelta(days=within))


@router.get("/carriers/{carrier}/performance")
async def get_performance(
    db: Look, _: Reader, carrier: Code, days: Annotated[int, Query(ge=1, le=3650)] = 365
) -> CarrierPerformance:
    """Measured on our own shipments of the last ``days``, when it is asked (LOG-2)."""
    since = clock.now() - timedelta(days=days)
    found, failed = await store.performance(db, carrier, since), await store.failures(db, carrier, since)
    return CarrierPerformance(items=tuple(found), failures=failed)


@router.get("/rates")
async def get_rates(db: Look, _: Reader, country: Annotated[Country, Query()]) -> Rates:
    tariff = await tariff_to(db, [country])
    return Rates(items=tuple(tariff.rates.get(country, ())))


async def _waiting(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    """Each carrier that is to be reviewed, until its days are put anew."""
    found = sorted(map(_subject, await _to_review(db)), key=lambda one: one.id)
    return [one for one in found if after is None or one.id > after][:limit]


def _subject(carrier: PutCarrier) -> Subject:
    """It has a code and no id; a list of work needs one."""
    id_ = uuid5(NAMESPACE_OID, f"carrier {carrier.carrier}")
    return Subject("carrier", id_, carrier.name, {"carrier": carrier.carrier}, fields_of(carrier))


SUBJECTS = Subjects(waiting=_waiting)
