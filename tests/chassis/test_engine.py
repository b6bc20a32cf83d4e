"""The one engine: effects once, order per (topic, key), parking (invariants 1, 2, 6)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from chassis.handling import Db, NotReady, Outcome, wire
from chassis.ids import new_id
from chassis.kafka.halving import Halving
from chassis.messages.envelope import Unreadable, read
from chassis.messages.parking import due
from chassis.transaction.engine import Engine
from contracts.codec import decoded
from contracts.sales import OrderCancelled, OrderReleased
from contracts.warehouse import GoodsPacked
from tests.chassis.house import HOUSE, cancel, cancelled, released
from tests.chassis.records import TYPES, message_of, record_of


async def effects(pool: asyncpg.Pool) -> list[tuple[UUID, str]]:
    return [(row["order_id"], row["what"]) for row in await pool.fetch("SELECT * FROM effect ORDER BY id")]


async def parked(pool: asyncpg.Pool) -> list[tuple[str, str]]:
    return [(row["topic"], row["why"]) for row in await pool.fetch("SELECT * FROM parked ORDER BY topic, sequence")]


async def test_a_message_heard_twice_has_its_effect_once(engine: Engine, pool: asyncpg.Pool) -> None:
    message = message_of(released(new_id()))
    await engine.consume([message, message])
    await engine.consume([message])
    assert len(await effects(pool)) == 1
    assert await pool.fetchval("SELECT count(*) FROM outbox") == 1


async def test_what_is_said_is_numbered_from_one_without_holes_per_topic_and_key(
    engine: Engine, pool: asyncpg.Pool
) -> None:
    order, other = new_id(), new_id()
    await engine.consume(
        [message_of(released(order), 1), message_of(released(other), 1), message_of(released(order), 2)]
    )
    await engine.consume([message_of(released(order), 3)])
    rows = await pool.fetch("SELECT key, sequence FROM outbox ORDER BY id")
    assert [row["sequence"] for row in rows if row["key"] == str(order)] == [1, 2, 3]
    assert [row["sequence"] for row in rows if row["key"] == str(other)] == [1]


async def test_two_messages_of_one_key_reach_the_handler_one_after_the_other(
    engine: Engine, pool: asyncpg.Pool
) -> None:
    order = new_id()
    await engine.consume([message_of(cancelled(order), 1), message_of(released(order, "WAIT"), 1)])
    assert await effects(pool) == [(order, "cancel"), (order, "pack")]


async def test_a_message_before_its_cause_waits_and_is_due_when_the_cause_is_handled(
    engine: Engine, pool: asyncpg.Pool
) -> None:
    order, neighbour = new_id(), new_id()
    await engine.consume([message_of(released(order, "WAIT")), message_of(released(neighbour))])
    assert await effects(pool) == [(neighbour, "pack")]
    assert await parked(pool) == [("order.released", "not_ready")]
    assert not await due(pool)
    await engine.consume([message_of(cancelled(order))])
    (row,) = await due(pool)
    await engine.retry([row["message_id"]], [row["key"]])
    assert await effects(pool) == [(neighbour, "pack"), (order, "cancel"), (order, "pack")]
    assert not await parked(pool)


async def test_later_messages_of_a_parked_stream_wait_behind_it_and_go_in_order(
    engine: Engine, pool: asyncpg.Pool
) -> None:
    order = new_id()
    await engine.consume([message_of(released(order, "WAIT"), 1), message_of(released(order, "second"), 2)])
    await engine.consume([message_of(released(order, "third"), 3)])
    assert await parked(pool) == [("order.released", why) for why in ("not_ready", "behind", "behind")]
    await engine.consume([message_of(cancelled(order))])
    while rows := await due(pool):
        await engine.retry([row["message_id"] for row in rows], [row["key"] for row in rows])
    slips = [released_slip(row) for row in await pool.fetch("SELECT body FROM outbox ORDER BY id")]
    assert slips == ["WAIT", "second", "third"]


def released_slip(row: asyncpg.Record) -> str:
    return decoded(GoodsPacked, row["body"]).slip_number


async def test_a_hole_in_a_stream_parks_what_comes_after_it_until_it_is_filled(
    engine: Engine, pool: asyncpg.Pool
) -> None:
    order = new_id()
    await engine.consume([message_of(released(order, "one"), 7)])
    await engine.consume([message_of(released(order, "three"), 9)])
    assert await parked(pool) == [("order.released", "gap")]
    await engine.consume([message_of(released(order, "two"), 8)])
    (row,) = await due(pool)
    await engine.retry([row["message_id"]], [row["key"]])
    slips = [released_slip(row) for row in await pool.fetch("SELECT body FROM outbox ORDER BY id")]
    assert slips == ["one", "two", "three"]


async def test_a_message_that_fails_is_a_dead_letter_alone_and_its_neighbours_go_on(
    engine: Engine, pool: asyncpg.Pool
) -> None:
    orders = [new_id() for _ in range(9)]
    messages = [message_of(released(order, "BAD" if order == orders[4] else "good")) for order in orders]
    await Halving(engine).consume(messages)
    assert [order for order, _ in await effects(pool)] == [order for order in orders if order != orders[4]]
    (row,) = await pool.fetch("SELECT why, kind, reason FROM parked")
    assert tuple(row) == ("dead", "handler", "ValueError: a bad slip")


async def test_a_dead_letter_is_recorded_once_when_it_comes_again(engine: Engine, pool: asyncpg.Pool) -> None:
    message = message_of(released(new_id(), "BAD"))
    await Halving(engine).consume([message])
    await Halving(engine).consume([message])
    assert await parked(pool) == [("order.released", "dead")]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"value": b"{not json"}, "Invalid JSON"),
        ({"value": None}, "the value is null"),
        ({"value": b"{}"}, "order_id: Field required"),
        ({"headers": ()}, "missing headers: ce_specversion"),
        ({"headers": (("ce_id", b"\xff\xfe"),)}, "header: "),
        ({"topic": "order.unheard"}, "unknown type"),
        ({"key": b"another"}, "key: expected "),
        ({"key": None}, "key: expected "),
    ],
)
async def test_a_record_that_breaks_its_contract_is_parked_raw_with_its_reason(
    engine: Engine, pool: asyncpg.Pool, change: dict[str, Any], reason: str
) -> None:
    bad = record_of(released(new_id()))._replace(**change)
    good = message_of(released(new_id()))
    unreadable = read(bad, TYPES, "")
    assert isinstance(unreadable, Unreadable)
    await engine.consume([unreadable, good])
    (row,) = await pool.fetch("SELECT why, kind, reason, record_value FROM parked")
    assert (row["why"], row["kind"]) == ("dead", "contract")
    assert reason in row["reason"]
    assert row["record_value"] == bad.value
    assert await effects(pool) == [(good.event.orders[0], "pack")]


async def cancel_too(db: Db, orders: Sequence[OrderCancelled]) -> list[Outcome]:
    return await cancel(db, orders)


async def wait_too(db: Db, orders: Sequence[OrderCancelled]) -> list[Outcome]:
    return [NotReady(of=(OrderReleased,), key=str(order.order_id)) for order in orders]


async def test_several_rooms_handle_one_message_in_their_order_in_one_transaction(pool: asyncpg.Pool) -> None:
    order = new_id()
    both = replace(HOUSE, handles=wire({OrderCancelled: cancel}, {OrderCancelled: cancel_too}))
    await Engine(both, pool).consume([message_of(cancelled(order))])
    assert await effects(pool) == [(order, "cancel"), (order, "cancel")]


async def test_a_room_that_shares_a_message_may_not_wait_for_another(pool: asyncpg.Pool) -> None:
    both = replace(HOUSE, handles=wire({OrderCancelled: cancel}, {OrderCancelled: wait_too}))
    with pytest.raises(RuntimeError, match="none of them may answer NotReady"):
        await Engine(both, pool).consume([message_of(cancelled(new_id()))])
    assert await effects(pool) == []
