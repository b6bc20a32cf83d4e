"""The time-and-action calendar: a grid of orders and their milestones (NOT-3)."""

from datetime import date, timedelta

import pytest

from chassis import clock
from contracts.event import Event
from services.notify.desk.tests.conftest import Desk
from services.notify.tests.samples import Order, content
from services.notify.tests.test_plan_known import forecast
from tests.needs import needs

pytestmark = needs("NOT-3")


def promised_in(days: int) -> date:
    return clock.today() + timedelta(days=days)


def confirmed(order: Order, days: int) -> list[Event]:
    """For a day so many from now."""
    promised = content().but(promised=promised_in(days))
    return [order.received().but(content=promised), order.confirmed().but(content=promised)]


async def test_an_order_is_a_row_and_its_milestones_are_columns(desk: Desk) -> None:
    order = Order()
    await desk.hear(*confirmed(order, 90))
    text = (await desk.get("/tna")).text
    for said in ("SO-2026-000001", "ALFKI", "Goods in", "Invoiced", "Closed"):
        assert said in text
    row = text.partition("<tbody>")[2]
    assert row.count("came in time") == 2
    assert row.count("not needed") == 1
    assert row.count("expected as planned") == 11


async def test_a_cell_says_by_a_sign_and_in_words_what_its_colour_says(desk: Desk) -> None:
    await desk.hear(*confirmed(Order(), -30))
    cell = (await desk.get("/tna")).text.partition('<td class="plan-overdue">')[2].partition("</td>")[0]
    assert "▲" in cell
    assert "its day is over" in cell
    assert "planned" in cell


async def test_a_forecast_delay_moves_the_delivery(desk: Desk) -> None:
    order = Order()
    late = forecast(order, forecast=promised_in(100), until=promised_in(95).isoformat())
    await desk.hear(*confirmed(order, 90), late)
    cells = (await desk.get("/tna")).text.partition("<tbody>")[2].split('<td class="plan-moved">')[1:]
    assert any(f'datetime="{promised_in(100)}"' in cell for cell in cells)


@pytest.mark.parametrize(("query", "shown"), [("customer=ALFKI", True), ("customer=BONAP", False), ("late=1", False)])
async def test_board_list_and_calendar_have_one_filter(desk: Desk, query: str, shown: bool) -> None:
    order = Order()
    await desk.hear(*confirmed(order, 90))
    text = (await desk.get(f"/tna?{query}")).text
    assert (str(order.id) in text) is shown
    assert f'href="/desk/list?{query}"' in text


async def test_the_calendar_speaks_chinese(desk: Desk) -> None:
    desk.sits(language="zh")
    await desk.hear(*confirmed(Order(), 90))
    text = (await desk.get("/tna")).text
    assert "跟单计划表" in text
    assert "已到料" in text


async def test_the_next_orders_stand_on_the_next_page(desk: Desk) -> None:
    await desk.hear(*(Order().received() for _ in range(51)))
    assert "/desk/tna?&amp;after=50" in (await desk.get("/tna")).text
    assert (await desk.get("/tna?after=50")).text.count("<tr data-order") == 1
