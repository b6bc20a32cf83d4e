"""The merchandiser tells the customer of a delay, and agrees on another date with him."""

from datetime import date
from typing import Any

import pytest

from world.cast import Cast
from world.delays import Delays
from world.tests.chances import Always, Never
from world.tests.counters import Counters

pytestmark = pytest.mark.needs("SAL-20")

TODAY = date(2026, 3, 10)


def late(**but: Any) -> dict[str, Any]:
    forecast = {"on": "2026-03-30", "late": True, "because": "supply", "until": "2026-03-20"} | but
    about = {"order_id": "o1", "number": "SO-1", "version": 2, "customer_po": "A", "merchandiser": "lin.xia"}
    return {**about, "forecast": forecast}


async def agreed(order: dict[str, Any], chance: Any) -> Counters:
    counters = Counters()
    counters.shown["notify/exceptions?open"] = [{"orders": ["o1"]}]
    counters.shown["sales/orders/o1"] = order
    async with counters.api() as api:
        await Delays(Cast(api, {}), chance).act(TODAY)
    return counters


async def test_a_late_order_gets_a_date_that_its_customer_agreed_to() -> None:
    counters = await agreed(late(), Always(1))
    (asked,) = counters.asked
    assert (asked.path, asked.key, asked.person) == ("/orders/o1/change", "agree:SO-1:2", "lin.xia:merchandiser")
    assert (asked.body["promised"], asked.body["expected_version"]) == ("2026-04-01", 2)


async def test_a_customer_who_does_not_agree_waits_for_what_comes() -> None:
    assert (await agreed(late(), Never(1))).asked == []


@pytest.mark.parametrize(
    "but", [{"late": False}, {"because": "procurement"}, {"because": "packing"}, {"until": "2026-03-10"}]
)
async def test_where_nobody_has_named_a_day_there_is_nothing_to_agree_on(but: dict[str, Any]) -> None:
    assert (await agreed(late(**but), Always(1))).asked == []


async def test_an_exception_of_an_order_that_is_there_asks_for_no_date() -> None:
    assert (await agreed({**late(), "forecast": None}, Always(1))).asked == []
