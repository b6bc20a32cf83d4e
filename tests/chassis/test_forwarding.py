"""What a process committed it sends from memory; the outbox is its safety net (invariant 1, decision 0005)."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import asyncpg
import pytest
from aiokafka.errors import KafkaTimeoutError, UnknownError
from structlog.testing import capture_logs

from chassis.ids import new_id
from chassis.kafka.relay import QUIET_S, REST_S, ROUND_ROWS, NothingSent, Relay
from chassis.messages.outbox import OutboxMessage, Published
from chassis.process.service import running
from chassis.settings import Settings
from chassis.transaction.engine import Engine
from contracts.codec import decoded
from contracts.sales import CustomerChanged
from tests.chassis.house import HOUSE, released
from tests.chassis.records import message_of
from tests.chassis.test_service import said
from tests.department_db import Statements
from tests.needs import needs

pytestmark = needs("ALL-1")

EXAMPLES = Path(__file__).parents[2] / "contracts" / "examples"
STEPS = 25
KILLED = 0.25
UNSENT = "SELECT count(*) FROM outbox"
Fate = Literal["well", "not taken", "refused", "answer lost"]


class Kafka:
    """Remembers the numbers that each key's records came with; a fate is that of each record while it lasts."""

    def __init__(self) -> None:
        self.took: dict[str, list[int]] = defaultdict(list)
        self.fate: Fate = "well"

    async def send(self, topic: str, **record: Any) -> asyncio.Future[None]:
        await asyncio.sleep(0)
        answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self.fate in ("well", "answer lost"):
            self.took[record["key"].decode()].append(int(dict(record["headers"])["ce_sequence"]))
        if self.fate == "well":
            answer.set_result(None)
        else:
            answer.set_exception(UnknownError() if self.fate == "refused" else KafkaTimeoutError())
        return answer

    async def renew(self) -> None: ...


@pytest.fixture
def kafka() -> Kafka:
    return Kafka()


@pytest.fixture
def relay(pool: asyncpg.Pool) -> Relay:
    return Relay("warehouse", pool, "")


@pytest.fixture
def engine(pool: asyncpg.Pool, relay: Relay) -> Engine:
    return Engine(HOUSE, pool, published=relay.hand)


async def test_the_first_of_its_stream_leaves_without_a_look_at_the_outbox_and_is_taken_out_by_the_next_one(
    engine: Engine, relay: Relay, kafka: Kafka, pool: asyncpg.Pool, statements: Statements
) -> None:
    orders = [new_id() for _ in range(3)]
    await engine.consume([message_of(released(order)) for order in orders])
    with statements() as seen:
        await relay.forward(kafka)
    assert seen == []
    assert kafka.took == {str(order): [1] for order in orders}
    assert not await relay.has_to_send()
    assert await pool.fetchval(UNSENT) == 3
    assert await relay.round(kafka) == 0
    assert await pool.fetchval(UNSENT) == 0


async def test_what_comes_after_it_leaves_by_the_outbox_once_and_in_order(
    engine: Engine, relay: Relay, kafka: Kafka, pool: asyncpg.Pool
) -> None:
    order = new_id()
    await relay.round(kafka)
    await engine.consume([message_of(released(order), at) for at in (1, 2, 3)])
    await relay.turn(kafka)
    assert kafka.took == {str(order): [1, 2, 3]}
    assert await pool.fetchval(UNSENT) == 0


async def test_what_a_round_has_sent_is_not_sent_again_when_it_is_handed_over_late(
    pool: asyncpg.Pool, relay: Relay, kafka: Kafka
) -> None:
    handed: list[Published] = []
    await Engine(HOUSE, pool, published=handed.append).consume([message_of(released(order := new_id()))])
    await relay.round(kafka)
    relay.hand(*handed)
    await relay.turn(kafka)
    assert kafka.took == {str(order): [1]}


async def test_the_outbox_is_looked_at_soon_after_something_was_sent_and_seldom_where_nobody_says_anything(
    engine: Engine, relay: Relay, kafka: Kafka
) -> None:
    await relay.turn(kafka)
    assert REST_S < relay.rest_s <= QUIET_S
    await engine.consume([message_of(released(new_id()))])
    await relay.turn(kafka)
    assert relay.rest_s <= REST_S


async def test_what_finds_no_room_waits_in_the_outbox(engine: Engine, relay: Relay, kafka: Kafka) -> None:
    await relay.round(kafka)
    for _ in range(2):
        await engine.consume([message_of(released(new_id())) for _ in range(ROUND_ROWS // 2 + 1)])
    await relay.turn(kafka)
    assert list(kafka.took.values()) == [[1]] * (ROUND_ROWS + 2)


async def test_what_another_process_committed_just_now_is_left_to_its_relay(
    pool: asyncpg.Pool, kafka: Kafka, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If that ended before it was sent, this one sends it a little later."""
    other = Relay("warehouse", pool, "")
    await other.round(kafka)
    await Engine(HOUSE, pool).consume([message_of(released(order := new_id()))])
    assert await other.round(kafka) == 0
    monkeypatch.setattr("chassis.kafka.relay.JUST_NOW", timedelta(0))
    assert await other.round(kafka) == 1
    assert kafka.took == {str(order): [1]}


async def test_what_a_process_left_that_ended_is_sent_when_the_next_one_starts(
    engine: Engine, pool: asyncpg.Pool, kafka: Kafka
) -> None:
    await engine.consume([message_of(released(order := new_id()))])
    await Relay("warehouse", pool, "").turn(kafka)
    assert kafka.took == {str(order): [1]}


def test_of_a_compacted_topic_nothing_leaves_by_itself() -> None:
    """A first state that is sent twice would stay as the last one."""
    customer = (EXAMPLES / "customer.changed.json").read_bytes()
    changed, packed = decoded(CustomerChanged, customer), released(new_id())
    first = [OutboxMessage(new_id(), event, None, None).may_leave_first(1) for event in (changed, packed)]
    assert first == [False, True]


async def test_a_stop_in_order_leaves_nothing_in_the_outbox(settings: Settings, pool: asyncpg.Pool) -> None:
    async with running(HOUSE, settings) as service:
        await service.engine.consume([message_of(released(new_id()))])
        await said(settings, 1)
    assert await pool.fetchval(UNSENT) == 0


class Process:
    """One of two replicas: its engine, and its relay until it is killed."""

    def __init__(self, pool: asyncpg.Pool, kafka: Kafka) -> None:
        self._pool, self._kafka = pool, kafka
        self.start()

    def start(self) -> None:
        """Whatever it knew is lost."""
        self._relay = Relay("warehouse", self._pool, "")
        self._engine = Engine(HOUSE, self._pool, published=self._relay.hand)

    async def commit(self, order: UUID, number: int) -> None:
        await self._engine.consume([message_of(released(order), number)])

    async def turn(self) -> None:
        with suppress(NothingSent):
            await self._relay.turn(self._kafka)

    async def until_all_left(self) -> None:
        self._relay.set_aside.clear()
        while await self._relay.has_to_send():
            await self.turn()
        await self._relay.clear()


@pytest.fixture
def quiet() -> Iterator[None]:
    with capture_logs():
        yield


@pytest.mark.parametrize("seed", range(12))
async def test_everything_leaves_in_order_whoever_is_killed_and_whatever_kafka_does(
    pool: asyncpg.Pool, kafka: Kafka, monkeypatch: pytest.MonkeyPatch, quiet: None, seed: int
) -> None:
    """Two processes of a department commit and send in any order; each may die between any two steps."""
    monkeypatch.setattr("chassis.kafka.relay.REST_S", 0.0)
    monkeypatch.setattr("chassis.kafka.relay.QUIET_S", 0.0)
    monkeypatch.setattr("chassis.kafka.relay.SET_ASIDE_S", 0.0)
    chance, said_of = random.Random(seed), dict.fromkeys((new_id() for _ in range(3)), 0)
    both = [Process(pool, kafka), Process(pool, kafka)]
    for _ in range(STEPS):
        kafka.fate = chance.choice(("well", "well", "not taken", "refused", "answer lost"))
        process, order = chance.choice(both), chance.choice(list(said_of))
        said_of[order] += 1
        await process.commit(order, said_of[order])
        sending = chance.choice(([], [process], both))
        await asyncio.gather(*(each.turn() for each in sending))
        if chance.random() < KILLED:
            process.start()
    kafka.fate = "well"
    monkeypatch.setattr("chassis.kafka.relay.JUST_NOW", timedelta(0))
    await both[0].until_all_left()
    first_came = {order: list(dict.fromkeys(kafka.took[str(order)])) for order in said_of}
    assert first_came == {order: [*range(1, last + 1)] for order, last in said_of.items()}
    assert await pool.fetchval(UNSENT) == 0
