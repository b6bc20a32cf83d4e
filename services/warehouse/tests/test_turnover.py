"""How fast goods turn over, which lie still, and which run out soon (WHS-7)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from chassis import clock
from services.warehouse.tests.conftest import Caller
from services.warehouse.turnover.rules import Past
from tests.needs import needs

pytestmark = needs("WHS-7")
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
MOVE = """
INSERT INTO movement (item, kind, quantity, reference, reason, at) SELECT $1, kind, quantity, '', '', at
FROM unnest($2::text[], $3::numeric[], $4::timestamptz[]) AS moved (kind, quantity, at)
"""
SHELF = "INSERT INTO stock (item, on_hand, reserved, held, lacking, on_order) VALUES ($1, $2, $3, 0, $4, $5)"
Move = tuple[str, int, int]
"""Kind, quantity, and so many days ago."""


def past(issued: int, average: int, days: int) -> Past:
    return Past(NOW - timedelta(days=days), NOW, Decimal(issued), Decimal(average))


def test_what_is_replaced_every_thirty_days_turns_twelve_times_a_year() -> None:
    assert past(300, 100, 90).turns_per_year == Decimal("12.17")


def test_goods_last_for_as_many_days_as_their_pace_allows() -> None:
    assert past(90, 50, 90).lasts_days(Decimal(14)) == Decimal("14.0")


def test_promised_above_what_is_there_lasts_for_no_day() -> None:
    assert past(90, 50, 90).lasts_days(Decimal(-3)) == 0


def test_of_what_nothing_left_or_nothing_lay_there_nobody_knows_a_pace() -> None:
    assert past(0, 50, 90).lasts_days(Decimal(14)) is None
    assert past(10, 0, 90).turns_per_year is None


def test_an_item_of_this_morning_is_looked_at_as_one_of_a_day() -> None:
    assert Past(NOW - timedelta(hours=1), NOW, Decimal(1), Decimal(1)).turns_per_year == 365


@pytest.fixture
def shelf(call: Caller, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """An item with its movements; the rest of its shelf follows."""
    monkeypatch.setattr(clock, "now", lambda: NOW)

    async def of(item: str, *moves: Move, reserved: int = 0, lacking: int = 0, on_order: int = 0) -> None:
        pool, on_hand = call.engine.pool, sum(quantity for _, quantity, _ in moves)
        await pool.execute(SHELF, item, on_hand, reserved, lacking, on_order)
        days = [NOW - timedelta(days=ago) for _, _, ago in moves]
        await pool.execute(MOVE, item, [kind for kind, _, _ in moves], [each for _, each, _ in moves], days)

    return of


async def told(call: Caller, query: str = "") -> dict[str, Any]:
    answer = await call("GET", f"/turnover{query}")
    assert answer.status_code == 200, answer.text
    return {each["item"]: each for each in answer.json()["items"]}


async def test_the_average_counts_each_quantity_for_as_long_as_it_lay_there(
    call: Caller, shelf: Callable[..., Any]
) -> None:
    """100 for 30 days, 40 for 60: 60 on the average of 90 days."""
    await shelf("bolt", ("opening", 100, 200), ("dispatch", -60, 60))
    bolt = (await told(call))["bolt"]
    assert Decimal(bolt["average"]) == 60
    assert (bolt["issued"], bolt["turns_per_year"], bolt["lasts_days"]) == ("60", "4.06", "60.0")


async def test_an_item_that_was_opened_later_is_looked_at_from_then_on(call: Caller, shelf: Callable[..., Any]) -> None:
    await shelf("bolt", ("opening", 100, 10), ("dispatch", -50, 5))
    bolt = (await told(call))["bolt"]
    assert Decimal(bolt["average"]) == 75
    assert bolt["since"] == "2026-11-19T12:00:00Z"


async def test_what_nothing_left_of_for_the_companys_days_lies_still(call: Caller, shelf: Callable[..., Any]) -> None:
    await shelf("still", ("opening", 5, 400), ("dispatch", -1, 91))
    await shelf("never", ("opening", 5, 91))
    await shelf("moving", ("opening", 5, 400), ("dispatch", -1, 89))
    await shelf("young", ("opening", 5, 89))
    await shelf("empty", ("opening", 5, 400), ("dispatch", -5, 300))
    assert set(await told(call, "?which=slow")) == {"still", "never"}


async def test_what_is_free_or_bought_for_nobody_and_lasts_less_than_two_weeks_runs_out(
    call: Caller, shelf: Callable[..., Any]
) -> None:
    """One leaves a day."""
    left = ("dispatch", -90, 45)
    await shelf("soon", ("opening", 103, 400), left)
    await shelf("enough", ("opening", 104, 400), left)
    await shelf("promised", ("opening", 104, 400), left, reserved=1)
    await shelf("bought", ("opening", 91, 400), left, on_order=13)
    await shelf("bought-for-another", ("opening", 91, 400), left, on_order=13, lacking=1)
    assert set(await told(call, "?which=running_out")) == {"soon", "promised", "bought-for-another"}


async def test_the_list_goes_on_after_its_last_item(call: Caller, shelf: Callable[..., Any]) -> None:
    for item in ("a", "b", "c"):
        await shelf(item, ("opening", 1, 1))
    first = (await call("GET", "/turnover?limit=2")).json()
    assert ([each["item"] for each in first["items"]], first["next"]) == (["a", "b"], "b")
    assert list(await told(call, "?limit=2&after=b")) == ["c"]
