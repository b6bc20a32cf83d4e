"""A buyer replaces a supplier who is late by one who is sooner."""

from datetime import date
from typing import Any

import pytest

from world.cast import Cast
from world.chance import Chance
from world.replacing import TOO_LATE, Replacing
from world.tests.chances import Always, Never
from world.tests.counters import Counters

pytestmark = pytest.mark.needs("PUR-7")
LATE = {"purchase_id": "p1", "number": "PO-1", "here": "S-1", "here_on": "2026-04-20", "supplier": "S-2"}


async def acts(chance: Chance, **but: Any) -> Counters:
    counters = Counters(shown={"purchasing/purchases/switches": [LATE | but]})
    async with counters.api() as api:
        await Replacing(Cast(api, {"buyer": "qian.wei"}), chance).act(date(2026, 3, 10))
    return counters


async def test_what_another_supplier_brings_sooner_is_taken_from_the_late_one_with_the_reason() -> None:
    (asked,) = (await acts(Always(1))).asked
    assert (asked.path, asked.body, asked.person) == ("/purchases/p1/switch", {"reason": TOO_LATE}, "qian.wei:buyer")


async def test_now_and_then_a_buyer_waits_and_for_goods_without_a_day_the_supplier_answers_first() -> None:
    assert (await acts(Never(1))).asked == []
    assert (await acts(Always(1), here_on=None)).asked == []


async def test_what_our_own_shop_makes_is_left_to_its_planner() -> None:
    assert (await acts(Always(1), number="MO-1")).asked == []
