"""The topics that Kafka gets from the contracts."""

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from contracts.catalogue import EVENTS
from gendan.embedded import Ground
from gendan.generated import topics

FOURTEEN_DAYS_MS = "1209600000"


async def test_missing_topics_are_made_and_those_that_exist_are_left_alone(ground: Ground, topic_prefix: str) -> None:
    made = await topics.apply(ground.access, topic_prefix, partitions=2, replication=1)
    assert sorted(made) == sorted(topic_prefix + topic for topic in EVENTS)
    assert await topics.apply(ground.access, topic_prefix, partitions=2, replication=1) == []


async def test_kafka_keeps_facts_for_fourteen_days_and_master_data_for_ever(ground: Ground, topic_prefix: str) -> None:
    await topics.apply(ground.access, topic_prefix, partitions=1, replication=1)
    order = await settings(ground, f"{topic_prefix}order.confirmed")
    customer = await settings(ground, f"{topic_prefix}customer.changed")
    assert (order["cleanup.policy"], order["retention.ms"]) == ("delete", FOURTEEN_DAYS_MS)
    assert customer["cleanup.policy"] == "compact"


async def settings(ground: Ground, topic: str) -> dict[str, str]:
    admin = AIOKafkaAdminClient(bootstrap_servers=ground.kafka)
    await admin.start()
    try:
        (answer,) = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])
    finally:
        await admin.close()
    (resource,) = answer.to_object()["resources"]
    return {entry["config_names"]: entry["config_value"] for entry in resource["config_entries"]}
