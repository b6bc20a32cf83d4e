"""Records that nobody of ours would write: put aside whole, and the neighbours go on (F28, invariant 6)."""

from typing import Any

import asyncpg
import pytest

from chassis.ids import new_id
from chassis.kafka.halving import Halving
from chassis.messages.envelope import Unreadable, read
from chassis.transaction.engine import Engine
from tests.chassis.house import released
from tests.chassis.records import TYPES, message_of, record_of

HEADERS = record_of(released(new_id())).headers
ODD: dict[str, dict[str, Any]] = {
    "a zero byte in the key": {"key": b"a\x00b"},
    "a key that no index takes": {"key": b"\xff" * 4_000},
    "a sequence beyond bigint": {"headers": tuple((n, b"9" * 20 if n == "ce_sequence" else v) for n, v in HEADERS)},
    "a sequence of zero": {"headers": tuple((n, b"0" if n == "ce_sequence" else v) for n, v in HEADERS)},
    "no id": {"headers": tuple((n, None if n == "ce_id" else v) for n, v in HEADERS)},
    "a zero byte in a header's name": {"headers": (*HEADERS, ("x\x00", b"1")), "value": b"{}"},
}


@pytest.mark.parametrize("odd", ODD)
async def test_an_odd_record_is_put_aside_and_its_neighbour_goes_on(
    engine: Engine, pool: asyncpg.Pool, odd: str
) -> None:
    record = record_of(released(new_id()))._replace(**ODD[odd])
    assert isinstance(read(record, TYPES, ""), Unreadable)
    for _ in range(2):
        await Halving(engine).consume([read(record, TYPES, ""), message_of(released(new_id(), "good"))])
    assert await pool.fetchval("SELECT count(*) FROM effect") == 2
    (kept,) = await pool.fetch("SELECT why, record_key, record_value FROM parked")
    assert (kept["why"], kept["record_key"], kept["record_value"]) == ("dead", record.key, record.value)


async def test_an_empty_header_that_nobody_needs_harms_nothing(engine: Engine, pool: asyncpg.Pool) -> None:
    empty: Any = ("x", None)
    record = record_of(released(new_id(), "good"))
    await Halving(engine).consume([read(record._replace(headers=(*record.headers, empty)), TYPES, "")])
    assert await pool.fetchval("SELECT count(*) FROM effect") == 1


async def test_a_reason_with_a_zero_byte_is_kept_without_it(engine: Engine, pool: asyncpg.Pool) -> None:
    await engine.dead_letter(message_of(released(new_id())), "ValueError: a\x00b")
    assert await pool.fetchval("SELECT reason FROM parked") == "ValueError: ab"
