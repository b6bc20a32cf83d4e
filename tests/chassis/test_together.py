"""Requests that come together share a transaction."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import asyncpg
import httpx2
import pytest
from fastapi import APIRouter, Depends, Response

from chassis.http.identity import Person, allow
from chassis.http.web import Ask
from chassis.process.service import Service, running
from chassis.refusal import KeyUsedForAnotherBody
from chassis.settings import Settings
from chassis.transaction import commands
from chassis.transaction.engine import Engine
from gendan.identity import Signer, signer
from tests.chassis.counter import Counter, answer_to, ask_for, at_work, is_at_work
from tests.chassis.house import HOUSE
from tests.chassis.test_commands import Pieces, a_command
from tests.department_db import Statements
from tests.needs import needs
from tests.waiting import within

ORDERS = 100


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
async def test_orders_that_come_while_oneis_at_work_go_together_in_the_next_transaction(engine: Engine) -> None:
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


async def test_who_waits_too_long_for_his_turn_is_told_to_come_again(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "CONNECTION_WITHIN_S", 0.1)
    counter = Counter()
    async with at_work(engine, counter):
        with pytest.raises(TimeoutError):
            await engine.ask(counter, a_command("PO 1", 1))
    assert counter.turns == [[0]]


async def test_a_handler_thatis_at_work_holds_up_no_other_handler(engine: Engine) -> None:
    slow, quick = Counter(), Counter()
    async with at_work(engine, slow):
        assert await ask_for(engine, quick, [1]) == [answer_to(1)]


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
        await within(5, lambda: is_at_work(counter))
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
