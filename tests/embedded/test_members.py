"""A consumer that was killed holds up nobody."""

import asyncio
import secrets

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from gendan.embedded import Ground
from gendan.embedded.members import leave_for_the_dead

SOON_S = 5.0
"""The session of a killed member would last twelve times as long."""


async def test_after_a_killed_member_has_left_on_its_behalf_the_next_one_hears_at_once(ground: Ground) -> None:
    name = f"dead-{secrets.token_hex(4)}"
    await make_topic(ground, name)
    killed = await member(ground, name)
    killed._coordinator._maybe_leave_group = nothing
    await killed.stop()
    await leave_for_the_dead(ground.kafka, [f"{name}-unknown", name, f"{name}-other"])
    async with asyncio.timeout(SOON_S):
        heir = await member(ground, name)
        async with AIOKafkaProducer(bootstrap_servers=ground.kafka) as producer:
            await producer.send_and_wait(name, b"bolts")
        assert (await heir.getone()).value == b"bolts"
    await heir.stop()


async def test_a_group_that_nobody_knows_is_left_by_nobody(ground: Ground) -> None:
    async with asyncio.timeout(SOON_S):
        await leave_for_the_dead(ground.kafka, [f"never-{secrets.token_hex(4)}"])


async def nothing() -> None:
    """Says no goodbye, as a process that is killed."""


async def member(ground: Ground, name: str) -> AIOKafkaConsumer:
    consumer = AIOKafkaConsumer(
        name, bootstrap_servers=ground.kafka, group_id=name, session_timeout_ms=60_000, auto_offset_reset="earliest"
    )
    await consumer.start()
    return consumer


async def make_topic(ground: Ground, name: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=ground.kafka)
    await admin.start()
    await admin.create_topics([NewTopic(name, num_partitions=1, replication_factor=1)])
    await admin.close()
