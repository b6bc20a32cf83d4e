"""The plan of one order, and the way to plan it anew (NOT-3)."""

import asyncio
import re
from collections.abc import Mapping
from datetime import timedelta

import pytest

from chassis.ids import new_id
from services.notify.desk.tests.conftest import Desk
from services.notify.desk.tests.test_plan_sheets import sent
from services.notify.desk.tests.test_tna import confirmed, promised_in
from services.notify.desk.tna.chart import LEFT, WIDTH, chart_of
from services.notify.plan.rules.plan import plan_of
from services.notify.tests.samples import Order
from services.notify.tests.test_plan import MONDAY, PROMISED, figures, on, order
from tests.needs import needs

pytestmark = needs("NOT-3")


async def test_a_plan_is_drawn_as_bars_and_told_as_a_table(desk: Desk) -> None:
    one = Order()
    await desk.hear(*confirmed(one, 90))
    text = (await desk.get(f"/plans/{one.id}")).text
    assert text.count("<g class=") == 14
    assert 'aria-describedby="plan-table"' in text
    assert "style=" not in text
    assert text.partition('id="plan-table"')[2].partition("</table>")[0].count("<tr>") == 15


async def test_a_step_is_planned_anew_by_the_form_of_the_department(desk: Desk) -> None:
    one = Order()
    await desk.hear(*confirmed(one, 90))
    text = (await desk.get(f"/plans/{one.id}?back=/desk/tna?mine=1")).text
    form = sent(text)
    assert form["path"] == f"/api/v1/orders/{one.id}/plan"
    assert re.findall(r'<option value="(\w+)" selected>', text)[0] == "bought"
    told = {"milestone:s-": "packed", "planned:s-": promised_in(88).isoformat(), "reason:s-": "the mill is late"}
    answer = await desk.post("/act", form | told)
    assert answer.headers["location"] == "/desk/tna?mine=1&done=1"
    assert "the mill is late" in (await desk.get(f"/plans/{one.id}")).text


async def test_what_cannot_be_planned_is_refused_at_its_field(desk: Desk) -> None:
    one = Order()
    await desk.hear(*confirmed(one, 90))
    form = sent((await desk.get(f"/plans/{one.id}")).text)
    told = {"milestone:s-": "received", "planned:s-": promised_in(88).isoformat(), "reason:s-": "x"}
    answer = await desk.post("/act", form | told)
    assert answer.status_code == 422
    assert "a step of the order that is still to come" in answer.text


async def test_the_orders_page_leads_to_its_plan(desk: Desk) -> None:
    one = Order()
    await desk.hear(*confirmed(one, 90))
    assert f'href="/desk/plans/{one.id}"' in (await desk.get(f"/orders/{one.id}")).text
    part = await desk.client.get(f"/desk/plans/{one.id}", headers={"hx-request": "true"})
    assert part.text.lstrip().startswith("<section")


async def test_of_an_order_that_nobody_knows_there_is_no_plan(desk: Desk) -> None:
    assert (await desk.get(f"/plans/{new_id()}")).status_code == 404


async def test_a_plan_is_asked_for_over_http(desk: Desk) -> None:
    one = Order()
    await desk.hear(*confirmed(one, 90))
    by = {"authorization": f"Bearer {desk.token('wang.fang', 'merchandiser')}"}
    path = f"/api/v1/orders/{one.id}/plan"
    plan = (await desk.client.get(path, headers=by)).json()
    assert [step["condition"] for step in plan["milestones"]].count("ahead") == 11
    assert (await desk.client.get(f"/api/v1/orders/{new_id()}/plan", headers=by)).status_code == 404
    clerk = {"authorization": f"Bearer {desk.token('chen.yu', 'storekeeper')}", "idempotency-key": "a-key-of-a-clerk"}
    body = {"milestone": "packed", "planned": promised_in(88).isoformat(), "reason": "x"}
    assert (await desk.client.post(path, json=body, headers=clerk)).status_code == 403


async def test_an_order_and_a_sheet_are_planned_anew_one_after_the_other(desk: Desk) -> None:
    """What comes together too: each says which day it took the place of."""
    one, other = Order(), Order()
    await desk.hear(*confirmed(one, 90), *confirmed(other, 90))
    by = {"authorization": f"Bearer {desk.token('wang.fang', 'merchandiser')}"}
    told = {"milestone": "packed", "reason": "the mill is late"}

    async def ask(nth: int, path: str, body: Mapping[str, object]) -> int:
        headers = by | {"idempotency-key": f"a key, the {nth}th"}
        return (await desk.client.post(f"/api/v1/{path}", json=body, headers=headers)).status_code

    alone = [
        ask(day, f"orders/{order.id}/plan", told | {"planned": promised_in(day).isoformat()})
        for order, day in ((other, 85), (one, 86))
    ]
    changes = [{"order": str(one.id), "milestone": "packed", "planned": promised_in(87).isoformat()}]
    assert await asyncio.gather(*alone, ask(87, "plans", {"changes": changes, "reason": "x"})) == [200] * 3
    rows = await desk.pool.fetch("SELECT planned, was FROM replanned WHERE order_id = $1 ORDER BY id", one.id)
    assert len(rows) == 2
    assert rows[1]["was"] == rows[0]["planned"]


def test_a_bar_runs_from_the_step_before_to_its_own_day() -> None:
    chart = chart_of(plan_of(order(), figures()), MONDAY)
    assert chart
    delivered = next(row for row in chart.rows if row.milestone == "delivered")
    dispatched = next(row for row in chart.rows if row.milestone == "dispatched")
    assert delivered.planned
    assert dispatched.planned
    assert delivered.planned.x == pytest.approx(dispatched.planned.x + dispatched.planned.width)
    assert delivered.planned.x + delivered.planned.width < WIDTH
    assert chart.today == LEFT


def test_a_step_that_was_not_needed_has_no_bar_of_its_own() -> None:
    known = order(stage="reserved", came={"received": MONDAY, "reserved": on(3, 3)})
    chart = chart_of(plan_of(known, figures()), PROMISED + timedelta(days=400))
    assert chart
    assert next(row for row in chart.rows if row.milestone == "bought").expected is None
    assert chart.today is None


def test_without_any_day_there_is_nothing_to_draw() -> None:
    assert chart_of(plan_of(order(promised=None, came={}), figures()), MONDAY) is None
