"""How fast goods turn over, on a page (WHS-7)."""

from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from services.notify.desk.choices import Choices, Language
from services.notify.desk.drawing import templates, wording
from services.notify.desk.order.asking import Answers
from services.notify.desk.stock.told import ExpectedReturns, ExpiringLots, Paces
from services.notify.desk.tests.conftest import Desk
from tests.needs import needs

pytestmark = needs("WHS-7")
BOLT = {
    "item": "M8 & co",
    "place": "A-1",
    "on_hand": "1040",
    "available": "13",
    "issued": "90",
    "turns_per_year": "4.06",
    "lasts_days": "13.0",
    "last_left": "2026-11-28T09:00:00Z",
    "slow": False,
    "running_out": True,
}
NOTHING_LEFT = {"turns_per_year": None, "lasts_days": None, "last_left": None, "slow": True, "running_out": False}


def shown(
    *items: dict[str, Any], closed: tuple[str, ...] = (), after: str | None = None, language: Language = "en"
) -> str:
    """The body of the page of what the warehouse answers."""
    read = msgspec.convert({"items": items, "next": after}, Paces)
    seen = wording(Choices(language, "auto", ZoneInfo("Asia/Shanghai")))
    told = {"which": "all", "paces": read, "answers": Answers({}, (), closed), **seen}
    template = templates().get_template("stock.html")
    return "".join(template.blocks["main"](template.new_context(told)))


def test_an_items_pace_stands_in_its_row_with_what_is_wrong() -> None:
    text = shown(BOLT, BOLT | {"item": "still"} | NOTHING_LEFT)
    for part in ("M8 &amp; co", "1,040", "4.06", "13", "runs out soon", "lies still"):
        assert part in text
    assert text.index("runs out soon") < text.index("lies still")


def test_what_is_foreseen_to_be_short_stands_beside_it() -> None:
    assert "will be short" in shown(BOLT | {"foreseen": True})
    assert "预计缺货" in shown(BOLT | {"foreseen": True}, language="zh")


def test_the_page_is_told_in_chinese_too() -> None:
    assert "即将用完" in shown(BOLT, language="zh")


def test_the_list_goes_on_where_there_is_more() -> None:
    assert "after=M8%20%26%20co" in shown(BOLT, after="M8 & co")
    assert "after=" not in shown(BOLT)


def test_where_nothing_is_found_or_nobody_may_look_the_page_says_so() -> None:
    assert "No such items" in shown()
    assert "You may not see the stock." in shown(closed=("paces",))


async def test_while_the_warehouse_does_not_answer_the_page_says_so(desk: Desk) -> None:
    text = (await desk.get("/stock?which=slow")).text
    assert "Warehouse does not answer at this moment" in text


LOT = {
    "receipt": "GR-2026-000012",
    "item": "glue & co",
    "lot": "L-77",
    "supplier": "S-07",
    "expires_on": "2026-03-12",
    "days_left": 10,
    "here": "1040",
    "orders": ["SO-2026-000001"],
}


def lots_shown(*items: dict[str, Any], within: int | None = 30, after: str | None = None, **how: Any) -> str:
    read = msgspec.convert({"items": items, "next": after}, ExpiringLots)
    seen = wording(Choices(how.get("language", "en"), "auto", ZoneInfo("Asia/Shanghai")))
    told = {"within": within, "lots": read, "answers": Answers({}, (), how.get("closed", ())), **seen}
    template = templates().get_template("expiring_lots.html")
    return "".join(template.blocks["main"](template.new_context(told)))


@needs("WHS-1")
def test_a_lot_that_expires_stands_with_its_last_day_and_the_orders_that_it_serves() -> None:
    text = lots_shown(LOT, LOT | {"receipt": "GR-2026-000013", "days_left": -1, "orders": []})
    for part in ("glue &amp; co", "L-77", "GR-2026-000012", "1,040", "/desk/find?q=SO-2026-000001", "past its day"):
        assert part in text
    assert "已过期" in lots_shown(LOT | {"days_left": -1}, language="zh")


@needs("WHS-1")
def test_the_list_of_lots_goes_on_within_as_many_days() -> None:
    assert "/desk/stock/lots?within=30&amp;after=GR-2026-000012" in lots_shown(LOT, after="GR-2026-000012")
    assert "/desk/stock/lots?after=GR-1" in lots_shown(LOT, within=None, after="GR-1")
    assert "after=" not in lots_shown(LOT)
    assert "No lot expires so soon." in lots_shown()
    assert "You may not see the stock." in lots_shown(closed=("lots",))


@needs("WHS-1")
async def test_while_the_warehouse_does_not_answer_the_list_of_lots_says_so(desk: Desk) -> None:
    text = (await desk.get("/stock/lots?within=30")).text
    assert "Warehouse does not answer at this moment" in text


EXPECTED = {
    "order_id": "019cbf5b-f240-7a11-83c1-d6073666a403",
    "order_number": "SO-2026-000001",
    "sales_slip": "SS-2026-000001",
    "asked_on": "2026-11-28",
    "lines": [{"line": 1, "item": "M8 & co", "quantity": "4"}],
}


def asked_back(
    *items: dict[str, Any], closed: tuple[str, ...] = (), after: str | None = None, language: Language = "en"
) -> str:
    read = msgspec.convert({"items": items, "next": after}, ExpectedReturns)
    seen = wording(Choices(language, "auto", ZoneInfo("Asia/Shanghai")))
    template = templates().get_template("returns.html")
    told = {"returns": read, "answers": Answers({}, (), closed), **seen}
    return "".join(template.blocks["main"](template.new_context(told)))


@needs("WHS-8")
def test_what_is_asked_back_leads_to_its_order_and_says_how_much_has_still_to_come() -> None:
    text = asked_back(EXPECTED, after="019cbf5b-f240-7a11-83c1-d6073666a403")
    for part in ("/desk/orders/019cbf5b-f240", "SO-2026-000001", "SS-2026-000001", "M8 &amp; co · line 1: 4", "after="):
        assert part in text
    assert "待退回货物" in asked_back(EXPECTED, language="zh")
    assert "Nothing is asked back that has not come" in asked_back()
    assert "You may not see what is asked back." in asked_back(closed=("returns",))


@needs("WHS-8")
async def test_while_the_warehouse_does_not_answer_the_page_of_returns_says_so(desk: Desk) -> None:
    assert "does not answer at this moment" in (await desk.get("/returns")).text
