"""The inspector judges lots, the quality manager decides on rejected ones, and the supplier waits for that."""

from datetime import date
from typing import Any

import pytest

from world.cast import Cast
from world.chance import Chance
from world.quality import Quality, called
from world.suppliers import Suppliers
from world.tests.chances import Always, Never, Still
from world.tests.counters import Counters
from world.tests.test_outside import Stopped, purchase

pytestmark = pytest.mark.needs("WHS-4", "WHS-5")
TODAY = date(2026, 3, 10)
CAST = {"inspector": "gao.feng", "quality manager": "ye.guangming"}


def lot(state: str = "open", **but: Any) -> dict[str, Any]:
    sizes = {"critical": (80, 0), "major": (80, 2), "minor": (50, 3)}
    checks = [{"defects": name, "severity": "normal", "size": n, "accept": ac} for name, (n, ac) in sizes.items()]
    about = {
        "inspection_id": "i1",
        "number": "INS-1",
        "receipt": "GR-1",
        "purchase_id": "p1",
        "item": "X",
        "again": False,
    }
    return {**about, "state": state, "left_over": "600", "opened_at": "2026-03-10T01:00:00Z", "checks": checks, **but}


async def looked(shown: dict[str, Any], chance: Chance) -> Counters:
    counters = Counters(shown={"warehouse/inspections": [shown]})
    async with counters.api() as api:
        await Quality(Cast(api, CAST), chance).act(TODAY)
    return counters


@pytest.mark.parametrize(("chance", "major"), [(Always(1), 3), (Still(1), 0)])
async def test_a_bad_lot_has_more_major_defects_than_its_plan_accepts(chance: Chance, major: int) -> None:
    (asked,) = (await looked(lot(), chance)).asked
    assert (asked.path, asked.person) == ("/inspections/i1/examine", "gao.feng:inspector")
    assert asked.body == {"examined": 80, "critical": 0, "major": major, "minor": 0}


async def test_a_reworked_lot_is_not_ready_on_the_day_on_which_it_was_sent_to_rework() -> None:
    assert (await looked(lot(again=True), Still(1))).asked == []


class Draws(Still):
    """The decision as it is told."""

    def share(self, *about: object) -> float:
        return float(self.seed) / 100


@pytest.mark.parametrize(("drawn", "what"), [(10, "rework"), (60, "concede"), (80, "rma"), (95, "scrap")])
async def test_the_quality_manager_decides_on_all_of_a_rejected_lot(drawn: int, what: str) -> None:
    (asked,) = (await looked(lot("rejected"), Draws(drawn))).asked
    assert asked.person == "ye.guangming:quality manager"
    assert asked.path.endswith("concede" if what == "concede" else "dispose")
    assert (asked.body.get("kind", "concede"), asked.body.get("quantity", "600")) == (what, "600")


@pytest.mark.parametrize("drawn", [10, 60])
async def test_what_nobody_is_owed_any_more_goes_back(drawn: int) -> None:
    counters = Counters(lambda _path, body: (200 if body.get("kind") == "rma" else 409, {}))
    counters.shown["warehouse/inspections"] = [lot("rejected")]
    async with counters.api() as api:
        await Quality(Cast(api, CAST), Draws(drawn)).act(TODAY)
    assert counters.asked[1].body["kind"] == "rma"


async def test_what_was_reworked_in_vain_goes_back() -> None:
    (asked,) = (await looked(lot("rejected", again=True), Draws(10))).asked
    assert asked.body["kind"] == "rma"


async def test_a_supplier_under_tightened_inspection_is_inspected_again() -> None:
    shown = lot("rejected")
    shown["checks"][1]["severity"] = "tightened"
    assert (await looked(shown, Draws(10))).paths == ["/inspections/i1/dispose", "/inspections/i1/resume"]


async def test_nobody_decides_twice_on_a_lot() -> None:
    for shown in (lot("rejected", left_over="0"), lot("accepted", left_over="0"), lot("conceded", left_over="0")):
        assert (await looked(shown, Never(1))).asked == []


def test_what_is_drawn_of_a_lot_does_not_depend_on_its_number() -> None:
    first, second = lot(), lot(receipt="GR-7", opened_at="2026-03-11T01:00:00Z")
    again = lot(again=True, opened_at="2026-03-12T01:00:00Z")
    assert [about for _, about in called([again, second, first])] == ["X 0", "X 1", "X 0 again"]


@pytest.mark.parametrize(("left_over", "asked"), [("20", []), ("0", ["/purchases/p1/redeliver"])])
async def test_a_supplier_makes_good_what_has_left_quarantine(left_over: str, asked: list[str]) -> None:
    counters = Counters(shown={"warehouse/inspections": [lot("rejected", left_over=left_over)]})
    counters.shown["purchasing/purchases?confirmed"] = [purchase(rejected="20", accepted="80", outstanding="20")]
    async with counters.api() as api:
        await Suppliers(Cast(api, CAST), Still(1), Stopped()).act(TODAY)
    assert counters.paths == asked


@pytest.mark.needs("PUR-11")
async def test_suppliers_leave_alone_what_our_own_shop_makes() -> None:
    counters = Counters()
    counters.shown["purchasing/purchases?ordered"] = [purchase(state="ordered", number="MO-2026-000001")]
    counters.shown["purchasing/purchases?confirmed"] = [purchase(number="MO-2026-000002")]
    async with counters.api() as api:
        await Suppliers(Cast(api, CAST), Still(1), Stopped()).act(TODAY)
    assert counters.asked == []
