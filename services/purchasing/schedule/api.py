"""HTTP: what is made on which line in some weeks (PUR-9, PUR-12)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query

from chassis import clock
from chassis.figures import holding
from chassis.http.identity import allow
from chassis.http.router import Router
from chassis.http.web import Look
from contracts.scalars import Code, Day
from services.purchasing.policy import Policy
from services.purchasing.production.rules.lines import working_days_of
from services.purchasing.schedule import store
from services.purchasing.schedule.rules import Window
from services.purchasing.schedule.view import ScheduledLine, ScheduleState

router = Router(prefix="/api/v1", tags=["production"])
READERS = allow("planner", "buyer", "merchandiser", "sales manager", "storekeeper", "management", "general manager")
Weeks = Annotated[int, Query(ge=1, le=26)]
Shown = Annotated[int, Query(ge=1, le=500)]


@router.get("/production-schedule", dependencies=[Depends(READERS)])
async def show_schedule(
    db: Look,
    since: Day | None = None,
    weeks: Weeks = 6,
    line: Code | None = None,
    item: Code | None = None,
    late: bool = False,
    limit: Shown = 100,
) -> ScheduleState:
    """Lines with their load by day and their open production orders, from the week of a day on (PUR-9, PUR-12)."""
    window = Window.of(since or clock.today(), weeks)
    found = await store.on_lines(db, window, line=line, item=item, late=late, limit=limit)
    works_on = window.working(working_days_of((await holding(db, Policy)).country))
    return ScheduleState(
        since=window.since,
        until=window.until,
        count=max((one.count for one in found), default=0),
        lines=tuple(ScheduledLine.of(one, window, works_on) for one in found),
    )
