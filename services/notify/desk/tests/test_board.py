"""The order board, its list and its sheet (NOT-1)."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from services.notify.desk.board.filters import Filter, filter_of
from services.notify.desk.tests.conftest import Desk
from services.notify.tests.samples import Order
from tests.needs import needs

pytestmark = needs("NOT-1")


async def test_an_order_stands_at_its_stage_with_what_it_waits_for(desk: Desk) -> None:
    order = Order()
    await desk.hear(order.received(), *order.reviews(), order.confirmed())
    text = (await desk.get("/")).text
    column = text.partition('id="column-confirmed"')[2].partition("</section>")[0]
    assert f'href="/desk/orders/{order.id}"' in column
    for said in ("SO-2026-000001", "ALFKI", "wang.fang", "Reserved", "Warehouse"):
        assert said in column
    assert '<span class="count" data-count="confirmed">1</span>' in column


async def test_the_board_speaks_chinese(desk: Desk) -> None:
    desk.sits(language="zh")
    order = Order()
    await desk.hear(order.received(), *order.reviews(), order.confirmed())
    text = (await desk.get("/")).text
    assert "已备货" in text
    assert "仓库" in text
    assert "跟单员" in text.partition('class="menu"')[2]


@pytest.mark.parametrize(
    ("query", "shown"),
    [("mine=1", True), ("customer=ALFKI", True), ("customer=BONAP", False), ("late=1", False), ("state=closed", False),
     ("state=all&stage=received", True), ("state=nonsense", True)],
)  # fmt: skip
async def test_a_filter_stands_in_the_address(desk: Desk, query: str, shown: bool) -> None:
    order = Order()
    await desk.hear(order.received())
    assert (str(order.id) in (await desk.get(f"/list?{query}")).text) is shown


def test_an_address_says_only_what_is_not_as_usual() -> None:
    assert filter_of({"late": "1", "stage": "packed"}).asked() == {"late": "1", "stage": "packed"}
    assert Filter(late=True, stage="packed").asked(stage="") == {"late": "1"}


async def test_a_column_shows_forty_and_the_rest_on_demand(desk: Desk) -> None:
    orders = [Order() for _ in range(42)]
    await desk.hear(*(order.received() for order in orders))
    board = (await desk.get("/")).text
    assert board.count('class="card"') == 40
    assert "2 more" in board
    rest = (await desk.get("/board/received?after=40")).text
    assert rest.count('class="card"') == 2
    assert "more" not in rest


@pytest.mark.parametrize("name", ["SO-2026-000001", " PO/1 "])
async def test_an_order_is_found_by_its_numbers(desk: Desk, name: str) -> None:
    order = Order()
    await desk.hear(order.received())
    answer = await desk.client.get("/desk/find", params={"q": name})
    assert answer.headers["location"] == f"/desk/orders/{order.id}"
    by_id = await desk.client.get("/desk/find", params={"q": str(order.id)})
    assert by_id.headers["location"] == f"/desk/orders/{order.id}"


async def test_of_several_orders_with_one_po_the_reader_chooses(desk: Desk) -> None:
    orders = [Order(), Order()]
    await desk.hear(*(order.received() for order in orders))
    text = (await desk.get("/find?q=PO%2F1")).text
    assert all(str(order.id) in text for order in orders)
    assert "No order is called SO-404" in (await desk.get("/find?q=SO-404")).text


async def test_the_sheet_holds_what_is_seen(desk: Desk) -> None:
    order = Order()
    await desk.hear(order.received(), Order().received())
    answer = await desk.get("/orders.xlsx?customer=ALFKI")
    rows = list(load_workbook(BytesIO(answer.content)).worksheets[0].values)
    assert rows[0][:3] == ("Order", "Customer", "Customer's PO")
    assert [row[1] for row in rows[1:]] == ["ALFKI", "ALFKI"]
    assert (await desk.get("/orders.xlsx?customer=BONAP")).status_code == 200


async def test_a_held_customers_order_is_told(desk: Desk) -> None:
    order = Order()
    await desk.hear(order.received(), *order.reviews(), order.confirmed(), order.reserved(), order.advance_requested())
    assert "on hold" in (await desk.get("/")).text


async def test_changed_cards_come_by_themselves_with_the_counts_of_all_columns(desk: Desk) -> None:
    order, other = Order(), Order()
    await desk.hear(order.received(), other.received(), other.cancelled())
    text = (await desk.get(f"/cards?order={order.id}&order={other.id}")).text
    assert f'id="card-{order.id}"' in text
    assert f'id="card-{other.id}"' not in text
    assert '<data value="1" data-of="received">' in text


async def test_each_card_has_a_menu_beside_being_dragged_and_without_scripts_it_leads_to_the_orders_forms(
    desk: Desk,
) -> None:
    order = Order()
    await desk.hear(order.received())
    assert f'href="/desk/orders/{order.id}#doing" data-move' in (await desk.get("/")).text
    moves = (await desk.get(f"/moves/{order.id}")).text
    assert "No command moves this order now." in moves
    assert moves.count("does not answer at this moment") == 5
