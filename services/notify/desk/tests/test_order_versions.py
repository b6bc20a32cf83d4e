"""Two versions of an order stand side by side on its page (SAL-9)."""

from types import SimpleNamespace
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import msgspec

from services.notify.desk.choices import Choices
from services.notify.desk.drawing import templates, wording
from services.notify.desk.order.asking import Answers
from services.notify.desk.order.told import Versions
from services.notify.desk.tests.conftest import Desk
from services.notify.tests.samples import Order
from tests.needs import needs

pytestmark = needs("SAL-9")
KEPT = [
    {"version": 2, "at": "2026-03-02T04:00:00Z", "reason": ""},
    {"version": 3, "at": "2026-03-03T04:00:00Z", "reason": "多要 & 两件"},
]
ROWS = [
    {"what": "Wanted date", "before": "2026-04-01", "after": "2026-04-01", "differs": False},
    {"what": "Line 1", "before": "10 of P-1 at 10 USD", "after": "12 of P-1 at 10 USD", "differs": True},
]


def shown(told: dict[str, Any], closed: tuple[str, ...] = ()) -> str:
    seen = wording(Choices("en", "auto", ZoneInfo("Asia/Shanghai")))
    order = SimpleNamespace(row=SimpleNamespace(order_id=uuid4()))
    known = {"order": order, "versions": msgspec.convert(told, Versions), "answers": Answers({}, (), closed)}
    return templates().get_template("order_versions.html").render(**known, **seen)


def test_what_a_change_made_otherwise_is_marked_and_its_reason_stands_below() -> None:
    text = shown({"items": KEPT, "before": 2, "after": 3, "beside": ROWS})
    for part in (
        "<strong><bdi>12 of P-1",
        '<option value="2" selected',
        '<option value="3" selected',
        "多要 &amp; 两件",
    ):
        assert part in text
    assert text.count('<span class="flag">changed') == 1


def test_before_the_confirmation_there_is_none_and_not_every_role_sees_them() -> None:
    none: dict[str, Any] = {"items": [], "before": None, "after": None, "beside": []}
    assert "from the confirmation on" in shown(none)
    assert "Your role does not show you" in shown(none, ("versions",))


async def test_while_sales_does_not_answer_the_page_says_so(desk: Desk) -> None:
    order = Order()
    await desk.hear(order.received())
    text = (await desk.get(f"/orders/{order.id}/versions?before=x&after=2")).text
    assert "Sales does not answer at this moment" in text
