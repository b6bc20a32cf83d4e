"""HTTP of rates: put by finance, seen by all who compare amounts (FIN-8)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Response
from pydantic import BaseModel

from chassis import clock
from chassis.http.asked import CurrencyNow
from chassis.http.files import FileBody, bytes_of
from chassis.http.identity import Person, allow
from chassis.http.page import Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import InvalidInput
from contracts.rates import RateValue
from contracts.scalars import Day
from services.finance.account.paths import Reader
from services.finance.bank_statements.rules.reading import text_of
from services.finance.rates import handlers, store
from services.finance.rates.rules import ecb
from services.finance.rates.rules.putting import PutRate, TakeFile
from services.finance.rates.view import FileTaken, RateState, states_of

router = Router(prefix="/api/v1", tags=["rates"])
Finance = Annotated[Person, Depends(allow("accountant", "finance manager"))]


class RatePut(BaseModel):
    """What one unit is worth in the company's currency; from today on, unless a later day is told."""

    value: RateValue
    valid_from: Day | None = None


class RateFile(FileBody):
    """Reference rates as the European Central Bank publishes them, XML or CSV; or the bytes of the file as the body."""

    surprising: bool = False
    """Somebody looked at what moved far, and it is right."""


class RateStates(Page[RateState, None]):
    """Every currency whose amounts can be compared, in one page."""


@router.put("/rates/{currency}", response_model=RateState)
async def put_rate(by: Finance, currency: CurrencyNow, asked: RatePut, ask: Ask) -> Response:
    """Departments compare amounts by it from its day on; nothing is booked by it."""
    put = PutRate(currency, asked.value, asked.valid_from or clock.today(), by.code)
    return await ask(handlers.put_rates, put, key=currency, by=by)


@router.post("/rate-files", response_model=FileTaken)
async def take_rate_file(by: Finance, asked: RateFile, ask: Ask) -> Response:
    """Its newest day holds from today on, through the euro; what somebody put by hand for today stays."""
    quoted, today = ecb.read(text_of(asked.content, bytes_of(asked.content)), clock.today()), clock.today()
    if quoted.faults:
        raise InvalidInput(quoted.faults)
    newest = max(day for day in quoted.days if day <= today)
    left_out, values = len(quoted.days) - 1, ecb.values_of(quoted.days[newest])
    return await ask(
        handlers.take_files, TakeFile("ECB", newest, values, left_out, asked.surprising, by.code), key="ECB", by=by
    )


@router.get("/rates", response_model=RateStates)
async def list_rates(db: Look, _: Reader, on: Day | None = None) -> RateStates:
    """The rates that hold today, or held on a day."""
    return RateStates(items=states_of(await store.holding(db, on or clock.today())))
