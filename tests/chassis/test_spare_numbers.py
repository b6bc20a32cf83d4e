"""Numbers that were drawn ahead are taken by several at once, each once, and given back by who rolls back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chassis.numbers import take_numbers, take_spare_numbers

WAITING = "SELECT pg_blocking_pids($1)"
Place = Callable[[], Awaitable[asyncpg.Connection]]


@pytest.fixture
async def session(database: Callable[[str], Awaitable[str]]) -> AsyncIterator[Place]:
    dsn, opened = await database("warehouse"), list[asyncpg.Connection]()

    async def another() -> asyncpg.Connection:
        opened.append(await asyncpg.connect(dsn, ssl=False))
        return opened[-1]

    yield another
    for one in opened:
        await one.close()


@pytest.fixture
async def three(session: Place) -> list[asyncpg.Connection]:
    return [await session() for _ in range(3)]


async def take(db: Any, count: int = 1, series: str = "OS", ahead: int = 4) -> list[int]:
    return [int(one[-6:]) for one in await take_spare_numbers(db, series, 2026, count, ahead)]


async def test_numbers_follow_each_other_without_gaps(session: Place) -> None:
    db = await session()
    assert [await take(db, count) for count in (1, 3, 9, 0, 2)] == [
        [1], [2, 3, 4], [5, *range(6, 14)], [], [14, 15],
    ]  # fmt: skip


async def test_several_take_others_at_once_and_what_is_given_back_is_next(session: Place) -> None:
    first, second = await session(), await session()
    await take(first)
    change = first.transaction()
    await change.start()
    assert await take(first, 2) == [2, 3]
    assert await take(second) == [4]
    await change.rollback()
    assert await take(second, 2) == [2, 3]


async def test_who_draws_more_is_waited_for_by_nobody_while_some_are_left(session: Place) -> None:
    first, second = await session(), await session()
    await take(first)
    async with first.transaction():
        assert await take(first, 3) == [2, 3, 4], "and draws more, for less than half is left"
        assert await take(second) == [5]
    assert await take(second) == [6]


async def test_who_takes_of_a_counter_waits_for_who_took_before(session: Place) -> None:
    """As invoices are numbered: PostgreSQL says for whom the second waits."""
    first, second, third = await session(), await session(), await session()
    async with first.transaction():
        await take_numbers(first, "INV", 2026, 1)
        later = asyncio.create_task(take_numbers(second, "INV", 2026, 1))
        while not (waits_for := await third.fetchval(WAITING, second.get_server_pid())):
            await asyncio.sleep(0)
        assert waits_for == [first.get_server_pid()]
    assert await later == ["INV-2026-000002"]


STEPS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(("take", "take", "commit", "rollback"))), max_size=25)
SERIES = iter(range(1_000_000))


@settings(max_examples=25, deadline=None, suppress_health_check=(HealthCheck.function_scoped_fixture,))
@given(STEPS)
async def test_whoever_rolls_back_no_number_is_on_two_papers_and_none_is_lost(
    three: list[asyncpg.Connection], steps: list[tuple[int, str]]
) -> None:
    """One after the other in three transactions: what is neither on a paper nor in the stock is not drawn."""
    series, places = f"S{next(SERIES)}", three
    await take(places[0], 1, series, 60)
    used, held, changes = [1], {n: list[int]() for n in range(3)}, dict[int, Any]()
    for which, what in steps:
        if which not in changes:
            changes[which] = places[which].transaction()
            await changes[which].start()
        if what == "take":
            held[which] += await take(places[which], 1, series, 60)
            continue
        await getattr(changes.pop(which), what)()
        used += held[which] if what == "commit" else []
        held[which] = []
    for which, change in changes.items():
        await change.rollback()
        held[which] = []
    spare = [r["number"] for r in await places[0].fetch("SELECT number FROM spare_number WHERE name = $1", series)]
    last = await places[0].fetchval("SELECT last FROM series WHERE name = $1", series)
    assert sorted([*used, *spare]) == list(range(1, last + 1))
