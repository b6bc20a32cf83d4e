"""Production lines as bars on a page, and as tables that say the same (PUR-9, PUR-12)."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from chassis import clock
from chassis.ids import new_id
from services.notify.desk.choices import Choices, Language
from services.notify.desk.drawing import templates, wording
from services.notify.desk.order.asking import Answers
from services.notify.desk.schedule.pages import SPANS, Wanted, drawn
from services.notify.desk.schedule.told import ScheduleTold, SwitchesTold
from services.notify.desk.tests.conftest import Desk
from tests.needs import needs

pytestmark = needs("PUR-9", "PUR-12")
PACKED = {"name": "packed", "planned_on": "2026-03-04", "forecast_on": "2026-03-09", "done": "0.4", "told_on": None}
CUT = {**PACKED, "name": "cut & sewn", "forecast_on": "2026-03-02", "done": "1", "told_on": "2026-03-02"}
ORDER: dict[str, Any] = {
    "production_id": str(new_id()),
    "number": "MO-2026-000001",
    "item": "motor",
    "quantity": "10",
    "state": "in_progress",
    "starts_on": "2026-03-02",
    "ends_on": "2026-03-04",
    "owed_on": "2026-03-05",
    "promised_on": "2026-03-09",
    "late": True,
    "orders": [str(new_id())],
    "steps": [CUT | {"critical": False}, PACKED | {"critical": True}],
}
DAYS = [
    {"on": "2026-03-02", "capacity": 480, "planned": 500, "still": 0},
    {"on": "2026-03-03", "capacity": 0, "planned": 0, "still": 480},
    {"on": "2026-03-08", "capacity": 0, "planned": 0, "still": 0},
]
STILL = {"first_on": "2026-03-03", "until_on": "2026-03-03", "minutes": 480, "reason": "检修"}
LINE = {"line": "L-1", "name": "Assembly", "active": True, "days": DAYS, "maintenance": [STILL], "orders": [ORDER]}


SWITCH = {
    "number": "MO-2026-000001",
    "item": "motor",
    "here": "L-1",
    "here_on": None,
    "cost_here": None,
    "line": "L-2",
    "ends_on": "2026-03-06",
    "cost": {"amount": "90.00", "currency": "CNY"},
    "quantity": "5",
    "owed_on": "2026-03-05",
}


def shown(
    *lines: dict[str, Any],
    closed: tuple[str, ...] = (),
    count: int = 1,
    switches: tuple[dict[str, Any], ...] = (),
    language: Language = "en",
) -> str:
    """The body of the page of what purchasing answers."""
    told = {"since": "2026-03-02", "until": "2026-03-15", "count": count, "lines": lines}
    read = None if closed else msgspec.convert(told, ScheduleTold)
    day = date(2026, 3, 2)
    page: dict[str, Any] = {"schedule": read, "wanted": Wanted("2"), "spans": SPANS, "first": day, "turned": (day, day)}
    seen = wording(Choices(language, "auto", ZoneInfo("Asia/Shanghai")))
    template = templates().get_template("schedule.html")
    page |= {"switches": msgspec.convert({"items": switches}, SwitchesTold)}
    context = {**page, **drawn(read), "answers": Answers({}, (), closed), **seen}
    return "".join(template.blocks["main"](template.new_context(context)))


def test_the_picture_marks_what_makes_an_order_late_and_the_table_says_it_in_words() -> None:
    picture, _, tables = shown(LINE).partition("</svg>")
    assert (picture.count("<circle"), picture.count('l5 6l-5 6l-5 -6z"/>')) == (1, 1)
    assert 'class="bar-overdue"' in picture
    assert f'href="/desk/orders/{ORDER["orders"][0]}"' in tables
    for part in ("cut &amp; sewn: planned 4 Mar", "complete 2 Mar", "◆ makes it late", "40.0 % done", "Mar 2026: 检修"):
        assert part in tables


@needs("WHS-4")
def test_a_gate_that_is_closed_is_told_with_its_inspection() -> None:
    gate = {"kind": "final", "state": "asked", "inspection": "FQC-2026-000001"}
    failed, opened = gate | {"state": "failed"}, gate | {"state": "passed"}
    for told, english, chinese in (
        (gate, "<b>gate closed: waits for inspection</b> FQC-2026-000001", "关卡未放行：待检"),
        (failed, "<b>gate closed: failed inspection</b> FQC-2026-000001", "关卡未放行：检验不合格"),
        (opened, "gate passed FQC-2026-000001", "关卡已合格"),
    ):
        line = LINE | {"orders": [ORDER | {"steps": [PACKED | {"critical": False, "gate": told}]}]}
        assert english in shown(line)
        assert chinese in shown(line, language="zh")


def test_each_day_of_a_line_tells_its_load_and_a_day_off_is_left_out() -> None:
    tables = shown(LINE).partition("</svg>")[2]
    assert "500/480 !" in tables
    assert "0/0 ×" in tables
    assert "104.2 %" in tables
    assert "8 Mar" not in tables


def test_where_the_backup_line_is_sooner_its_day_and_cost_stand_beside_it() -> None:
    text = shown(LINE, switches=(SWITCH,))
    assert "L-1: nobody knows when" in text
    assert "L-2: 6 Mar 2026 · CNY 90.00" in text
    assert "The backup line is sooner" not in shown(LINE)


def test_more_orders_than_are_shown_are_told_and_the_page_speaks_chinese() -> None:
    assert "the first 1 are shown" in shown(LINE, count=30)
    assert "造成延误" in shown(LINE, language="zh")


def test_where_there_is_no_line_or_nobody_may_look_the_page_says_so() -> None:
    assert "No such line" in shown(count=0)
    assert "No such production orders" in shown(LINE | {"orders": []}, count=0)
    assert "You may not see production lines." in shown(closed=("schedule",))


async def test_while_purchasing_does_not_answer_the_page_says_so(desk: Desk) -> None:
    text = (await desk.get("/production?weeks=none&since=0001-01-01&late=1")).text
    assert "Purchasing does not answer at this moment" in text
    assert f'value="{clock.today().isoformat()}"' in text
