"""HTTP of rates: put by finance, seen by all who compare amounts (FIN-8)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from chassis import clock
from chassis.http.asked import CurrencyNow
from chassis.http.identity import Person, allow
from chassis.http.page import Page
from chassis.http.web import Ask, Look
from contracts.rates import RateValue
from contracts.scalars import Day
from services.finance.account.paths import Reader
from services.finance.rates import handlers, store
from services.finance.rates.rules.putting import PutRate
from services.finance.rates.view import RateState, states_of

router = APIRouter(prefix="/api/v1", tags=["rates"])
Finance = Annotated[Person, Depends(allow("accountant", "finance manager"))]


class RatePut(BaseModel):
    """What one unit is worth in the company's currency; from today on, unless a later day is told."""

    value: RateValue
    valid_from: Day | None = None


class RateStates(Page[RateState, None]):
    """Every currency whose amounts can be compared, in one page."""


@router.put("/rates/{currency}", response_model=RateState)
async def put_rate(by: Finance, currency: CurrencyNow, asked: RatePut, ask: Ask) -> Response:
    """Departments compare amounts by it from its day on; nothing is booked by it."""
    put = PutRate(currency, asked.value, asked.valid_from or clock.today(), by.code)
    return await ask(handlers.put_rates, put, key=currency, by=by)


@router.get("/rates", response_model=RateStates)
async def list_rates(db: Look, _: Reader) -> RateStates:
    """The rates that hold today."""
    return RateStates(items=states_of(await store.holding(db, clock.today())))
