"""Requests that come together share a transaction, and none of them takes another one down."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import asyncpg
import httpx2
import pytest
from fastapi import APIRouter, Depends, Response

from chassis.database.failures import ConnectionLost
from chassis.handling import Answer, Db
from chassis.http.identity import Person, allow
from chassis.http.problems import ValueOutOfRange
from chassis.http.web import Ask
from chassis.ids import new_id
from chassis.messages.outbox import BODY_BYTES_MAX, EventTooLarge
from chassis.numbers import take_numbers
from chassis.process.service import Service, running
from chassis.refusal import KeyUsedForAnotherBody, Refusal
from chassis.settings import Settings
from chassis.transaction import commands
from chassis.transaction.engine import Engine
from gendan.identity import Signer, signer
from tests.chassis.house import HOUSE, released
from tests.chassis.test_commands import Pieces, a_command, taking
from tests.department_db import Statements
from tests.needs import needs
from tests.waiting import within

ORDERS = 100
BEYOND = 2**70


class Counter:
    """A department's handler: takes a number of a gapless series for each command, and notes who came with whom."""

    def __init__(self) -> None:
        self.turns: list[list[int]] = []
        self.goes_on = asyncio.Event()
        self.goes_on.set()

    async def __call__(self, db: Db, bodies: Sequence[Pieces]) -> list[Answer | Refusal]:
        self.turns.append([body.count for body in bodies])
        await self.goes_on.wait()
        await take_numbers(db, "SO", 2026, len(bodies))
        await db.execute("INSERT INTO effect (order_id, what) SELECT $1, unnest($2::text[])", new_id(), _names(bodies))
        return [Answer(body) for body in bodies]


def _names(bodies: Sequence[Pieces]) -> list[str]:
    return [str(body.count) for body in bodies]


async def ask_for(engine: Engine, handler: Any, numbers: Sequence[int]) -> list[Any]:
    """A request each, all at once; an answer, a refusal or a fault each."""
    asked = [engine.ask(handler, a_command(f"PO {number}", number)) for number in numbers]
    return await asyncio.gather(*asked, return_exceptions=True)


def answer_to(number: int) -> bytes:
    return b'{"count":%d}' % number


@asynccontextmanager
async def at_work(engine: Engine, counter: Counter) -> AsyncIterator[asyncio.Task[Any]]:
    """Its handler is at work on number 0 until the end of the block, and others come meanwhile."""
    counter.goes_on.clear()
    first = asyncio.create_task(engine.ask(counter, a_command("PO 0", 0)))
    await within(5, lambda: _is_at_work(counter))
    yield first
    counter.goes_on.set()
    assert await first == answer_to(0)


async def _is_at_work(counter: Counter) -> bool:
    return bool(counter.turns)


@needs("SAL-2")
async def test_a_hundred_orders_that_come_at_once_are_all_accepted_in_one_transaction(
    engine: Engine, pool: asyncpg.Pool, statements: Statements
) -> None:
    counter = Counter()
    with statements() as one:
        await ask_for(engine, counter, [ORDERS])
    with statements() as seen:
        answers = await ask_for(engine, counter, range(ORDERS))
    assert answers == [answer_to(number) for number in range(ORDERS)]
    assert (seen.count("BEGIN;"), len(seen)) == (1, len(one))
    assert await pool.fetchval("SELECT last FROM series") == ORDERS + 1


@needs("SAL-2")
async def test_orders_that_come_while_one_is_at_work_go_together_in_the_next_transaction(engine: Engine) -> None:
    counter = Counter()
    async with at_work(engine, counter):
        waiting = asyncio.create_task(ask_for(engine, counter, range(1, ORDERS)))
    assert await waiting == [answer_to(number) for number in range(1, ORDERS)]
    assert counter.turns == [[0], list(range(1, ORDERS))]


async def test_so_many_go_together_and_no_more(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chassis.transaction.together.TOGETHER_MAX", 40)
    counter = Counter()
    await ask_for(engine, counter, range(ORDERS))
    assert [len(turn) for turn in counter.turns] == [40, 40, 20]


async def breaks(db: Db) -> None:
    raise ValueError("a broken rule")


async def is_beyond_its_column(db: Db) -> None:
    await db.execute("SELECT $1::bigint", BEYOND)


async def divides_by_zero(db: Db) -> None:
    await db.execute("SELECT 1 / 0")


@pytest.mark.parametrize("fault", [breaks, is_beyond_its_column, divides_by_zero])
async def test_a_request_that_breaks_is_told_so_and_takes_no_other_down(
    engine: Engine, pool: asyncpg.Pool, fault: Callable[[Db], Awaitable[None]]
) -> None:
    counter = Counter()

    async def place(db: Db, bodies: Sequence[Pieces]) -> list[Answer | Refusal]:
        if any(body.count == 13 for body in bodies):
            await fault(db)
        return await counter(db, bodies)

    answers = await ask_for(engine, place, range(ORDERS))
    assert isinstance(answers.pop(13), Exception)
    assert answers == [answer_to(number) for number in range(ORDERS) if number != 13]
    assert await pool.fetchval("SELECT last FROM series") == ORDERS - 1
    assert len(counter.turns) < 10, "halved, not one by one"


async def test_an_order_whose_event_is_too_large_is_refused_alone(engine: Engine) -> None:
    async def release(db: Db, bodies: Sequence[Pieces]) -> list[Answer | Refusal]:
        slips = ["x" * (BODY_BYTES_MAX if body.count == 1 else 1) for body in bodies]
        return [Answer(body, (released(new_id(), slip),)) for body, slip in zip(bodies, slips, strict=True)]

    first, second, third = await ask_for(engine, release, range(3))
    assert (first, third) == (answer_to(0), answer_to(2))
    assert isinstance(second, EventTooLarge)


async def test_a_rules_no_to_one_is_nobody_elses(engine: Engine) -> None:
    async def place(db: Db, bodies: Sequence[Pieces]) -> list[Answer | Refusal]:
        return [ValueOutOfRange() if body.count == 1 else Answer(body) for body in bodies]

    first, second, third = await ask_for(engine, place, range(3))
    assert (first, third) == (answer_to(0), answer_to(2))
    assert isinstance(second, ValueOutOfRange)


async def test_what_is_asked_twice_at_once_is_done_once_and_another_body_is_refused(engine: Engine) -> None:
    counter = Counter()
    bodies = [("PO 1", 1), ("PO 1", 1), ("PO 2", 2)]
    asked = [engine.ask(counter, a_command(key, count, "the-same-key")) for key, count in bodies]
    first, again, other = await asyncio.gather(*asked)
    assert (first, again, counter.turns) == (answer_to(1), answer_to(1), [[1]])
    assert isinstance(other, KeyUsedForAnotherBody)


async def test_what_is_about_one_thing_goes_in_rounds(engine: Engine) -> None:
    counter = Counter()
    asked = [engine.ask(counter, a_command("PO 7", count, f"key-number-{count}")) for count in range(3)]
    assert await asyncio.gather(*asked) == [answer_to(count) for count in range(3)]
    assert counter.turns == [[0], [1], [2]]


async def test_requests_that_lose_a_race_together_are_tried_again(engine: Engine, pool: asyncpg.Pool) -> None:
    await pool.execute("CREATE TABLE shelf (name text PRIMARY KEY, pieces int)")
    await pool.execute("INSERT INTO shelf VALUES ('A', 9), ('B', 9)")
    met = asyncio.Barrier(2)
    one, two = taking("A", "B", met), taking("B", "A", met)
    answers = await asyncio.gather(ask_for(engine, one, [1, 2]), ask_for(engine, two, [3, 4]))
    assert [*answers[0], *answers[1]] == [answer_to(number) for number in range(1, 5)]


async def test_who_goes_away_while_he_waits_is_left_out_and_no_other_hears_of_it(engine: Engine) -> None:
    counter = Counter()
    async with at_work(engine, counter):
        going = [asyncio.create_task(engine.ask(counter, a_command(f"PO {n}", n))) for n in (1, 2, 3)]
        await asyncio.sleep(0)
        going[1].cancel()
    assert [await going[0], await going[2]] == [answer_to(1), answer_to(3)]
    assert counter.turns == [[0], [1, 3]]


async def test_who_goes_away_while_he_is_worked_on_takes_no_other_down(engine: Engine) -> None:
    counter = Counter()
    counter.goes_on.clear()
    going = [asyncio.create_task(engine.ask(counter, a_command(f"PO {n}", n))) for n in (1, 2)]
    await within(5, lambda: _is_at_work(counter))
    going[0].cancel()
    counter.goes_on.set()
    assert await going[1] == answer_to(2)
    assert await engine.ask(counter, a_command("PO 1", 1)) == answer_to(1)
    assert counter.turns == [[1, 2]], "what was begun was done, and is known"


@pytest.mark.parametrize("known", [True, False])
async def test_a_key_that_another_one_holds_holds_up_nothing_else(
    engine: Engine, pool: asyncpg.Pool, known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key that is new to the database, too, of which nobody can say yet whether it will stay."""
    monkeypatch.setattr("chassis.messages.inbox.FREE_WITHIN_S", 0.1)
    counter = Counter()
    if known:
        await engine.ask(counter, a_command("PO 1", 1, "yesterday"))
    async with pool.acquire() as db, db.transaction():
        await db.execute("INSERT INTO key VALUES ('PO 1') ON CONFLICT (key) DO UPDATE SET key = EXCLUDED.key")
        held = asyncio.create_task(engine.ask(counter, a_command("PO 1", 1)))
        others = await ask_for(engine, counter, range(2, ORDERS))
        assert others == [answer_to(number) for number in range(2, ORDERS)]
        assert not held.done()
    assert await held == answer_to(1)


async def test_who_waits_too_long_for_his_turn_is_told_to_come_again(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "CONNECTION_WITHIN_S", 0.1)
    counter = Counter()
    async with at_work(engine, counter):
        with pytest.raises(TimeoutError):
            await engine.ask(counter, a_command("PO 1", 1))
    assert counter.turns == [[0]]


async def test_a_handler_that_is_at_work_holds_up_no_other_handler(engine: Engine) -> None:
    slow, quick = Counter(), Counter()
    async with at_work(engine, slow):
        assert await ask_for(engine, quick, [1]) == [answer_to(1)]


async def test_a_database_that_is_away_is_told_to_all_at_once(engine: Engine, pool: asyncpg.Pool) -> None:
    await pool.close()
    answers = await ask_for(engine, Counter(), range(ORDERS))
    assert {type(answer) for answer in answers} == {ConnectionLost}


@pytest.fixture
def keys(tmp_path: Path) -> Signer:
    (tmp_path / "signed").mkdir()
    return signer(tmp_path / "signed")


async def test_a_department_that_stops_answers_all_who_wait_for_their_turn(settings: Settings, keys: Signer) -> None:
    counter, router = Counter(), APIRouter()
    counter.goes_on.clear()

    @router.post("/orders/{number}", response_model=Pieces)
    async def place(number: int, ask: Ask, by: Annotated[Person, Depends(allow("merchandiser"))]) -> Response:
        return await ask(counter, Pieces(count=number), key=f"PO {number}", by=by)

    async def post(http: httpx2.AsyncClient, number: int) -> Any:
        return (await http.post(f"/orders/{number}", headers={"Idempotency-Key": f"order {number:06}"})).json()

    signed = settings.model_copy(update={"jwks_file": keys.jwks_file})
    async with running(replace(HOUSE, routers=(router,)), signed) as service:
        headers = {"Authorization": f"Bearer {keys.token('li.na', ['merchandiser'])}"}
        http = httpx2.AsyncClient(base_url=f"http://127.0.0.1:{service.port}", headers=headers, trust_env=False)
        asked = [asyncio.create_task(post(http, 0))]
        await within(5, lambda: _is_at_work(counter))
        asked += [asyncio.create_task(post(http, number)) for number in range(1, 9)]
        await within(5, lambda: _are_served(service, len(asked)))
        stopping = asyncio.create_task(_goes_on_when_it_stops(service, counter))
    await stopping
    assert await asyncio.gather(*asked) == [{"count": number} for number in range(9)]
    assert len(counter.turns) == 2
    await http.aclose()


async def _are_served(service: Service, requests: int) -> bool:
    return len(service.server.server_state.tasks) == requests


async def _goes_on_when_it_stops(service: Service, counter: Counter) -> None:
    async def is_to_end() -> bool:
        return service.server.should_exit

    await within(5, is_to_end)
    counter.goes_on.set()
