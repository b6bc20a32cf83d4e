"""What a backup's age must not change: what Kafka holds, and what a department knows that it has heard (ALL-9)."""

import gzip
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition

from chassis.database.pool import open_pool
from chassis.ids import new_id
from chassis.process.housekeeping import forget_the_old
from gendan.backup.manifest import Manifest
from gendan.backup.reading import groups_of, kept
from gendan.backup.record import Record, as_line, of_line
from gendan.backup.restoring import looked_at
from gendan.backup.sending import make_topics, place_groups, send_back
from gendan.embedded import Ground
from tests.ground import Database
from tests.needs import needs

pytestmark = needs("ALL-9")

LONG_AGO = datetime.now(UTC) - timedelta(days=40)
MS = timedelta(milliseconds=1)


@pytest.fixture
async def inbox(database: Database) -> AsyncIterator[asyncpg.Pool]:
    """Of a department that heard three messages of a stream, 40 days ago."""
    pool = await open_pool(await database("sales"), size=2)
    rows = [(new_id(), sequence, LONG_AGO) for sequence in (1, 2, 3)]
    await pool.executemany(
        "INSERT INTO inbox (message_id, topic, key, sequence, heard_at) VALUES ($1, 'stock.reserved', 'o-1', $2, $3)",
        rows,
    )
    yield pool
    await pool.close()


async def test_what_was_heard_shortly_before_an_old_backup_is_known_when_it_is_heard_again(inbox: asyncpg.Pool) -> None:
    async with inbox.acquire() as db:
        assert await looked_at(db, LONG_AGO) == LONG_AGO
    await forget_the_old(inbox)
    assert await inbox.fetchval("SELECT count(*) FROM inbox") == 3


async def test_records_come_back_byte_for_byte_in_order_with_the_age_they_had_and_groups_go_on_among_them(
    ground: Ground, topic_prefix: str, tmp_path: Path
) -> None:
    """Three are left of a partition whose first hundred are past their time; a group had handled the first of them."""
    topic, group = f"{topic_prefix}told", f"{topic_prefix}reader"
    old = [_record(topic, offset) for offset in (100, 101, 107)]
    with gzip.open(tmp_path / "old", "wt") as lines:
        lines.writelines(map(as_line, old))
    manifest = Manifest(
        version=1,
        begun=LONG_AGO,
        ended=LONG_AGO,
        ends={topic: [0, 108]},
        groups={group: {topic: {1: 101}, "gone": {0: 7}}},
    )
    await make_topics(ground.access, manifest.ends)
    age_ms = (datetime.now(UTC) - LONG_AGO) // MS
    sent = await send_back(ground.access, tmp_path / "old", manifest.ends, {}, age_ms)
    await place_groups(ground.access, manifest, sent)
    assert (await groups_of(ground.access))[group] == {topic: {1: 1}}
    assert await kept(ground.access, {topic: [0, 3]}, tmp_path / "new") == 3
    with gzip.open(tmp_path / "new", "rt") as lines:
        assert [of_line(line) for line in lines] == [
            each._replace(offset=place, at_ms=each.at_ms + age_ms) for place, each in enumerate(old)
        ]
    assert await _first_unheard(ground, group, topic) == 1


def _record(topic: str, offset: int) -> Record:
    headers = (("ce_id", b"x"), ("ce_id", b"y"), ("odd", None))
    return Record(topic, 1, offset, int(LONG_AGO.timestamp() * 1_000), b"\xff", b"", headers)


async def _first_unheard(ground: Ground, group: str, topic: str) -> int:
    async with AIOKafkaConsumer(**ground.access.client(), group_id=group, enable_auto_commit=False) as consumer:
        place = TopicPartition(topic, 1)
        consumer.assign([place])
        return int(await consumer.position(place))
