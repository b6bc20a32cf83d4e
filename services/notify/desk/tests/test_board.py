"""The order board, its list and its sheet (NOT-1)."""

import re
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from contracts.stages import STAGES
from services.notify.desk.board import store
from services.notify.desk.board.filters import Filter, filter_of
from services.notify.desk.tests.conftest import Desk
from services.notify.policy import Policy
from services.notify.tests import many_orders
from services.notify.tests.samples import Order, content
from tests.figures import put
from tests.needs import needs

pytestmark = needs("NOT-1")

PAGE_BYTES_MAX = 300_000
SENT_BYTES_MAX = 60_000
AT_EVERY_STAGE = """
UPDATE board SET state = 'open', stage = ($1::text[])[1 + nth % cardinality($1::text[])], customer = 'KR-HANGANG',
                 merchandiser = 'wang.fang', number = 'SO-2026-000' || 100 + nth
FROM (SELECT order_id, row_number() OVER () AS nth FROM board) n WHERE n.order_id = board.order_id
"""


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


@needs("SAL-9")
async def test_a_rush_is_marked_on_the_board_and_can_be_looked_for(desk: Desk) -> None:
    order, calm = Order(), Order()
    changed = order.confirmed().but(content=content().but(rush=True))
    await desk.hear(order.received(), calm.received(), changed)
    for page in ("/?rush=1", "/list?rush=1", "/list?rush=1&state=all", "/month?rush=1"):
        text = (await desk.get(page)).text
        assert str(calm.id) not in text, page
    assert 'flag-late">rush</span>' in (await desk.get("/list?rush=1")).text
    assert str(calm.id) in (await desk.get("/list")).text
    assert 'flag-late">rush</span>' in (await desk.get(f"/orders/{order.id}")).text


@needs("SAL-7")
async def test_orders_of_a_quadrant_are_looked_for(desk: Desk) -> None:
    order, other = Order(), Order()
    await desk.hear(order.received(), other.received(), order.weighed(9, version=1))
    for page in ("/?quadrant=urgent", "/list?quadrant=urgent", "/month?quadrant=urgent"):
        text = (await desk.get(page)).text
        assert str(other.id) not in text, page
        assert '<option value="urgent" selected>' in text
    assert str(order.id) in (await desk.get("/list?quadrant=urgent")).text
    assert "quadrant" not in filter_of({"quadrant": "colour"}).asked()


@pytest.mark.parametrize(("by", "names"), [("customer", ["ALFKI", "BONAP"]), ("priority", ["5", "3"])])
async def test_a_board_is_cut_into_lanes_across_its_stages(desk: Desk, by: str, names: list[str]) -> None:
    orders = [Order(), Order(), Order()]
    await desk.hear(*(order.received() for order in orders), *orders[0].reviews(), orders[0].confirmed())
    await desk.pool.execute(
        "UPDATE board SET customer = CASE WHEN order_id = $1 THEN 'ALFKI' ELSE 'BONAP' END, "
        "priority = CASE WHEN order_id = $1 THEN 5 ELSE 3 END",
        orders[0].id,
    )
    text = (await desk.get(f"/?lanes={by}")).text
    lanes = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', text, re.DOTALL)
    assert [name for name, _ in lanes] == names
    assert [cells.count('<li class="card') for _, cells in lanes] == [1, 2]
    assert re.findall(r'<th scope="col">(\w+) <span class="count">(\d)</span>', text) == [
        ("Received", "2"), ("Confirmed", "1"),
    ]  # fmt: skip
    assert f"/desk/list?lanes={by}" in text


async def test_lanes_that_nobody_can_mean_are_none(desk: Desk) -> None:
    await desk.hear(Order().received())
    assert 'id="column-received"' in (await desk.get("/?lanes=colour")).text
    assert "lanes" not in filter_of({"lanes": "colour"}).asked()


def test_an_address_says_only_what_is_not_as_usual() -> None:
    assert filter_of({"late": "1", "stage": "packed"}).asked() == {"late": "1", "stage": "packed"}
    assert Filter(late=True, stage="packed").asked(stage="") == {"late": "1"}


PLANTED = """
UPDATE board SET number = told.number, promised = told.promised::date, value = told.value, currency = told.currency,
                 priority = told.priority, customer = told.customer, stage_since = told.since::timestamptz
FROM (VALUES ($1::uuid, 'A', '2026-03-01', 500, 'USD', 1, 'BONAP', '2026-01-03Z'),
             ($2, 'B', NULL, NULL, NULL, 3, 'ALFKI', '2026-01-02Z'),
             ($3, 'C', '2026-02-01', 90, 'USD', 3, 'CHOPS', '2026-01-01Z'),
             ($4, 'D', '2026-03-01', 700, 'CNY', 2, 'ALFKI', '2026-01-04Z')
) told(order_id, number, promised, value, currency, priority, customer, since) WHERE board.order_id = told.order_id
"""


async def planted(desk: Desk) -> None:
    orders = [Order() for _ in range(4)]
    await desk.hear(*(order.received() for order in orders))
    await desk.pool.execute(PLANTED, *(order.id for order in orders))


@pytest.mark.parametrize(
    ("sort", "names"),
    [("promised", "CDAB"), ("-promised", "BADC"), ("value", "BDCA"), ("-value", "ACDB"), ("since", "CBAD"),
     ("-since", "DABC"), ("priority", "ADBC"), ("-priority", "CBDA"), ("customer", "DBAC"), ("-customer", "CABD"),
     ("", "CDAB"), ("--value", "CDAB"), ("colour", "CDAB")],
)  # fmt: skip
async def test_a_list_and_its_sheet_are_sorted_as_the_address_says(desk: Desk, sort: str, names: str) -> None:
    """What nobody knows is a day later than any, and an amount less than any; each currency stands for itself."""
    await planted(desk)
    for state in ("open", "all"):
        text = (await desk.get(f"/list?state={state}&sort={sort}")).text
        assert "".join(re.findall(r'<th scope="row"><a [^>]*>(\w)</a>', text)) == names
    sheet = await rows_of_the_sheet(desk, f"?sort={sort}")
    assert "".join(row[0] for row in sheet[1:]) == names
    assert [row[-2] for row in sheet[1:]] == [{"A": 1, "B": 3, "C": 3, "D": 2}[name] for name in names]


async def test_the_head_of_a_column_sorts_and_turns_the_order_round(desk: Desk) -> None:
    await planted(desk)
    first = heads((await desk.get("/list?late=1")).text)
    assert first["Promised"] == (' aria-sort="ascending"', "late=1&amp;sort=-promised")
    assert first["Value"] == ("", "late=1&amp;sort=-value")
    turned = heads((await desk.get("/list?late=1&sort=-value")).text)
    assert turned["Value"] == (' aria-sort="descending"', "late=1&amp;sort=value")
    assert turned["Promised"] == ("", "late=1")
    assert heads((await desk.get("/list?sort=value")).text)["Value"] == (' aria-sort="ascending"', "sort=-value")
    desk.sits(language="zh")
    assert heads((await desk.get("/list?sort=since")).text)["始于"][0] == ' aria-sort="ascending"'


def heads(text: str) -> dict[str, tuple[str, str]]:
    """Of each column that sorts what is said of it and where it leads."""
    head = r'<th scope="col"[^>]*?( aria-sort="\w+")?><a class="sort" href="/desk/list\?([^"]*)">([^< ]+)'
    return {label: (said, query) for said, query, label in re.findall(head, text)}


async def test_the_order_of_a_list_goes_with_its_filter_and_its_pages(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await planted(desk)
    monkeypatch.setattr("services.notify.desk.board.pages.LIST_ROWS", 3)
    text = (await desk.get("/list?sort=-since")).text
    assert '<input type="hidden" name="sort" value="-since">' in text
    assert "/desk/orders.xlsx?sort=-since" in text
    rest = re.findall(r'<a href="(/desk/list\?sort=-since&amp;after=3)">', text)
    last = (await desk.get("/list?sort=-since&after=3")).text
    assert rest
    assert re.findall(r'<th scope="row"><a [^>]*>(\w)</a>', last) == ["C"]


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


async def test_a_sheet_that_holds_no_more_orders_says_so_in_its_last_row(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.hear(Order().received(), Order().received())
    monkeypatch.setattr(store, "SHEET_ROWS_MAX", 2)
    assert [row[1] for row in await rows_of_the_sheet(desk)] == ["Customer", "ALFKI", "ALFKI"]
    monkeypatch.setattr(store, "SHEET_ROWS_MAX", 1)
    told = [row[0] for row in await rows_of_the_sheet(desk)]
    assert told[2:] == ["Not all: the first 1 orders. A narrower filter shows the others."]


@needs("ALL-3")
async def test_each_order_of_a_sheet_counts_and_who_took_enough_reads_why_there_is_none(desk: Desk) -> None:
    await desk.hear(*(Order().received() for _ in range(3)))
    await put(desk.pool, Policy, downloads_a_day=5)
    assert (await desk.get("/orders.xlsx")).status_code == 200
    refused = await desk.get("/orders.xlsx")
    assert refused.status_code == 429
    assert "That is too much for one day" in refused.text
    assert "3 are taken; this would be 3 more" in refused.text


async def rows_of_the_sheet(desk: Desk, query: str = "") -> list[Any]:
    return list(load_workbook(BytesIO((await desk.get(f"/orders.xlsx{query}")).content)).worksheets[0].values)


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


async def test_each_card_has_a_menu_beside_being_dragged(desk: Desk) -> None:
    order = Order()
    await desk.hear(order.received())
    assert "data-move" in (await desk.get("/")).text
    moves = (await desk.get(f"/moves/{order.id}")).text
    assert "No command moves this order now." in moves
    assert moves.count("does not answer at this moment") == 5


async def test_a_board_with_orders_at_every_stage_is_light(desk: Desk) -> None:
    async with desk.pool.acquire() as db:
        await many_orders.write(db, range(600))
        await db.execute(AT_EVERY_STAGE, STAGES)
    for shape in ("/", "/?lanes=priority"):
        board = await desk.get(shape)
        assert board.text.count('<li class="card') == 40 * len(STAGES)
        assert len(board.content) < PAGE_BYTES_MAX
        assert int(board.headers["content-length"]) < SENT_BYTES_MAX
