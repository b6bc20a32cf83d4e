"""Orders as bars on one scale of days (NOT-1)."""

from services.notify.desk.tests.conftest import Desk
from services.notify.desk.tests.test_tna import confirmed
from services.notify.tests.samples import Order
from tests.needs import needs

pytestmark = needs("NOT-1")


async def test_an_order_is_a_bar_that_leads_to_it_and_says_in_words_how_it_stands(desk: Desk) -> None:
    order = Order()
    await desk.hear(*confirmed(order, 90))
    bar = (await desk.get("/gantt")).text.partition(f'<a href="/desk/orders/{order.id}"')[2].partition("</a>")[0]
    assert 'class="bar-ahead"' in bar
    assert "expected as planned, promised" in bar
    assert bar.count("<rect") == 4


async def test_an_order_that_is_promised_in_many_years_makes_no_dots_of_the_others(desk: Desk) -> None:
    far, near = Order(), Order()
    await desk.hear(far.received(), *confirmed(near, 60))
    text = (await desk.get("/gantt")).text
    assert str(far.id) in text
    assert "2099" not in text.partition("<svg")[2].partition("<a ")[0]


async def test_the_line_of_today_stands_where_the_plans_reach_over_it(desk: Desk) -> None:
    await desk.hear(*confirmed(Order(), 90))
    assert 'stroke-width="1.5"' in (await desk.get("/gantt")).text


async def test_without_orders_there_is_no_empty_drawing(desk: Desk) -> None:
    text = (await desk.get("/gantt")).text
    assert "<svg viewBox" not in text
    assert "No orders" in text
