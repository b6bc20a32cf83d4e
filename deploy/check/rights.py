"""Who may do what in Kafka: what the contracts and the HANDLES tables say, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from contracts.catalogue import EVENTS
from deploy.check.rendered import Manifest, Rendered
from gendan.generated.kafka_objects import PARTITIONS


def topics_are_those_of_the_contracts(rendered: Rendered) -> Iterator[str]:
    """Where an operator keeps topics, it keeps all of them; fewer, and a department waits for ever."""
    topics = {each["spec"].get("topicName", each["metadata"]["name"]) for each in rendered.of_kind("KafkaTopic")}
    if topics and topics != set(EVENTS):
        yield f"KafkaTopic: missing {sorted(set(EVENTS) - topics)}; in no contract {sorted(topics - set(EVENTS))}"


def each_topic_has_one_writer(rendered: Rendered) -> Iterator[str]:
    """Who says an event writes its topic, and nobody else does."""
    writers = [
        (right["resource"]["name"], user["metadata"]["labels"]["gendan/speaker"])
        for user in rendered.of_kind("KafkaUser")
        for right in _rights(user)
        if right["resource"]["type"] == "topic" and "Write" in right["operations"]
    ]
    if not writers:
        return
    for topic, writer in writers:
        if topic not in EVENTS or EVENTS[topic].said_by != writer:
            yield f"KafkaUser of {writer}: writes {topic}, which is not its own"
    for topic, times in (Counter(dict.fromkeys(EVENTS, 0)) + Counter(topic for topic, _ in writers)).items():
        if times > 1:
            yield f"topic {topic}: {times} write it"
    for topic in sorted(set(EVENTS) - {topic for topic, _ in writers}):
        yield f"topic {topic}: nobody may write it"


def rights_are_literal(rendered: Rendered) -> Iterator[str]:
    """Each right names one thing: no prefix, no star, no All; and nobody may make or remove."""
    for user in rendered.of_kind("KafkaUser"):
        if user["spec"].get("authorization", {}).get("type") != "simple":
            yield f"KafkaUser {user['metadata']['name']}: without rights of its own it may do anything"
        for right in _rights(user):
            resource, asked = right["resource"], set(right["operations"])
            if resource.get("patternType") != "literal" or resource["name"] == "*":
                yield f"KafkaUser {user['metadata']['name']}: {resource} is not literal"
            if more := sorted(asked - {"Read", "Write", "Describe"}):
                yield f"KafkaUser {user['metadata']['name']}: {', '.join(more)} on {resource['name']}"


def no_more_replicas_than_partitions(rendered: Rendered) -> Iterator[str]:
    """A consumer beyond the last partition hears nothing; and who scales owns the number of replicas."""
    deployments = rendered.named("Deployment")
    for name, scaled in rendered.named("ScaledObject").items():
        target, most = scaled["spec"]["scaleTargetRef"]["name"], scaled["spec"].get("maxReplicaCount", 100)
        if target not in deployments:
            yield f"ScaledObject {name}: there is no Deployment {target}"
        elif "replicas" in deployments[target]["spec"]:
            yield f"Deployment {target}: says replicas, and {name} scales it"
        if most > PARTITIONS:
            yield f"ScaledObject {name}: {most} replicas, {PARTITIONS} partitions"
        if scaled["spec"].get("minReplicaCount", 0) < 1:
            yield f"ScaledObject {name}: down to none, and timers and requests would wait"
    for name, each in deployments.items():
        if each["spec"].get("replicas", 1) > PARTITIONS:
            yield f"Deployment {name}: {each['spec']['replicas']} replicas, {PARTITIONS} partitions"


def _rights(user: Manifest) -> list[Manifest]:
    found: list[Manifest] = user["spec"].get("authorization", {}).get("acls", [])
    return found


RULES = (
    topics_are_those_of_the_contracts,
    each_topic_has_one_writer,
    rights_are_literal,
    no_more_replicas_than_partitions,
)
