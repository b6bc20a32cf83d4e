"""The rights that `make contracts` writes are enough for each department, and for no more: asked of a real Kafka."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import yaml
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import GroupAuthorizationFailedError, TopicAuthorizationFailedError
from aiokafka.protocol.admin import CreateAclsRequest

from chassis.kafka_access import KafkaAccess
from contracts.catalogue import DEPARTMENTS, EVENTS
from deploy.locked import CHECKOUT
from gendan.generated.houses import house_of
from tests.chassis.guarded_kafka import ALLOW, GROUP, LITERAL, READ, TOPIC, WRITE, Guarded, guarded_kafka
from tests.needs import needs

pytestmark = needs("ALL-9")

USERS = CHECKOUT / "deploy" / "k8s" / "kafka" / "users.yaml"
NUMBERS = {"topic": TOPIC, "group": GROUP, "Read": READ, "Write": WRITE, "Describe": 8}


def rights() -> Iterator[tuple[str, dict[str, Any], str]]:
    """Who, on what, what: as the operator tells Kafka."""
    for user in yaml.safe_load_all(USERS.read_text()):
        for right in user["spec"]["authorization"]["acls"]:
            for operation in right["operations"]:
                yield user["metadata"]["name"], right["resource"], operation


@pytest.fixture(scope="module")
async def guarded(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Guarded]:
    async with guarded_kafka(tmp_path_factory.mktemp("rights"), []) as kafka:
        admin = AIOKafkaAdminClient(bootstrap_servers=kafka.at["INSIDE"])
        await admin.start()
        try:
            await admin.create_topics([NewTopic(topic, 1, 1) for topic in EVENTS])
            for user, on, operation in rights():
                numbers = (NUMBERS[on["type"]], on["name"], LITERAL, f"User:{user}", "*", NUMBERS[operation], ALLOW)
                ((code, message),) = (await admin._send_request(CreateAclsRequest(*numbers))).creation_responses
                assert not code, message
        finally:
            await admin.close()
        yield kafka


def access(guarded: Guarded, department: str) -> KafkaAccess:
    shown = guarded.authority.sign(f"gendan-{department}-kafka")
    return KafkaAccess(
        kafka_bootstrap_servers=guarded.at["MTLS"],
        kafka_security_protocol="SSL",
        kafka_ssl_cafile=guarded.authority.file,
        kafka_ssl_certfile=shown,
        kafka_ssl_keyfile=shown,
    )


@pytest.mark.parametrize("department", DEPARTMENTS)
async def test_a_department_says_and_hears_all_that_is_its_own_and_nothing_else(
    guarded: Guarded, department: str
) -> None:
    client = access(guarded, department).client()
    said = [topic for topic, event in EVENTS.items() if event.said_by == department]
    foreign = next(topic for topic, event in EVENTS.items() if event.said_by not in (department, "outside"))
    async with AIOKafkaProducer(**client, enable_idempotence=True, acks="all") as producer:
        await asyncio.gather(*[producer.send_and_wait(topic, b"{}") for topic in said])
    async with AIOKafkaProducer(**client) as producer:
        with pytest.raises(TopicAuthorizationFailedError):
            await producer.send_and_wait(foreign, b"{}")
    heard = house_of(department).topics
    async with AIOKafkaConsumer(*heard, **client, group_id=department, auto_offset_reset="earliest") as consumer:
        await consumer.getmany(timeout_ms=1_000)
        assert {partition.topic for partition in consumer.assignment()} == set(heard)
        await consumer.commit()


async def test_a_department_joins_no_group_but_its_own(guarded: Guarded) -> None:
    client = access(guarded, "sales").client()
    consumer = AIOKafkaConsumer("stock.reserved", **client, group_id="finance")
    with pytest.raises(GroupAuthorizationFailedError):
        await consumer.start()
    await consumer.stop()
