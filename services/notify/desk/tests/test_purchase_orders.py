"""Purchase orders with their lines, on a page (PUR-4)."""

from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from services.notify.desk.choices import Choices, Language
from services.notify.desk.drawing import templates, wording
from services.notify.desk.order.asking import Answers
from services.notify.desk.purchase_orders.told import PurchaseOrders
from services.notify.desk.tests.conftest import Desk
from tests.needs import needs

pytestmark = needs("PUR-4")
LINE = {
    "number": "PO-2026-000001-1",
    "item": "M8 & co",
    "state": "ordered",
    "quantity": "1040",
    "accepted": "13",
    "cancelled": "0",
    "promised_on": None,
    "unit_price": {"amount": "4.50", "currency": "EUR"},
}
NUTS = LINE | {"number": "PO-2026-000001-2", "item": "nut", "state": "confirmed", "promised_on": "2026-12-04"}
ORDER = {
    "number": "PO-2026-000001",
    "supplier": "S-07",
    "ordered_on": "2026-11-28",
    "amount": {"amount": "9360.00", "currency": "EUR"},
    "lines": [LINE, NUTS],
}


def shown(
    *items: dict[str, Any],
    closed: tuple[str, ...] = (),
    after: str | None = None,
    supplier: str = "",
    language: Language = "en",
) -> str:
    """The body of the page of what purchasing answers."""
    read = msgspec.convert({"items": items, "next": after}, PurchaseOrders)
    seen = wording(Choices(language, "auto", ZoneInfo("Asia/Shanghai")))
    told = {"supplier": supplier, "orders": read, "answers": Answers({}, (), closed), **seen}
    template = templates().get_template("purchase_orders.html")
    return "".join(template.blocks["main"](template.new_context(told)))


def test_an_order_stands_above_its_lines_each_with_its_own_state_and_day() -> None:
    text = shown(ORDER)
    for part in ("S-07", "9,360.00", "M8 &amp; co", "1,040", "4.50", "/desk/find?q=PO-2026-000001-2"):
        assert part in text
    assert text.index("PO-2026-000001 ·") < text.index("PO-2026-000001-1<") < text.index("PO-2026-000001-2<")
    assert "/desk/papers/purchasing/purchase_order/PO-2026-000001.pdf" in text
    assert "/desk/papers/purchasing/purchase_order/PO-2026-000001/link?back=/desk/purchase-orders" in text


def test_who_sees_no_prices_is_offered_no_paper_with_them() -> None:
    text = shown(ORDER | {"amount": None, "lines": [LINE | {"unit_price": None}]})
    assert "purchase_order/" not in text
    assert "M8 &amp; co" in text


def test_the_page_is_told_in_chinese_and_goes_on_where_there_is_more() -> None:
    text = shown(ORDER, language="zh")
    assert [part in text for part in ("采购单一览", "给供应商的链接", "单价")] == [True, True, True]
    assert "supplier=S-07&amp;after=PO-2026-000001" in shown(ORDER, after="PO-2026-000001", supplier="S-07")
    assert "No purchase orders" in shown()
    assert "You may not see purchase orders." in shown(closed=("orders",))


async def test_while_purchasing_does_not_answer_the_page_says_so(desk: Desk) -> None:
    assert "Purchasing does not answer at this moment" in (await desk.get("/purchase-orders?supplier=S-07")).text
