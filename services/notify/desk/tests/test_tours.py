"""The tours of a day on a page (LOG-4)."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from chassis.ids import new_id
from services.notify.desk.choices import Choices
from services.notify.desk.drawing import templates, wording
from services.notify.desk.order.asking import Answers
from services.notify.desk.tests.conftest import Desk
from services.notify.desk.tours.view import Tours, day_of
from tests.needs import needs

pytestmark = needs("LOG-4")
SEEN = Choices("en", "auto", ZoneInfo("Asia/Shanghai"))
STOP = {
    "order_id": str(new_id()),
    "number": "SH-2026-000001",
    "customer": "ALFKI",
    "address": "Obere Str. 57, Berlin",
    "weight_kg": "10.5",
    "packages": 2,
    "arrives": "2026-11-28T09:00:00Z",
    "leaves": "2026-11-28T09:10:00Z",
    "became": "delivered",
    "proof": "signed by Li",
}
TOUR = {
    "number": "TP-2026-000001",
    "vehicle": "V-1",
    "starts": "2026-11-28T08:00:00Z",
    "ends": "2026-11-28T12:00:00Z",
    "started_at": None,
    "load_kg": "21",
    "load_m3": "0.4",
    "distance_km": "28.9",
    "stops": [STOP, STOP | {"became": "waits", "proof": None}],
}


@pytest.mark.parametrize("written", ["", "tomorrow", "2026-02-30", "２０２６-11-28"])
def test_what_is_no_day_is_today(written: str) -> None:
    assert day_of(written, date(2026, 11, 28)) == date(2026, 11, 28)


def shown(*tours: dict[str, Any], closed: tuple[str, ...] = ()) -> str:
    """The body of the page of what logistics answers."""
    read = msgspec.convert({"items": tours}, Tours)
    told = {"day": date(2026, 11, 28), "tours": read.items, "answers": Answers({}, (), closed), **wording(SEEN)}
    template = templates().get_template("tours.html")
    return "".join(template.blocks["main"](template.new_context(told)))


def test_each_stop_stands_in_its_order_and_leads_to_where_it_is_done() -> None:
    text = shown(TOUR)
    for part in ("V-1", "TP-2026-000001", "21 kg", "28.9 km", "Obere Str. 57, Berlin", "signed by Li", "not started"):
        assert part in text
    assert text.count(f'href="/desk/orders/{STOP["order_id"]}"') == 2
    assert text.index("delivered") < text.index("waits")


def test_a_day_without_tours_says_so_and_who_may_not_see_them_is_told() -> None:
    assert "No tours on this day." in shown()
    assert "You may not see the tours." in shown(closed=("tours",))


async def test_while_logistics_does_not_answer_the_page_says_so(desk: Desk) -> None:
    text = (await desk.get("/tours?day=2026-11-28")).text
    assert "Logistics does not answer at this moment" in text
