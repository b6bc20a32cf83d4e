"""Commands that meet each other, and commands that meet a database that is busy or away (F24, F25)."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncpg
import httpx2
import pytest
from pydantic import BaseModel

from chassis.handling import Answer, CommandHandler, Db
from chassis.http.identity import Identity
from chassis.http.web import create_app
from chassis.refusal import KeyUsedForAnotherBody, Refusal
from chassis.transaction import commands
from chassis.transaction.commands import TRIES, Command
from chassis.transaction.engine import Engine
from gendan.identity import signer
from tests.chassis.house import HOUSE
from tests.chassis.test_web import ASKED, URL, router
from tests.waiting import within


class Pieces(BaseModel):
    count: int = 1


def a_command(shelf: str, count: int = 1, idempotency_key: str = "") -> Command:
    return Command(shelf, Pieces(count=count), idempotency_key or f"key-of-{shelf}", "li.na", "POST /shelves")


class Failing:
    """A handler that fails so often, and then answers."""

    def __init__(self, fault: type[Exception], times: int) -> None:
        self.fault, self.left, self.calls = fault, times, 0

    async def __call__(self, db: Db, bodies: Sequence[Pieces]) -> list[Answer | Refusal]:
        self.calls += 1
        if self.calls <= self.left:
            raise self.fault("another one was first")
        return [Answer(body) for body in bodies]


def taking(one: str, two: str, met: asyncio.Barrier) -> CommandHandler:
    """Takes from two shelves in its own order; the first time both callers hold one when they ask for the other."""
    calls: list[int] = []

    async def take(db: Db, bodies: Sequence[Any]) -> list[Answer | Refusal]:
        calls.append(len(bodies))
        await db.execute("UPDATE shelf SET pieces = pieces - 1 WHERE name = $1", one)
        if len(calls) == 1:
            await met.wait()
        await db.execute("UPDATE shelf SET pieces = pieces - 1 WHERE name = $1", two)
        return [Answer(body) for body in bodies]

    return take


async def test_of_two_commands_in_a_deadlock_both_are_done_once(engine: Engine, pool: asyncpg.Pool) -> None:
    await pool.execute("CREATE TABLE shelf (name text PRIMARY KEY, pieces int)")
    await pool.execute("INSERT INTO shelf VALUES ('A', 9), ('B', 9)")
    met = asyncio.Barrier(2)
    await asyncio.gather(
        engine.command(taking("A", "B", met), [a_command("1")]),
        engine.command(taking("B", "A", met), [a_command("2")]),
    )
    assert [row["pieces"] for row in await pool.fetch("SELECT pieces FROM shelf")] == [7, 7]


@pytest.mark.parametrize("fault", commands.LOST_RACES)
async def test_a_command_that_lost_a_race_is_tried_again_a_few_times(engine: Engine, fault: type[Exception]) -> None:
    handler = Failing(fault, times=TRIES - 1)
    assert await engine.command(handler, [a_command("A")]) == [b'{"count":1}']
    always = Failing(fault, times=99)
    with pytest.raises(fault):
        await engine.command(always, [a_command("B")])
    assert always.calls == TRIES


async def test_a_failure_that_is_no_lost_race_is_not_tried_again(engine: Engine) -> None:
    handler = Failing(ValueError, times=1)
    with pytest.raises(ValueError, match="another one"):
        await engine.command(handler, [a_command("A")])
    assert handler.calls == 1


async def test_of_two_bodies_with_one_key_in_one_batch_the_first_is_done_and_the_second_refused(
    engine: Engine,
) -> None:
    done: list[int] = []

    async def count(db: Db, bodies: Sequence[Pieces]) -> list[Answer | Refusal]:
        done.extend(body.count for body in bodies)
        return [Answer(body) for body in bodies]

    batch = [a_command("A", 1, "import-0001"), a_command("B", 2, "import-0001"), a_command("A", 1, "import-0001")]
    first, second, again = await engine.command(count, batch)
    assert (first, again, done) == (b'{"count":1}', b'{"count":1}', [1])
    assert isinstance(second, KeyUsedForAnotherBody)


@pytest.fixture
async def http(pool: asyncpg.Pool, tmp_path: Path) -> AsyncIterator[httpx2.AsyncClient]:
    keys = signer(tmp_path)
    app = create_app(Engine(replace(HOUSE, routers=(router,)), pool), Identity.from_file(keys.jwks_file), "test")
    headers = {"Authorization": f"Bearer {keys.token('li.na', ['storekeeper'])}", "Idempotency-Key": "count-0001"}
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app), base_url="http://warehouse", headers=headers
    ) as client:
        yield client


def is_told_to_come_again(answer: httpx2.Response) -> bool:
    return (answer.status_code, answer.headers["content-type"], answer.headers["retry-after"]) == (
        503,
        "application/problem+json",
        "2",
    )


async def test_a_database_that_is_away_is_a_503_and_not_ready(pool: asyncpg.Pool, http: httpx2.AsyncClient) -> None:
    await pool.close()
    assert is_told_to_come_again(await http.post(URL, json=ASKED))
    assert (await http.get("/readyz")).status_code == 503


async def test_a_command_that_finds_no_connection_is_a_503(
    pool: asyncpg.Pool, http: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "CONNECTION_WITHIN_S", 0.1)
    held = [await pool.acquire() for _ in range(pool.get_max_size())]
    assert is_told_to_come_again(await http.post(URL, json=ASKED))
    assert (await http.get("/readyz")).status_code == 503
    for connection in held:
        await pool.release(connection)
    assert (await http.post(URL, json=ASKED)).json() == {"shelf": "A1", "effects": 1}
    assert (await http.get("/readyz")).status_code == 200


async def test_a_statement_that_takes_too_long_is_a_503(pool: asyncpg.Pool, http: httpx2.AsyncClient) -> None:
    async with pool.acquire() as db, db.transaction():
        await db.execute("LOCK TABLE effect")
        waiting = asyncio.create_task(http.post(URL, json=ASKED))
        await within(10, lambda: cancelled(db))
        assert is_told_to_come_again(await waiting)


async def cancelled(db: Db) -> bool:
    """Whether the statement that waits for us was there and is cancelled, as at its timeout."""
    waits = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    return bool(await db.fetchval(waits))


async def test_a_key_that_another_one_holds_too_long_is_still_running(
    pool: asyncpg.Pool, http: httpx2.AsyncClient
) -> None:
    async with pool.acquire() as db, db.transaction():
        await db.execute("INSERT INTO key (key) VALUES ('A1')")
        answer = await http.post(URL, json=ASKED)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/still-running")
    assert answer.headers["retry-after"] == "2"
