"""A connection to PostgreSQL that ends, at any moment and in any way: nothing dies of it (invariants 1, 2)."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg
import httpx2
import pytest
from fastapi import APIRouter, Depends
from structlog.testing import capture_logs

from chassis.database.failures import PASSING
from chassis.database.pool import open_pool
from chassis.handling import Db, Reading, Timer
from chassis.http.identity import Identity, Person, allow
from chassis.http.web import Look, create_app
from chassis.ids import new_id
from chassis.kafka.halving import Halving
from chassis.kafka.relay import Relay
from chassis.operations.orders import router as ops
from chassis.process.retries import try_due
from chassis.process.timers import look_at_timers
from chassis.settings import Settings
from chassis.telemetry.condition import Condition
from chassis.transaction.engine import Engine
from gendan.embedded import Ground
from gendan.identity import signer
from tests.chassis.house import HOUSE, cancelled, released
from tests.chassis.lines import WAYS, Line, Way, a_line
from tests.chassis.records import message_of
from tests.chassis.test_web import ASKED, URL
from tests.chassis.test_web import router as shelves

MOMENTS_MAX = 60
TRIES_MAX = 5
SEEN = "SELECT count(*) FROM effect WHERE order_id = $1"
looking = APIRouter(prefix="/api/v1")
AtAWay = pytest.mark.parametrize("way", WAYS)


@looking.get("/effects")
async def get_effects(db: Look, _: Annotated[Person, Depends(allow("storekeeper"))]) -> dict[str, int]:
    rows = await db.fetch("SELECT count(*) AS effects FROM effect")
    return {"effects": rows[0]["effects"]}


@pytest.fixture
async def line(ground: Ground) -> AsyncIterator[tuple[Line, int]]:
    server = urlsplit(ground.admin)
    async with a_line(server.hostname or "", server.port or 0) as line:
        yield line


@pytest.fixture
async def through(line: tuple[Line, int], settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A pool of the department's whose connections can break."""
    monkeypatch.setattr("chassis.database.pool.ANSWER_LIMIT_S", 5)
    dsn = urlsplit(settings.database_url)
    pool = await open_pool(dsn._replace(netloc=f"{dsn.netloc.rsplit(':', 1)[0]}:{line[1]}").geturl(), size=2)
    yield pool
    pool.terminate()


async def at_every_moment(line: Line, way: Way, action: Callable[[], Awaitable[None]]) -> None:
    """Do it with a connection that breaks at its first message, at its second … until it needs no more of them."""
    with capture_logs():
        for nth in count(1):
            assert nth < MOMENTS_MAX
            line.breaks_at(nth, way)
            await action()
            if not line.broke:
                break
    line.breaks_at(0, way)
    assert nth > 1


async def until_it_goes(work: Callable[[], Awaitable[object]]) -> None:
    """As the loops do: what passes by itself comes again."""
    for _ in range(TRIES_MAX - 1):
        try:
            await work()
        except PASSING:
            continue
        return
    await work()


async def nothing_is_dead(pool: asyncpg.Pool) -> bool:
    return bool(await pool.fetchval("SELECT count(*) FROM parked WHERE why = 'dead'") == 0)


@AtAWay
@pytest.mark.parametrize("messages", [1, 2])
async def test_messages_have_their_effect_once(
    line: tuple[Line, int], through: asyncpg.Pool, pool: asyncpg.Pool, way: Way, messages: int
) -> None:
    halving = Halving(Engine(HOUSE, through))

    async def heard() -> None:
        poll = [message_of(released(new_id())) for _ in range(messages)]
        await until_it_goes(lambda: halving.consume(poll))
        for message in poll:
            assert await pool.fetchval(SEEN, UUID(message.key)) == 1
            assert await pool.fetchval("SELECT count(*) FROM outbox WHERE key = $1", message.key) == 1

    await at_every_moment(line[0], way, heard)
    assert await nothing_is_dead(pool)


@AtAWay
async def test_a_message_that_fails_is_a_dead_letter_once_and_for_its_own_fault(
    line: tuple[Line, int], through: asyncpg.Pool, pool: asyncpg.Pool, way: Way
) -> None:
    halving = Halving(Engine(HOUSE, through))

    async def heard() -> None:
        bad = message_of(released(new_id(), "BAD"))
        halving._dead_in_a_row = 0
        await until_it_goes(lambda: halving.consume([bad]))
        (dead,) = await pool.fetch("SELECT why, reason FROM parked WHERE key = $1", bad.key)
        assert (dead["why"], dead["reason"]) == ("dead", "ValueError: a bad slip")

    await at_every_moment(line[0], way, heard)


@AtAWay
async def test_a_parked_message_is_tried_again_and_has_its_effect_once(
    line: tuple[Line, int], through: asyncpg.Pool, pool: asyncpg.Pool, way: Way
) -> None:
    steady, behind = Engine(HOUSE, pool), Engine(HOUSE, through)

    async def tried() -> None:
        order = new_id()
        await steady.consume([message_of(released(order, "WAIT"))])
        await steady.consume([message_of(cancelled(order))])
        await until_it_goes(lambda: try_due(behind))
        assert await pool.fetchval(SEEN + " AND what = 'pack'", order) == 1

    await at_every_moment(line[0], way, tried)
    assert await nothing_is_dead(pool)


class Kafka:
    """Takes everything."""

    def __init__(self) -> None:
        self.took: list[str] = []

    async def send(self, topic: str, **record: Any) -> asyncio.Future[None]:
        self.took.append(record["key"].decode())
        taken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        taken.set_result(None)
        return taken

    async def renew(self) -> None:
        raise NotImplementedError


@AtAWay
async def test_what_is_said_leaves_and_nothing_of_it_is_left_over(
    line: tuple[Line, int], through: asyncpg.Pool, pool: asyncpg.Pool, way: Way
) -> None:
    relay, kafka = Relay("warehouse", through, ""), Kafka()
    steady = Engine(HOUSE, pool, published=relay.hand)

    async def relayed() -> None:
        order = new_id()
        await steady.consume([message_of(released(order))])
        await until_it_goes(lambda: relay.turn(kafka))
        while await pool.fetchval("SELECT count(*) FROM outbox"):
            await until_it_goes(lambda: relay.round(kafka))
        assert str(order) in kafka.took

    await at_every_moment(line[0], way, relayed)


@AtAWay
async def test_what_falls_due_is_done_once(
    line: tuple[Line, int], through: asyncpg.Pool, pool: asyncpg.Pool, way: Way
) -> None:
    async def find(db: Reading, now: datetime) -> Sequence[tuple[str, UUID]]:
        rows = await db.fetch("SELECT order_id FROM effect GROUP BY order_id HAVING count(*) = 1")
        return [(str(row["order_id"]), row["order_id"]) for row in rows]

    async def close(db: Db, due: Sequence[UUID]) -> list[tuple[()]]:
        again = "SELECT order_id FROM effect WHERE order_id = ANY($1::uuid[]) GROUP BY order_id HAVING count(*) = 1"
        await db.execute(f"INSERT INTO effect (order_id, what) SELECT order_id, 'due' FROM ({again}) a", due)
        return [() for _ in due]

    engine = Engine(replace(HOUSE, timers=(Timer("close", find, close),)), through)

    async def fell_due() -> None:
        order = new_id()
        await pool.execute("INSERT INTO effect (order_id, what) VALUES ($1, 'pack')", order)
        await until_it_goes(lambda: look_at_timers(engine, Condition()))
        await until_it_goes(lambda: look_at_timers(engine, Condition()))
        assert await pool.fetchval(SEEN, order) == 2

    await at_every_moment(line[0], way, fell_due)


@pytest.fixture
async def http(through: asyncpg.Pool, tmp_path: Path) -> AsyncIterator[httpx2.AsyncClient]:
    keys = signer(tmp_path)
    app = create_app(
        Engine(replace(HOUSE, routers=(shelves, looking, ops)), through), Identity.from_file(keys.jwks_file), "x"
    )
    headers = {"Authorization": f"Bearer {keys.token('li.na', ['storekeeper', 'administrator', 'management'])}"}
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://warehouse", headers=headers) as client:
        yield client


async def until_answered(ask: Callable[[], Awaitable[httpx2.Response]]) -> httpx2.Response:
    for _ in range(TRIES_MAX - 1):
        answer = await ask()
        if answer.status_code == 200:
            return answer
        assert (answer.status_code, answer.headers.get("retry-after")) == (503, "2"), answer.text
    return await ask()


@AtAWay
async def test_a_request_is_answered_or_asked_to_come_again_and_done_once(
    line: tuple[Line, int], http: httpx2.AsyncClient, pool: asyncpg.Pool, way: Way
) -> None:
    async def asked() -> None:
        before = await pool.fetchval("SELECT count(*) FROM effect")
        headers = {"Idempotency-Key": f"count-{new_id()}"}
        answer = await until_answered(lambda: http.post(URL, json=ASKED, headers=headers))
        assert answer.json() == {"shelf": "A1", "effects": before + 1}
        assert await pool.fetchval("SELECT count(*) FROM effect") == before + 1

    await at_every_moment(line[0], way, asked)


@AtAWay
@pytest.mark.parametrize("path", ["/api/v1/effects", "/ops/orders/01a2222c-58f1-7654-9e1c-a77b06249188", "/ops/stuck"])
async def test_a_look_is_answered_or_asked_to_come_again(
    line: tuple[Line, int], http: httpx2.AsyncClient, way: Way, path: str
) -> None:
    async def asked() -> None:
        assert (await until_answered(lambda: http.get(path))).status_code == 200

    await at_every_moment(line[0], way, asked)
