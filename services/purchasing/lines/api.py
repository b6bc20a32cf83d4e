"""HTTP: production lines, their maintenance and what they make (PUR-12)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Self

from fastapi import Depends, Query, Response
from pydantic import AfterValidator, BaseModel, Field, model_validator

from chassis import clock
from chassis.figures import holding
from chassis.http.asked import DayAhead
from chassis.http.identity import Person, allow
from chassis.http.page import Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from contracts.money import AskedPrice, can_be_counted
from contracts.scalars import Code, Count, Day, Number, Told
from contracts.texts import Expected
from services.purchasing.lines import handlers, store
from services.purchasing.lines.view import LineDay, LineItemState, LineState, MaintenanceState
from services.purchasing.policy import Policy
from services.purchasing.production import store as production
from services.purchasing.production.rules.lines import Line, LineItem, Maintenance, capacity, working_days_of

router = Router(prefix="/api/v1", tags=["lines"])
READERS = allow("planner", "buyer", "merchandiser", "sales manager", "management", "general manager")
Planner = Annotated[Person, Depends(allow("planner"))]
DAY_MINUTES = 24 * 60
Minutes = Annotated[Number, Field(gt=Decimal(0)), AfterValidator(can_be_counted)]


class LineBody(BaseModel):
    """A line's name, and how many shifts of so many minutes it runs on a working day."""

    name: Told
    shifts: Annotated[Count, Field(ge=1, le=3)] = 1
    shift_minutes: Annotated[Count, Field(ge=1, le=DAY_MINUTES)] = 480
    active: bool = True

    @model_validator(mode="after")
    def _fits_a_day(self) -> Self:
        if self.shifts * self.shift_minutes > DAY_MINUTES:
            raise Expected("shifts that together take no more than the {minutes} minutes of a day", minutes=DAY_MINUTES)
        return self


class MaintenanceBody(BaseModel):
    """The days, and how many minutes of each the line stands still; 0 takes back what begins on the first."""

    first_on: Day
    until_on: DayAhead
    minutes: Annotated[Count, Field(le=DAY_MINUTES)] = DAY_MINUTES
    reason: Told


class LineItemBody(BaseModel):
    """What one unit takes on the line; rank 1 is the item's primary line, the next its backup."""

    rank: Annotated[Count, Field(ge=1)] = 1
    minutes_per_unit: Minutes
    cost_per_unit: AskedPrice


class Lines(Page[Line, str]):
    """Lines, and the cursor of the next page."""


class LineDays(Page[LineDay, None]):
    """The next days of a line."""


class Makers(Page[LineItem, None]):
    """The lines that make an item, the primary one first."""


@router.put("/lines/{line}", response_model=LineState)
async def put_line(line: Code, asked: LineBody, ask: Ask, by: Planner) -> Response:
    """Keep a production line and its shifts (PUR-12)."""
    return await ask(handlers.put_lines, Line(line=line, **dict(asked)), key=line, by=by)


@router.post("/lines/{line}/maintenance", response_model=MaintenanceState)
async def put_maintenance(line: Code, asked: MaintenanceBody, ask: Ask, by: Planner) -> Response:
    """Keep when a line stands still; what begins on the same day is told anew (PUR-12)."""
    return await ask(handlers.put_maintenance, Maintenance(line=line, **dict(asked)), key=line, by=by)


@router.put("/lines/{line}/items/{item}", response_model=LineItemState)
async def put_line_item(line: Code, item: Code, asked: LineItemBody, ask: Ask, by: Planner) -> Response:
    """Keep what one unit of an item takes on a line, and at which rank it is made there (PUR-12)."""
    return await ask(handlers.put_items, LineItem(line=line, item=item, **dict(asked)), key=line, by=by)


@router.get("/lines", dependencies=[Depends(READERS)])
async def list_lines(db: Look, after: Code | None = None, limit: Limit = 100) -> Lines:
    """Lines by code."""
    items = tuple(await store.page(db, after, limit))
    return Lines(items=items, next=items[-1].line if len(items) == limit else None)


@router.get("/lines/{line}/days", dependencies=[Depends(READERS)])
async def list_days(line: Code, db: Look, days: Annotated[int, Query(ge=1, le=366)] = 28) -> LineDays:
    """What a line can do on each of the next days, and what of it is planned, in minutes (PUR-12)."""
    known = (await production.lines(db, [line])).get(line)
    if known is None:
        raise NotFound(what="line", id=line)
    today = clock.today()
    still, works_on = (
        await production.maintenance(db, [line], today),
        working_days_of((await holding(db, Policy)).country),
    )
    ahead = [today + timedelta(days=count) for count in range(days)]
    taken = await production.taken(db, [line], today)
    return LineDays(
        items=tuple(
            LineDay(on=on, capacity=capacity(known, still, on, works_on), planned=taken.get((line, on), 0))
            for on in ahead
        )
    )


@router.get("/items/{item}/lines", dependencies=[Depends(READERS)])
async def list_makers(item: Code, db: Look) -> Makers:
    """Which lines make an item, by rank, with what one unit takes and costs there (PUR-12)."""
    return Makers(items=tuple(await production.makers(db, [item])))
