"""What falls due by itself: nothing that fails holds up another, and silence is judged only by what was heard."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import asyncpg
import pytest
from structlog.testing import capture_logs

from chassis import clock
from chassis.handling import Db, Reading, Timer
from chassis.process.commits import Commits
from chassis.process.timers import keep_looking, look_at_timers
from chassis.telemetry.condition import Condition
from chassis.transaction.engine import Engine
from tests.chassis.house import HOUSE
from tests.needs import needs

Nothing = tuple[()]


class Items:
    """A timer's work: keys that wait until they are done; a key BAD fails, and takes its neighbours with it."""

    def __init__(self, *keys: str) -> None:
        self.keys, self.done, self.looked = keys, list[str](), list[datetime]()
        self.looked_by = list[Reading]()

    async def find(self, db: Reading, now: datetime) -> list[tuple[str, str]]:
        self.looked.append(now)
        self.looked_by.append(db)
        return [(key, key) for key in self.keys if key not in self.done]

    async def handle(self, db: Db, keys: Sequence[str]) -> list[Nothing]:
        if "BAD" in keys:
            raise ValueError("a bug about one order")
        self.done.extend(keys)
        return [() for _ in keys]

    async def are_looked_at(self, times: int) -> None:
        async with asyncio.timeout(10):
            while len(self.looked) < times:
                await asyncio.sleep(0)


async def away(db: Reading, now: datetime) -> list[tuple[str, str]]:
    raise ConnectionRefusedError("the database is away")


def engine_with(pool: asyncpg.Pool, *timers: Timer) -> Engine:
    return Engine(replace(HOUSE, timers=timers), pool)


async def test_an_item_that_fails_is_named_and_holds_up_neither_its_neighbours_nor_the_other_timers(
    pool: asyncpg.Pool,
) -> None:
    first, second = Items("a", "BAD", "c"), Items("z")
    engine = engine_with(pool, Timer("first", first.find, first.handle), Timer("second", second.find, second.handle))
    with capture_logs() as logs:
        await look_at_timers(engine, Condition())
    assert (first.done, second.done) == (["a", "c"], ["z"])
    assert [(line["timer"], line["key"]) for line in logs if line["event"] == "timer item failed"] == [("first", "BAD")]


async def test_a_timer_whose_database_is_away_holds_up_no_other_and_is_told_to_its_loop(pool: asyncpg.Pool) -> None:
    items = Items("z")
    engine = engine_with(pool, Timer("first", away, items.handle), Timer("second", items.find, items.handle))
    with pytest.raises(ConnectionRefusedError):
        await look_at_timers(engine, Condition())
    assert items.done == ["z"]


async def test_an_item_that_somebody_holds_waits_and_its_neighbours_are_done(
    pool: asyncpg.Pool, impatient: asyncpg.Pool
) -> None:
    items = Items("held", "free")
    engine = engine_with(impatient, Timer("first", items.find, items.handle))
    async with pool.acquire() as holder, holder.transaction():
        await holder.execute("INSERT INTO key (key) VALUES ('held')")
        with capture_logs():
            await look_at_timers(engine, Condition())
    assert items.done == ["free"]
    await look_at_timers(engine, Condition())
    assert items.done == ["free", "held"]


@needs("NOT-3")
async def test_a_timer_that_judges_silence_rests_while_nobody_knows_what_was_heard(pool: asyncpg.Pool) -> None:
    judging, other = Items("a"), Items("z")
    timers = (Timer("judging", judging.find, judging.handle, judges_silence=True), Timer("z", other.find, other.handle))
    await look_at_timers(engine_with(pool, *timers), Condition())
    assert (judging.looked, other.done) == ([], ["z"])


async def test_a_timer_of_the_day_is_looked_at_until_nothing_is_left_and_again_when_a_day_begins(
    pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chassis.process.timers.POLL_S", 0.0)
    monkeypatch.setattr("chassis.process.timers.OF_THE_DAY_S", 3_600.0)
    items = Items("a")
    engine = engine_with(pool, Timer("daily", items.find, items.handle, pace="day"))
    looking = asyncio.create_task(keep_looking(engine, Condition(), "day", Commits()))
    await items.are_looked_at(2)
    today = clock.today()
    monkeypatch.setattr(clock, "today", lambda: today + timedelta(days=1))
    await items.are_looked_at(3)
    looking.cancel()
    assert items.done == ["a"]


async def test_work_that_was_left_is_looked_for_when_something_was_done_and_not_before(
    pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chassis.process.timers.POLL_S", 0.0)
    monkeypatch.setattr("chassis.process.timers.QUIET_S", 3_600.0)
    items, commits, elsewhere = Items("a"), Commits(), Items()
    engine = engine_with(pool, Timer("left", items.find, items.handle, pace="work"))
    requests = Engine(engine.house, pool, committed=commits.one_more)
    looking = asyncio.create_task(keep_looking(engine, Condition(), "work", commits))
    await items.are_looked_at(2)
    await requests.fall_due(elsewhere.handle, [("b", "b")])
    await items.are_looked_at(3)
    await requests.fall_due(elsewhere.handle, [("c", "c")])
    await items.are_looked_at(4)
    looking.cancel()
    assert (items.done, len(items.looked)) == (["a"], 4)


@needs("LOG-4")
async def test_a_timer_that_takes_long_holds_up_no_other_and_no_connection(pool: asyncpg.Pool) -> None:
    long, other = Items("a"), Items("z")
    timers = (Timer("long", long.find, long.handle, pace="long"), Timer("z", other.find, other.handle))
    engine = engine_with(pool, *timers)
    await look_at_timers(engine, Condition())
    assert (long.looked, other.done) == ([], ["z"])
    await look_at_timers(engine, Condition(), "long")
    assert (long.done, long.looked_by) == (["a"], [pool])
