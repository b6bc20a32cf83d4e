"""Everything fails alike, and everything comes again (F30, F32; invariants 1, 2)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from structlog.testing import capture_logs

from chassis.handling import Db
from chassis.ids import new_id
from chassis.kafka.halving import DEAD_IN_A_ROW_MAX, Halving, Outage
from chassis.operations.operations import perform
from chassis.process.service import running
from chassis.settings import Settings
from chassis.transaction.engine import Engine
from contracts.sales import OrderReleased
from tests.chassis.house import HOUSE, cancelled, released
from tests.chassis.records import Produce, message_of, record_of
from tests.chassis.streams import operation
from tests.waiting import within

MESSAGES = 120
POLLS_IN_VAIN = 4
EFFECTS = "SELECT count(*) FROM effect"
STATE = {
    "effect": "SELECT count(*) FROM effect",
    "said": "SELECT sum(sequence) FROM said",
    "fact": "SELECT count(*) FROM fact",
    "inbox": "SELECT count(*) FROM inbox",
    "parked": "SELECT count(*) FROM parked",
}


async def test_when_everything_fails_alike_the_poll_is_sought_back_and_later_handled_once(
    settings: Settings,
    engine: Engine,
    pool: asyncpg.Pool,
    produce: Produce,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However long it lasts, so many are dead letters at most; they are retried by their fingerprint."""
    monkeypatch.setattr("chassis.kafka.consume.PAUSE_S", 0.05)
    await pool.execute("ALTER TABLE effect RENAME TO effect_away")
    for _ in range(MESSAGES):
        await produce(record_of(released(new_id())))
    with capture_logs() as logs:
        async with running(HOUSE, settings):
            await within(60, lambda: sought_back(logs))
            assert 0 < await dead(pool) <= DEAD_IN_A_ROW_MAX
            await pool.execute("ALTER TABLE effect_away RENAME TO effect")
            died = await dead(pool)
            await within(30, lambda: counts(pool, EFFECTS, MESSAGES - died))
            fingerprint = await pool.fetchval("SELECT DISTINCT fingerprint FROM parked")
            await perform(engine, operation("retry", fingerprint=fingerprint))
    assert await pool.fetchval("SELECT count(DISTINCT order_id) FROM effect") == MESSAGES
    assert await pool.fetchval(EFFECTS) == MESSAGES
    assert await pool.fetchval("SELECT count(*) FROM parked") == 0


async def test_a_poll_that_comes_again_in_an_outage_makes_no_more_of_them(engine: Engine, pool: asyncpg.Pool) -> None:
    """Those dead are dropped as repeats, which is no success."""
    halving, poll = (
        Halving(engine),
        [message_of(released(new_id(), "BAD")) for _ in range(DEAD_IN_A_ROW_MAX * 3)],
    )
    with capture_logs():
        for _ in range(POLLS_IN_VAIN):
            with pytest.raises(Outage):
                await halving.consume(poll)
    assert await dead(pool) == DEAD_IN_A_ROW_MAX


async def test_a_success_between_dead_letters_shows_that_there_is_no_outage(engine: Engine, pool: asyncpg.Pool) -> None:
    halving = Halving(engine)
    with capture_logs():
        for _ in range(DEAD_IN_A_ROW_MAX + 5):
            await halving.consume([message_of(released(new_id(), slip)) for slip in ("BAD", "good")])
    assert await dead(pool) == DEAD_IN_A_ROW_MAX + 5


async def sought_back(logs: Sequence[Mapping[str, object]]) -> bool:
    return sum(line["event"] == "poll sought back" for line in logs) >= POLLS_IN_VAIN


async def dead(pool: asyncpg.Pool) -> int:
    count: int = await pool.fetchval("SELECT count(*) FROM parked WHERE why = 'dead'")
    return count


async def counts(pool: asyncpg.Pool, query: str, expected: int) -> bool:
    return bool(await pool.fetchval(query) == expected)


async def test_a_topic_heard_again_from_its_beginning_changes_nothing(
    settings: Settings, pool: asyncpg.Pool, produce: Produce
) -> None:
    """A live message at the end of every stream tells that all before it was heard."""
    orders = [new_id() for _ in range(30)]
    for order in orders:
        await produce(record_of(released(order, "one"), 1))
        await produce(record_of(released(order, "two"), 2))
    await produce(record_of(released(new_id(), "WAIT")))
    await produce(record_of(released(new_id()))._replace(value=None))
    with capture_logs():
        async with running(HOUSE, settings):
            await within(30, lambda: counts(pool, "SELECT count(*) FROM inbox", 62))
        before = await state(pool)
        await rewind(settings)
        assert not await all_heard_again(settings)
        async with running(HOUSE, settings):
            await within(30, lambda: all_heard_again(settings))
            assert await state(pool) == before
            for order in orders:
                await produce(record_of(released(order, "live"), 3))
            await within(30, lambda: counts(pool, EFFECTS, 90))


async def state(pool: asyncpg.Pool) -> dict[str, int]:
    return {table: await pool.fetchval(query) for table, query in STATE.items()}


def client(settings: Settings) -> AIOKafkaConsumer:
    group = settings.topic_prefix + HOUSE.name
    return AIOKafkaConsumer(
        bootstrap_servers=settings.kafka_bootstrap_servers, group_id=group, enable_auto_commit=False
    )


def partitions(settings: Settings) -> list[TopicPartition]:
    return [TopicPartition(settings.topic_prefix + topic, number) for topic in HOUSE.topics for number in range(3)]


async def rewind(settings: Settings) -> None:
    """Set the group back to offset 0, as an operator would."""
    async with client(settings) as consumer:
        consumer.assign(partitions(settings))
        await consumer.commit(dict.fromkeys(partitions(settings), 0))


async def all_heard_again(settings: Settings) -> bool:
    """Whether the group has committed the end of every partition."""
    async with client(settings) as consumer:
        consumer.assign(partitions(settings))
        ends = await consumer.end_offsets(partitions(settings))
        return all([(await consumer.committed(place) or 0) == end for place, end in ends.items()])


async def test_many_bad_messages_of_one_topic_hold_up_nobody_else(engine: Engine, pool: asyncpg.Pool) -> None:
    """A handler with a fault is no outage while the messages of other topics have their effect."""
    bad = [message_of(released(new_id(), "BAD")) for _ in range(DEAD_IN_A_ROW_MAX + 5)]
    good = [message_of(cancelled(new_id())) for _ in range(50)]
    with capture_logs():
        await Halving(engine).consume(bad + good)
    assert await pool.fetchval("SELECT count(*) FROM effect WHERE what = 'cancel'") == len(good)
    assert await dead(pool) == len(bad)


async def test_a_message_that_takes_too_long_is_a_dead_letter_and_its_neighbour_handled(pool: asyncpg.Pool) -> None:
    async def pack(db: Db, orders: Sequence[OrderReleased]) -> list[tuple[()]]:
        await db.execute("SET LOCAL statement_timeout = 50")
        if any(order.slip_number == "SLOW" for order in orders):
            await db.execute("SELECT pg_sleep(1)")
        await db.execute("INSERT INTO effect (order_id, what) VALUES ($1, 'pack')", orders[0].order_id)
        return [() for _ in orders]

    engine = Engine(replace(HOUSE, handles={OrderReleased: (pack,)}), pool)
    with capture_logs():
        await Halving(engine).consume([message_of(released(new_id(), slip)) for slip in ("SLOW", "good")])
    assert await pool.fetchval("SELECT reason FROM parked") == (
        "QueryCanceledError: canceling statement due to statement timeout"
    )
    assert await pool.fetchval(EFFECTS) == 1


async def test_a_value_that_no_column_can_hold_is_a_dead_letter_and_its_neighbour_handled(pool: asyncpg.Pool) -> None:
    """It is the client that says so, without a word from the server; and yet it is the message's own fault."""

    async def pack(db: Db, orders: Sequence[OrderReleased]) -> list[tuple[()]]:
        for order in orders:
            await db.execute("SELECT $1::int", 2**40 if order.slip_number == "HUGE" else 1)
            await db.execute("INSERT INTO effect (order_id, what) VALUES ($1, 'pack')", order.order_id)
        return [() for _ in orders]

    engine = Engine(replace(HOUSE, handles={OrderReleased: (pack,)}), pool)
    with capture_logs():
        await Halving(engine).consume([message_of(released(new_id(), slip)) for slip in ("HUGE", "good")])
    assert str(await pool.fetchval("SELECT reason FROM parked")).startswith("DataError: invalid input for query")
    assert await pool.fetchval(EFFECTS) == 1


async def test_a_fault_of_one_connection_that_nobody_thought_of_is_no_fault_of_the_message(pool: asyncpg.Pool) -> None:
    """What is unknown is tried once more on a fresh connection before it is a dead letter."""
    broken: set[int] = set()

    async def pack(db: Db, orders: Sequence[OrderReleased]) -> list[tuple[()]]:
        backend = await db.fetchval("SELECT pg_backend_pid()")
        broken.update([backend] if not broken else [])
        if backend in broken:
            raise RuntimeError("an odd one")
        await db.execute("INSERT INTO effect (order_id, what) VALUES ($1, 'pack')", orders[0].order_id)
        return [() for _ in orders]

    engine = Engine(replace(HOUSE, handles={OrderReleased: (pack,)}), pool)
    await Halving(engine).consume([message_of(released(new_id()))])
    assert await pool.fetchval(EFFECTS) == 1
    assert await dead(pool) == 0
