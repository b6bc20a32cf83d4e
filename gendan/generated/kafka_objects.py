"""Topics and rights in Kafka as objects of the Strimzi operator, from the contracts and the HANDLES tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from contracts.catalogue import DEPARTMENTS, EVENTS
from gendan.generated.houses import Houses, hearers
from gendan.generated.topics import settings_of

PARTITIONS, REPLICAS = 12, 3
CLUSTER = "gendan"
"""The name of the Kafka object; the operator finds by it what belongs together."""
OUTSIDE = "outside"
"""Says what reaches the company by Kafka instead of `POST /orders`."""
SCALING = "scaling"
"""Looks how far each group is behind."""
HEAD = "# Made by `make contracts` from the contracts and the HANDLES tables; do not edit.\n"
Object = dict[str, Any]


def topics() -> str:
    """deploy/k8s/kafka/topics.yaml."""
    return _page(_topic(topic) for topic in EVENTS)


def users(houses: Houses) -> str:
    """deploy/k8s/kafka/users.yaml: who says it writes a topic, who hears it reads it, and nobody may do more."""
    heard_by = hearers(houses)
    departments = [_user(name, [*_said(name), *_heard(name, heard_by), _group(name, "Read")]) for name in DEPARTMENTS]
    looks = [*(_on(topic, "Describe") for topic in EVENTS), *(_group(name, "Describe") for name in DEPARTMENTS)]
    return _page([*departments, _user(OUTSIDE, _said(OUTSIDE)), _user(SCALING, looks)])


def _topic(topic: str) -> Object:
    """Names of objects have no underscores."""
    spec = {
        "topicName": topic,
        "partitions": PARTITIONS,
        "replicas": REPLICAS,
        "config": settings_of(EVENTS[topic]) | {"min.insync.replicas": str(REPLICAS - 1)},
    }
    return _object("KafkaTopic", topic.replace("_", "-"), {}, spec)


def _user(name: str, rights: list[Object]) -> Object:
    spec = {"authentication": {"type": "tls"}, "authorization": {"type": "simple", "acls": rights}}
    return _object("KafkaUser", f"gendan-{name}-kafka", {"gendan/speaker": name}, spec)


def _object(kind: str, name: str, labels: dict[str, str], spec: Object) -> Object:
    metadata = {"name": name, "labels": {"strimzi.io/cluster": CLUSTER} | labels}
    return {"apiVersion": "kafka.strimzi.io/v1", "kind": kind, "metadata": metadata, "spec": spec}


def _said(name: str) -> list[Object]:
    return [_on(topic, "Write", "Describe") for topic, event in EVENTS.items() if event.said_by == name]


def _heard(name: str, heard_by: dict[str, tuple[str, ...]]) -> list[Object]:
    return [_on(topic, "Read", "Describe") for topic in EVENTS if name in heard_by[topic]]


def _on(topic: str, *operations: str) -> Object:
    return _right("topic", topic, operations)


def _group(name: str, operation: str) -> Object:
    return _right("group", name, (operation,))


def _right(kind: str, name: str, operations: tuple[str, ...]) -> Object:
    return {"resource": {"type": kind, "name": name, "patternType": "literal"}, "operations": list(operations)}


def _page(objects: Iterable[Object]) -> str:
    """What holds nothing more stands on one line."""
    return HEAD + yaml.safe_dump_all(objects, sort_keys=False, default_flow_style=None, width=120)
