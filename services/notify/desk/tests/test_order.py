"""An order's page (NOT-2)."""

from uuid import UUID

from services.notify.desk.tests.conftest import Desk
from services.notify.resolving.handlers import raise_
from services.notify.tests.samples import Order, never_ordered
from tests.needs import needs


async def an_exception(desk: Desk, order: Order) -> UUID:
    async with desk.pool.acquire() as db:
        ((raised,),) = await raise_(db, [await never_ordered(db, order.id)])
    return raised.exception_id


@needs("NOT-2")
async def test_an_orders_page_says_what_it_waits_for_and_all_that_happened(desk: Desk) -> None:
    order = Order()
    await desk.hear(order.received(), *order.reviews(), order.confirmed())
    text = (await desk.get("/orders/PO/1")).text
    assert "Waits for Reserved or Stock is short of Warehouse since" in text
    assert "Order received, version 1" in text
    assert text.index("Order confirmed") < text.index("Order received")


@needs("NOT-2", "ALL-5")
async def test_an_orders_page_speaks_chinese(desk: Desk) -> None:
    desk.sits(language="zh")
    order = Order()
    await desk.hear(order.received(), *order.reviews(), order.confirmed())
    text = (await desk.get(f"/orders/{order.id}")).text
    assert "起等待仓库：已备货 或 库存不足" in text
    assert "收到订单" in text


async def test_an_unknown_order_is_told(desk: Desk) -> None:
    answer = await desk.get("/orders/SO-404")
    assert answer.status_code == 404
    assert "There is no order SO-404 here." in answer.text
    desk.sits(language="zh")
    assert "There is no order" not in (await desk.get("/orders/SO-404")).text


@needs("NOT-2")
async def test_a_department_that_is_away_is_told_in_a_line_and_the_rest_works(desk: Desk) -> None:
    order = Order()
    await desk.hear(order.received())
    await an_exception(desk, order)
    text = (await desk.get(f"/orders/{order.id}")).text
    assert text.count("does not answer at this moment; its forms are missing here.") == 5
    assert "Plan exception" in text


async def test_what_changes_by_itself_comes_without_the_forms(desk: Desk) -> None:
    order = Order()
    await desk.hear(order.received())
    text = (await desk.get(f"/order-parts/{order.id}")).text
    assert all(f'id="{part}"' in text for part in ("order-head", "order-story", "order-awaited"))
    assert 'id="doing"' not in text
    assert 'id="doing"' in (await desk.get(f"/order-forms/{order.id}")).text
