"""What `make contracts` wrote down of the departments, and the golden examples: read once, beside the contracts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import contracts

FOLDER = Path(contracts.__file__).parent
Node = Mapping[str, Any]


@cache
def asyncapi() -> Node:
    """The document for who integrates."""
    document: Node = yaml.load((FOLDER / "asyncapi.yaml").read_text(), yaml.CSafeLoader)
    return document


@cache
def heard_by() -> Mapping[str, tuple[str, ...]]:
    """The departments that hear each topic; a topic that nobody hears is not there."""
    hearers: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for operation in asyncapi()["operations"].values():
        if operation["action"] == "receive":
            topic = operation["channel"]["$ref"].rpartition("/")[2]
            hearers[topic] += (operation["tags"][0]["name"],)
    return dict(hearers)


def headers() -> Node:
    """Of each message: the JSON Schema of every Kafka header by its name, and which must be there."""
    told: Node = asyncapi()["components"]["messageTraits"]["cloudevent"]["headers"]
    return told


def broker() -> str:
    """Where a reader finds Kafka, if nothing else is told."""
    return str(asyncapi()["servers"]["kafka"]["variables"]["bootstrap"]["default"])


def settings_of(topic: str) -> Node:
    """What Kafka is told about the topic."""
    told: Node = asyncapi()["channels"][topic]["bindings"]["kafka"]["topicConfiguration"]
    return told


@cache
def commands() -> Mapping[str, list[dict[str, Any]]]:
    """By department: route, words in each language, who may, what may be said."""
    told: Mapping[str, list[dict[str, Any]]] = json.loads((FOLDER / "commands.json").read_text())
    return told


@cache
def schema_of(topic: str) -> Node:
    """The JSON Schema (2020-12) of the event."""
    told: Node = json.loads((FOLDER / "schemas" / f"{topic}.json").read_text())
    return told


@cache
def example_of(topic: str) -> str:
    """The golden example, as it stands in its file."""
    return (FOLDER / "examples" / f"{topic}.json").read_text().strip()
