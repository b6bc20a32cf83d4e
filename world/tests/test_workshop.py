"""The own shop makes what it planned, and tells of it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from world.cast import Cast
from world.chance import Chance
from world.tests.chances import Always, Never
from world.tests.counters import Counters
from world.workshop import Workshop, complete, made

pytestmark = pytest.mark.needs("PUR-9", "PUR-11")
TODAY = date(2026, 3, 10)
DAYS = [
    {"on": "2026-03-09", "minutes": 480},
    {"on": "2026-03-10", "minutes": 480},
    {"on": "2026-03-11", "minutes": 240},
]
SHARES = {"material_in": "0", "first_article": "0.1", "semi_finished": "0.6", "packed": "1"}


def production(state: str = "released", **done: str) -> dict[str, Any]:
    steps = [{"name": name, "share": share, "done": done.get(name, "0")} for name, share in SHARES.items()]
    return {"production_id": "p1", "number": "MO-1", "state": state, "days": DAYS, "steps": steps}


async def worked(order: dict[str, Any], chance: Chance, today: date = TODAY) -> Counters:
    counters = Counters(shown={"purchasing/production": [order], "purchasing/purchases/p1": PURCHASE})
    async with counters.api() as api:
        await Workshop(Cast(api, {"planner": "guo.li", "storekeeper": "he.qiang"}), chance).act(today)
    return counters


PURCHASE = {"purchase_id": "p1", "number": "MO-1", "accepted": "0", "outstanding": "200", "promised_on": "2026-03-11"}


async def test_a_planned_order_is_released_by_the_planner() -> None:
    (asked,) = (await worked(production("planned"), Never(1))).asked
    assert (asked.path, asked.person, asked.key) == ("/production/p1/release", "guo.li:planner", "release:MO-1")


async def test_each_day_is_told_how_far_each_milestone_is() -> None:
    counters = await worked(production(material_in="1", first_article="1", semi_finished="0.5"), Never(1))
    assert counters.bodies("purchasing") == [
        {"milestone": "semi_finished", "share": "1.00"},
        {"milestone": "packed", "share": "0.50"},
    ]


async def test_who_slips_tells_why_and_nothing_is_complete_before_it_begins() -> None:
    begun = await worked(production(), Always(1))
    assert begun.bodies("purchasing")[0] == {
        "milestone": "material_in",
        "share": "1.00",
        "reason": "a machine stood still",
    }
    assert (await worked(production(), Always(1), date(2026, 3, 9))).asked == []


async def test_what_is_packed_comes_to_the_dock_whole() -> None:
    (asked,) = (await worked(production(**dict.fromkeys(SHARES, "1")), Never(1), date(2026, 3, 11))).asked
    assert (asked.path, asked.body["accepted"], asked.body["rejected"]) == ("/receipts", "200", "0")


def at_gate(state: str, times: int = 1) -> dict[str, Any]:
    """The first article is a gate that was presented yesterday."""
    order = production(material_in="1", first_article="0" if state == "failed" else "1")
    order["steps"][1] |= {"gate": {"state": state, "times": times}, "told_on": "2026-03-10"}
    return order


@pytest.mark.needs("WHS-4")
async def test_nothing_after_a_gate_is_told_before_it_is_open_and_what_failed_is_told_after_its_rework() -> None:
    assert (await worked(at_gate("asked"), Never(1))).asked == []
    passed = await worked(at_gate("passed"), Never(1))
    assert [asked["milestone"] for asked in passed.bodies("purchasing")] == ["semi_finished", "packed"]
    assert (await worked(at_gate("failed"), Never(1))).asked == []
    (again,) = (await worked(at_gate("failed"), Never(1), date(2026, 3, 11))).asked
    assert (again.body["milestone"], again.key) == ("first_article", "tell:MO-1:first_article:1.00:1")


def test_a_run_is_made_by_its_days() -> None:
    assert [made(DAYS, date(2026, 3, day)) for day in (8, 9, 11)] == [0, Decimal("0.4"), 1]


def test_no_milestone_is_ahead_of_the_one_before() -> None:
    for run in range(101):
        shares = [done for _, done in complete(production()["steps"], Decimal(run) / 100)]
        assert shares == sorted(shares, reverse=True)
