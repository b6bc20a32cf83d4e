"""The page of production lines, asked of purchasing as the person may (PUR-9, PUR-12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response

from chassis import clock
from chassis.http.router import Router
from contracts.scalars import DAY_FIRST, DAY_LAST
from contracts.value import fields_of
from services.notify.desk.drawing import page
from services.notify.desk.order.asking import answers_of
from services.notify.desk.schedule.bars import bars_of
from services.notify.desk.schedule.told import ScheduleTold, SwitchesTold
from services.notify.desk.session import SignedIn
from services.notify.desk.tours.view import day_of
from services.notify.desk.trace import trace_of

SPANS = ("2", "6", "13", "26")
"""Weeks that may be looked at together."""
SHOWN_MAX = 100
SCHEDULE, SWITCHES = "/api/v1/production-schedule", "/api/v1/production-switches"
router = Router()


@dataclass(frozen=True)
class Wanted:
    """What is looked at, in the words of the URL; empty is any."""

    weeks: str
    line: str = ""
    item: str = ""
    late: str = ""

    def asked(self, **other: object) -> dict[str, object]:
        """As the URL has it; ``other`` stands instead of some of it."""
        return {name: value for name, value in {**fields_of(self), **other}.items() if value}


@router.get("/production")
async def get_production(
    request: Request,
    session: SignedIn,
    since: str = "",
    weeks: str = "6",
    line: str = "",
    item: str = "",
    late: str = "",
) -> Response:
    """Some weeks of all lines or one: all its open orders, those of an item, or those that will be late."""
    wanted = Wanted(weeks if weeks in SPANS else "6", line.strip(), item.strip(), "1" if late else "")
    first = _first(since, clock.today())
    asked = wanted.asked(since=first, limit=SHOWN_MAX)
    asks = {"schedule": ("purchasing", f"{SCHEDULE}?{urlencode(asked)}"), "switches": ("purchasing", SWITCHES)}
    answers = await answers_of(request.app.state.departments, session, trace_of(request), asks)
    schedule = answers.of("schedule", ScheduleTold)
    told: dict[str, Any] = {"answers": answers, "schedule": schedule, "wanted": wanted, "spans": SPANS, "first": first}
    told["switches"] = answers.of("switches", SwitchesTold) or SwitchesTold(items=())
    return page(request, "schedule.html", session, turned=_turned(first, int(wanted.weeks)), **told, **drawn(schedule))


def drawn(schedule: ScheduleTold | None) -> dict[str, Any]:
    """The picture, and the days that its twin of the load has columns for."""
    worked = {day.on: None for line in schedule.lines for day in line.days if not day.off} if schedule else {}
    return {"bars": bars_of(schedule, clock.today()) if schedule else None, "worked": worked}


def _first(written: str, today: date) -> date:
    """A day that can be asked for; another is today."""
    day = day_of(written, today)
    return day if DAY_FIRST <= day <= DAY_LAST else today


def _turned(first: date, weeks: int) -> tuple[date, date]:
    """From which day on it is looked at before and after."""
    return first - timedelta(weeks=weeks), first + timedelta(weeks=weeks)
