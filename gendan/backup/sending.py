"""A backup's records are sent to a new Kafka, each with the age that it had, and the groups are placed among them."""

from __future__ import annotations

import gzip
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import for_code

from chassis.kafka_access import KafkaAccess
from contracts.catalogue import EVENTS
from gendan.backup.going_back import goes_back, is_late, placed
from gendan.backup.manifest import Manifest
from gendan.backup.reading import Ends, admin_of
from gendan.backup.record import Record, Stream, of_line
from gendan.generated.topics import make, settings_of

AT_ONCE = 5_000
"""So many records are asked about and under way at a time."""
RECORD_BYTES_MAX = 4_000_000
"""Of a record before compression; who compressed it may have had more in it than Kafka takes plain."""
COPIES = "default.replication.factor"
"""Of a topic: as many as this Kafka makes by itself. It may have more brokers, or fewer, than the one before."""
SAID = """
SELECT topic, key, sequence FROM said JOIN unnest($1::text[], $2::text[]) AS asked(topic, key) USING (topic, key)
"""


@dataclass
class Sent:
    """The old offsets of what was sent, by partition and in order; how many records were left out."""

    offsets: dict[tuple[str, int], array[int]] = field(default_factory=dict)
    left_out: int = 0

    @property
    def count(self) -> int:
        return sum(map(len, self.offsets.values()))

    def note(self, record: Record) -> None:
        self.offsets.setdefault((record.topic, record.partition), array("q")).append(record.offset)


async def make_topics(access: KafkaAccess, ends: Ends) -> None:
    """Each with the partitions that it had, so that every key stays in its own. Raises KafkaError."""
    async with admin_of(access) as admin:
        copies = await _copies(admin)
        topics = [
            NewTopic(name, len(of), copies, topic_configs=settings_of(EVENTS[name]) if name in EVENTS else {})
            for name, of in ends.items()
        ]
        await make(admin, topics)


async def _copies(admin: AIOKafkaAdminClient) -> int:
    broker = (await admin.describe_cluster())["brokers"][0]["node_id"]
    asked = ConfigResource(ConfigResourceType.BROKER, str(broker), {COPIES: None})
    (answer,) = await admin.describe_configs([asked])
    ((code, message, *_, told),) = answer.resources
    if code:
        raise for_code(code)(f"{COPIES}: {message}")
    ((_, copies, *_),) = told
    return int(copies)


async def send_back(
    access: KafkaAccess, file: Path, ends: Ends, databases: Mapping[str, asyncpg.Connection], age_ms: int
) -> Sent:
    """All of the backup but what was said after the cut, partition by partition in its order.

    ``age_ms``: since the backup. Each record is so much younger than it says: Kafka would throw away at once what was
    older than its retention by now, heard or not. Raises KafkaError.
    """
    sent = Sent()
    async with AIOKafkaProducer(
        **access.client(),
        acks="all",
        enable_idempotence=True,
        max_request_size=RECORD_BYTES_MAX,
        compression_type="gzip",
    ) as producer:
        with gzip.open(file, "rt", encoding="ascii") as lines:
            for records in _portions(map(of_line, lines)):
                late = [record for record in records if is_late(record, ends)]
                said = await _said(databases, {record.stream for record in late})
                going = [record for record in records if goes_back(record, ends, said)]
                await _send(producer, going, age_ms)
                sent.left_out += len(records) - len(going)
                for record in going:
                    sent.note(record)
    return sent


def _portions(records: Iterator[Record]) -> Iterator[Sequence[Record]]:
    while portion := list(islice(records, AT_ONCE)):
        yield portion


async def _said(databases: Mapping[str, asyncpg.Connection], streams: set[Stream]) -> dict[Stream, int]:
    """The last number of each stream that its department knows."""
    found: dict[Stream, int] = {}
    for department, db in databases.items():
        asked = [stream for stream in streams if stream.department == department]
        if asked:
            rows = await db.fetch(SAID, [one.topic for one in asked], [one.key for one in asked])
            found |= {Stream(department, row["topic"], row["key"]): row["sequence"] for row in rows}
    return found


async def _send(producer: AIOKafkaProducer, records: Sequence[Record], age_ms: int) -> None:
    under_way = [
        await producer.send(
            record.topic, record.value, record.key, record.partition, record.at_ms + age_ms, list(record.headers)
        )
        for record in records
    ]
    for delivery in under_way:
        await delivery


async def place_groups(access: KafkaAccess, manifest: Manifest, sent: Sent) -> None:
    """Each group goes on behind what it had told Kafka; what it hears again it knows by its number.

    One that had told nothing of a partition begins at its first record, as it would have before.
    """
    for group, topics in manifest.groups.items():
        offsets = {
            TopicPartition(name, partition): placed(committed, sent.offsets.get((name, partition), ()))
            for name, of in topics.items()
            if name in manifest.ends
            for partition, committed in of.items()
        }
        if offsets:
            await _tell(access, group, offsets)


async def _tell(access: KafkaAccess, group: str, offsets: Mapping[TopicPartition, int]) -> None:
    async with AIOKafkaConsumer(**access.client(), group_id=group, enable_auto_commit=False) as consumer:
        consumer.assign(list(offsets))
        await consumer.commit(offsets)
