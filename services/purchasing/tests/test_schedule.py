"""What is made on which line in some weeks: load by day, standstill, and what will be late (PUR-9, PUR-12)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from chassis import clock
from chassis.database.pool import open_pool
from chassis.handling import Db
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.lines import handlers as lines
from services.purchasing.making.rules import Release
from services.purchasing.production.rules.forecast import forecast
from services.purchasing.production.rules.lines import Line, Maintenance, working_days_of
from services.purchasing.schedule import store
from services.purchasing.schedule.rules import Window, critical, is_late, stands_still
from services.purchasing.tests.made import order_id
from services.purchasing.tests.test_api import asking
from services.purchasing.tests.test_production import day, makes, ordered, release
from services.purchasing.tests.test_progress import every_day, made
from tests.needs import needs

pytestmark = needs("PUR-9", "PUR-12")
MONDAY = date(2026, 3, 2)
SLOW = forecast(made(material_in="1", first_article="1", semi_finished="0.3"), day(5), every_day)
OWED = Purchase(id=order_id(9), item="motor", made=True, promised_on=day(20), first_promised_on=day(12))


def test_a_window_is_of_whole_weeks() -> None:
    window = Window.of(MONDAY + timedelta(days=6), 2)
    assert (window.since, window.until, len(window.days)) == (MONDAY, MONDAY + timedelta(days=13), 14)


def test_an_order_whose_new_day_was_told_is_late_by_the_day_promised_first() -> None:
    assert is_late(OWED, SLOW)
    assert not is_late(replace(OWED, first_promised_on=day(20)), SLOW)
    assert not is_late(replace(OWED, first_promised_on=None, promised_on=None), SLOW)


def test_critical_are_the_milestones_that_make_a_late_order_late() -> None:
    assert critical(OWED, SLOW) == {"semi_finished", "quality_passed", "packed"}
    assert critical(replace(OWED, first_promised_on=day(20)), SLOW) == frozenset()


def test_a_line_stands_still_on_days_on_which_it_would_work() -> None:
    line = Line(line="L-1", name="Assembly", shifts=1, shift_minutes=480)
    still = Maintenance(line="L-1", first_on=MONDAY, until_on=MONDAY + timedelta(days=6), minutes=500, reason="检修")
    assert stands_still(line, [still], MONDAY, working_days_of("CN")) == 480
    assert stands_still(line, [still], MONDAY + timedelta(days=6), working_days_of("CN")) == 0


@pytest.fixture
async def released(database: Any) -> Any:
    """Two motors' orders on L-1, which stands still on a day; purchasing asked over HTTP."""
    pool = await open_pool(await database("purchasing"), size=2)
    async with pool.acquire() as db:
        await makes(db)
        for number in (1, 2):
            event = await ordered(db, number)
            await release(db, Release(event.purchase_id))
        today = clock.today()
        await lines.put_maintenance(
            db, [Maintenance(line="L-1", first_on=today, until_on=today, minutes=60, reason="检修")]
        )
    async with asking(pool) as ask:
        yield ask
    await pool.close()


async def test_lines_are_shown_with_their_load_and_their_orders(released: Any) -> None:
    told = (await released("GET", "/production-schedule?weeks=8", role="planner")).json()
    first, second = told["lines"]
    assert (first["line"], first["maintenance"][0]["reason"], second["orders"]) == ("L-1", "检修", [])
    assert (len(first["days"]), told["count"]) == (56, 2)
    loads = {one["on"]: one["planned"] for one in first["days"] if one["planned"]}
    assert sum(loads.values()) == 960
    order = first["orders"][0]
    assert order["starts_on"] in loads
    assert (order["late"], [step["name"] for step in order["steps"]][-1]) == (False, "packed")


async def test_the_schedule_is_of_a_line_an_item_what_is_late_and_so_many(released: Any) -> None:
    async def shown(query: str) -> tuple[int, list[int]]:
        told = (await released("GET", f"/production-schedule?weeks=8&{query}", role="planner")).json()
        return told["count"], [len(one["orders"]) for one in told["lines"]]

    assert await shown("line=L-2") == (0, [0])
    assert await shown("line=L-1") == (2, [2])
    assert await shown("item=bolt") == (0, [0, 0])
    assert await shown("late=true") == (0, [0, 0])
    assert await shown("limit=1") == (2, [1, 0])
    assert (await released("GET", "/production-schedule", role="customer")).status_code == 403


async def test_orders_of_years_ago_are_passed_over_by_the_index(db: Db) -> None:
    await makes(db)
    await release(db, Release((await ordered(db)).purchase_id))
    await db.execute(
        """INSERT INTO production (purchase_id, line, looked_on, doc)
        SELECT gen_random_uuid(), 'L-1', looked_on, jsonb_set(doc, '{days}', '[{"on": "2020-01-01", "minutes": 1}]')
            || '{"steps": [{"forecast_on": "2020-01-01"}]}' FROM production, generate_series(1, 5000)"""
    )
    await db.execute("ANALYZE production")
    window = Window.of(clock.today(), 6)
    asked = ("L-1", window.since, window.until, None, False, 100, 100)
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {store.ON_LINES}", *asked))
    assert "production_until" in plan, plan
