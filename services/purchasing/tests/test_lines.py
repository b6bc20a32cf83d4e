"""Production lines: what each can do on a day, when it stands still, what it makes at which cost (PUR-12)."""

from datetime import date, timedelta
from typing import Any

import pytest

from chassis import clock
from services.purchasing.lines.rules import EndsBeforeItBegins, refusal_of
from services.purchasing.production.rules.lines import Line, Maintenance, capacity, working_days_of
from services.purchasing.tests.test_api import Ask, ask  # noqa: F401
from tests.needs import needs

pytestmark = needs("PUR-12")
MONDAY = date(2026, 3, 2)
LINE = Line(line="L-1", name="Assembly", shifts=2, shift_minutes=450)
IN_CHINA = working_days_of("CN")


def still(first: int, until: int, minutes: int) -> Maintenance:
    first_on, until_on = (MONDAY + timedelta(days=days) for days in (first, until))
    return Maintenance(line="L-1", first_on=first_on, until_on=until_on, minutes=minutes, reason="overhaul")


def test_a_line_works_all_its_shifts_on_a_working_day_and_nothing_on_a_sunday() -> None:
    assert capacity(LINE, [], MONDAY, IN_CHINA) == 900
    assert capacity(LINE, [], MONDAY - timedelta(days=1), IN_CHINA) == 0


def test_a_holiday_is_not_worked_and_a_weekend_that_is_worked_for_it_is() -> None:
    assert capacity(LINE, [], date(2026, 10, 1), IN_CHINA) == 0
    assert capacity(LINE, [], date(2026, 2, 14), IN_CHINA) == 900


def test_a_line_out_of_use_works_nothing() -> None:
    assert capacity(LINE.but(active=False), [], MONDAY, IN_CHINA) == 0


@pytest.mark.parametrize(("ahead", "minutes"), [(0, 900), (1, 600), (2, 600), (3, 900)])
def test_maintenance_takes_its_minutes_from_the_first_day_to_the_last(ahead: int, minutes: int) -> None:
    assert capacity(LINE, [still(1, 2, 300)], MONDAY + timedelta(days=ahead), IN_CHINA) == minutes


def test_maintenance_of_two_windows_adds_up_and_never_takes_more_than_there_is() -> None:
    assert capacity(LINE, [still(0, 4, 300), still(0, 0, 400)], MONDAY, IN_CHINA) == 200
    assert capacity(LINE, [still(0, 0, 1440)], MONDAY, IN_CHINA) == 0


def test_maintenance_that_ends_before_it_begins_is_refused() -> None:
    assert refusal_of(still(0, 0, 60)) is None
    assert isinstance(refusal_of(still(2, 1, 60)), EndsBeforeItBegins)


async def kept(ask: Ask, line: str = "L-1", **more: Any) -> None:  # noqa: F811
    body = {"name": "Assembly", "shifts": 2, "shift_minutes": 450, **more}
    assert (await ask("PUT", f"/lines/{line}", body, role="planner")).status_code == 200


def makes(rank: int, minutes: str, cost: str) -> dict[str, Any]:
    return {"rank": rank, "minutes_per_unit": minutes, "cost_per_unit": {"amount": cost, "currency": "CNY"}}


async def test_an_item_shows_its_primary_line_then_the_backup_with_cost_and_time(ask: Ask) -> None:  # noqa: F811
    await kept(ask, "L-1")
    await kept(ask, "L-2")
    await kept(ask, "L-3", active=False)
    for line, rank, minutes, cost in (("L-2", 2, "12", "9.50"), ("L-1", 1, "7.5", "8.00"), ("L-3", 1, "1", "1")):
        put = await ask("PUT", f"/lines/{line}/items/motor", makes(rank, minutes, cost), role="planner")
        assert put.status_code == 200
    found = (await ask("GET", "/items/motor/lines", role="merchandiser")).json()["items"]
    assert [(one["line"], one["minutes_per_unit"], one["cost_per_unit"]["amount"]) for one in found] == [
        ("L-1", "7.5", "8.00"),
        ("L-2", "12", "9.50"),
    ]


async def test_the_next_days_of_a_line_show_maintenance_until_it_is_taken_back(ask: Ask) -> None:  # noqa: F811
    await kept(ask)
    today = clock.today()
    window = {"first_on": str(today), "until_on": str(today + timedelta(days=13)), "minutes": 400, "reason": "overhaul"}

    async def capacities() -> set[int]:
        days = (await ask("GET", "/lines/L-1/days?days=14", role="planner")).json()["items"]
        assert [date.fromisoformat(day["on"]) for day in days] == [today + timedelta(days=d) for d in range(14)]
        return {day["capacity"] for day in days} - {0}

    assert (await ask("POST", "/lines/L-1/maintenance", window, role="planner")).status_code == 200
    assert await capacities() == {500}
    await ask("POST", "/lines/L-1/maintenance", window | {"minutes": 0}, role="planner")
    assert await capacities() == {900}


async def test_what_is_of_a_line_that_nobody_knows_is_refused(ask: Ask) -> None:  # noqa: F811
    today = str(clock.today())
    window = {"first_on": today, "until_on": today, "minutes": 60, "reason": "overhaul"}
    assert (await ask("POST", "/lines/L-9/maintenance", window, role="planner")).status_code == 404
    assert (await ask("PUT", "/lines/L-9/items/motor", makes(1, "5", "1"), role="planner")).status_code == 404
    assert (await ask("GET", "/lines/L-9/days", role="planner")).status_code == 404


async def test_shifts_fit_into_a_day_and_a_planner_keeps_them(ask: Ask) -> None:  # noqa: F811
    too_long = {"name": "Assembly", "shifts": 3, "shift_minutes": 500}
    refused = await ask("PUT", "/lines/L-1", too_long, role="planner")
    assert (refused.status_code, "1440" in refused.text) == (422, True)
    assert (await ask("PUT", "/lines/L-1", too_long | {"shifts": 2}, role="buyer")).status_code == 403
