"""Carriers and rates over HTTP."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, Field

from chassis.identity import Person, allow
from chassis.web import Door_, Reading
from contracts.scalars import Country, Currency, Mode, Share
from services.logistics.carriers import handlers, store
from services.logistics.carriers.rules import PutCarrier, Rate

router = APIRouter(prefix="/api/v1", tags=["carriers"])
Clerk = Annotated[Person, Depends(allow("logistics clerk"))]
Reader = Annotated[Person, Depends(allow("logistics clerk", "merchandiser", "sales manager", "management"))]
Amount = Annotated[Decimal, Field(ge=0)]


class CarrierBody(BaseModel):
    name: str = Field(min_length=1)
    active: bool = True


class RateBody(BaseModel):
    days: int = Field(ge=0, le=365)
    base: Amount
    per_kg: Amount
    currency: Currency
    co2_per_kg: Amount
    reliability: Share


@router.put("/carriers/{carrier}", response_model=handlers.CarrierPut)
async def put_carrier(carrier: str, asked: CarrierBody, door: Door_, by: Clerk) -> Response:
    body = PutCarrier(carrier, asked.name, asked.active)
    return await door(handlers.put_carriers, body, key=f"carrier {carrier}", by=by)


@router.put("/rates/{carrier}/{mode}/{country}", response_model=handlers.RatePut)
async def put_rate(
    carrier: str,
    mode: Mode,
    country: Annotated[Country, Path()],
    asked: RateBody,
    door: Door_,
    by: Clerk,
) -> Response:
    body = Rate(carrier, mode, country, **asked.model_dump())
    return await door(handlers.put_rates, body, key=f"carrier {carrier}", by=by)


@router.get("/carriers")
async def get_carriers(db: Reading, _: Reader) -> dict[str, Any]:
    return {"items": await store.all_carriers(db), "next": None}


@router.get("/rates")
async def get_rates(db: Reading, _: Reader, country: Annotated[Country, Query()]) -> dict[str, Any]:
    rates = await store.rates_to(db, [country])
    return {"items": rates[country], "next": None}
