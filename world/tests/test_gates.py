"""The inspector judges what the own shop presents at its gates, and the quality manager lets it go on at the end."""

from datetime import date
from typing import Any

import pytest

from world.cast import Cast
from world.chance import Chance
from world.gates import Gates, first_articles
from world.tests.chances import Always, Still
from world.tests.counters import Counters

pytestmark = pytest.mark.needs("WHS-4", "PUR-9")
CAST = {"inspector": "gao.feng", "quality manager": "ye.guangming"}
CHECKS = [{"defects": "critical", "accept": 0}, {"defects": "major", "accept": 2}, {"defects": "minor", "accept": 3}]


def inspection(number: str, **but: Any) -> dict[str, Any]:
    gate = "first_article" if number.startswith("FAI") else "final"
    about = {"inspection_id": number, "number": number, "item": "X", "gate": gate, "again": False, "state": "open"}
    return {**about, "checks": CHECKS, "to_examine": 80, **but}


async def looked(chance: Chance, *shown: dict[str, Any]) -> Counters:
    counters = Counters(shown={"warehouse/gate-inspections": list(shown)})
    async with counters.api() as api:
        await Gates(Cast(api, CAST), chance).act(date(2026, 3, 10))
    return counters


async def test_the_first_article_of_an_items_first_run_fails_and_what_was_reworked_is_good() -> None:
    first, second = inspection("FAI-1"), inspection("FAI-2")
    found = [asked.body["major"] for asked in (await looked(Still(1), first, second)).asked]
    assert found == [3, 0]
    again = inspection("FAI-1-1", again=True)
    (asked,) = (await looked(Always(1), first | {"state": "failed"}, again)).asked
    assert (asked.path, asked.person) == ("/gate-inspections/FAI-1-1/examine", "gao.feng:inspector")
    assert asked.body == {"examined": 80, "critical": 0, "major": 0, "minor": 0}


async def test_a_run_may_fail_by_chance_and_one_that_was_reworked_in_vain_is_conceded() -> None:
    assert [asked.body["major"] for asked in (await looked(Always(1), inspection("FQC-1"))).asked] == [3]
    assert [asked.body["major"] for asked in (await looked(Still(1), inspection("FQC-1"))).asked] == [0]
    (asked,) = (await looked(Still(1), inspection("FQC-1-1", again=True, state="failed"))).asked
    assert (asked.path, asked.person) == ("/gate-inspections/FQC-1-1/concede", "ye.guangming:quality manager")


def test_each_item_has_one_first_article_that_fails() -> None:
    all_ = [inspection("FQC-1"), inspection("FAI-1"), inspection("FAI-3", item="Y"), inspection("FAI-2")]
    assert first_articles(all_) == {"FAI-1", "FAI-3"}
