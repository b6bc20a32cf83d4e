"""An order's page tells which change the departments judge anew, and which prices are off the list (SAL-9, SAL-25)."""

from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from services.notify.desk.choices import Choices
from services.notify.desk.drawing import templates, wording
from services.notify.desk.order.told import Anew, OffList, Order
from tests.needs import needs

pytestmark = needs("SAL-9", "SAL-25")
DAYS = {"promised": "2026-03-02", "computed": None, "agreed": False, "ended": False}


def shown(template: str, language: Any = "en", **known: Any) -> str:
    seen = wording(Choices(language, "auto", ZoneInfo("Asia/Shanghai")))
    return templates().get_template(template).render(**known, **seen)


def anew(language: str = "en", **told: Any) -> str:
    return shown("order_anew.html", language, anew=msgspec.convert({"version": 3, "awaited": [], **DAYS, **told}, Anew))


def test_who_still_judges_a_change_and_which_day_was_promised_before() -> None:
    text = anew(awaited=["finance", "logistics"])
    for part in ("Change judged anew", "version 3", "Still to answer:", "<li>Finance</li>", "<li>Logistics</li>"):
        assert part in text
    assert "Promised before the change" in text
    assert "Day by the new answers" not in text


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"computed": "2026-03-09"}, "the promised day waits for the merchandiser"),
        ({}, "no day can be promised"),
        ({"computed": "2026-03-09", "ended": True}, "what holds now is promised"),
        ({"agreed": True, "ended": True}, "The change itself says its day"),
    ],
)
def test_what_the_answers_came_to(told: dict[str, Any], says: str) -> None:
    text = anew(**told)
    assert says in text
    assert ("Day by the new answers" in text) == ("computed" in told)


def test_a_price_off_the_list_stands_with_its_line_and_is_no_markup() -> None:
    lines = (OffList(text="第 1 行 <P-1>：低于价目表"),)
    text = shown("order_off_list.html", off_list=lines)
    assert "Prices off the list" in text
    assert "<li>第 1 行 &lt;P-1&gt;：低于价目表</li>" in text


def test_both_are_told_in_chinese_too() -> None:
    assert "变更重新评审" in anew("zh-Hans")
    assert "价格与价目表不符" in shown("order_off_list.html", "zh-Hans", off_list=(OffList(text="-"),))


def test_an_order_of_before_has_neither() -> None:
    order = msgspec.convert({"content": {}}, Order)
    assert (order.anew, order.off_list) == (None, ())
