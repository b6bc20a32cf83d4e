"""The stories of flow.md without Kafka: fast enough to tell every turn of them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.simulation.company import simulated
from tests.simulation.outside import Outside
from tests.simulation.playing import play_to_the_end

Database = Callable[[str], Awaitable[str]]


@pytest.fixture
async def outside(database: Database, tmp_path: Path) -> AsyncIterator[Outside]:
    async with simulated(database, tmp_path) as company:
        yield Outside(company)


async def stage(outside: Outside, order: str | None) -> str:
    answer = await outside.ask("sales", "GET", f"/orders/{order}")
    return str(answer["stage"])


async def test_a_clean_order_runs_through_all_departments_and_closes(outside: Outside) -> None:
    await outside.open_trade({"bolt": 100})
    order = await outside.order("PO-1", {"bolt": 10})
    await play_to_the_end(outside)
    assert await stage(outside, order) == "closed"
    assert not outside.refused


async def test_a_short_order_is_bought_received_and_closes(outside: Outside) -> None:
    await outside.open_trade({"bolt": 4})
    order = await outside.order("PO-1", {"bolt": 10})
    await play_to_the_end(outside)
    assert await stage(outside, order) == "closed"
