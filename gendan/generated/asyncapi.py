"""The AsyncAPI 3.0.0 document of the suite: a channel per topic, a message per event, who sends and who receives."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from contracts.catalogue import EVENTS, SPEAKERS
from contracts.event import Event
from gendan.generated.topics import settings_of
from gendan.generated.wording import promise_text

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
BINDING = "0.5.0"
Node = dict[str, Any]
HEADERS: Node = {
    "type": "object",
    "required": ["content-type", "ce_specversion", "ce_id", "ce_type", "ce_source", "ce_time"],
    "properties": {
        "content-type": {"const": "application/json"},
        "ce_specversion": {"const": "1.0"},
        "ce_id": {"type": "string", "format": "uuid", "description": "Unique; a repeat has the same id."},
        "ce_type": {"type": "string", "description": "The topic without prefix."},
        "ce_source": {"type": "string", "examples": ["/services/sales"]},
        "ce_subject": {"type": "string", "description": "The Kafka key."},
        "ce_time": {"type": "string", "format": "date-time", "description": "Business time, UTC."},
        "ce_recordedtime": {"type": "string", "format": "date-time", "description": "Real time, UTC."},
        "ce_sequence": {
            "type": "string",
            "pattern": "^[0-9]{20}$",
            "description": "Counts per topic and key without holes, from 1; not set by systems outside.",
        },
        "ce_causationid": {"type": "string", "format": "uuid", "description": "The ce_id of the cause."},
        "traceparent": {"type": "string", "description": "W3C Trace Context."},
    },
}


def document(heard_by: Mapping[str, tuple[str, ...]]) -> Node:
    """The whole document; ``heard_by`` names the departments that hear each topic."""
    return {
        "asyncapi": "3.0.0",
        "info": _info(),
        "defaultContentType": "application/json",
        "servers": {"kafka": _server()},
        "channels": {topic: _channel(event) for topic, event in EVENTS.items()},
        "operations": _operations(heard_by),
        "components": {
            "messages": {event.__name__: _message(event) for event in EVENTS.values()},
            "messageTraits": {"cloudevent": {"contentType": "application/json", "headers": HEADERS}},
        },
    }


def as_yaml(node: Node) -> str:
    """The document as text, in the order in which it was built."""
    text: str = yaml.dump(node, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=120)
    return text


class _Plain(yaml.SafeDumper):
    """Without anchors: a reader should not have to follow them."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _info() -> Node:
    return {
        "title": "gendan",
        "version": _version(),
        "description": "Six departments of a trading company that talk through events alone.\n"
        "CloudEvents 1.0 in binary mode: attributes are headers, the value is the JSON body.\n"
        "A newer version of the suite may add fields; ignore those that you do not know.",
        "license": {"name": "Apache-2.0"},
        "tags": [{"name": name} for name in SPEAKERS],
    }


def _version() -> str:
    version: str = tomllib.loads(PROJECT.read_text())["project"]["version"]
    return version


def _server() -> Node:
    return {
        "host": "{bootstrap}",
        "protocol": "kafka",
        "variables": {"bootstrap": {"default": "localhost:9092", "description": "The Kafka bootstrap server."}},
    }


def _channel(event: type[Event]) -> Node:
    return {
        "address": event.topic,
        "messages": {event.__name__: {"$ref": f"#/components/messages/{event.__name__}"}},
        "bindings": {"kafka": {"topicConfiguration": _topic_configuration(event), "bindingVersion": BINDING}},
    }


def _topic_configuration(event: type[Event]) -> Node:
    settings = settings_of(event)
    retention = {"retention.ms": int(settings["retention.ms"])} if "retention.ms" in settings else {}
    return {"cleanup.policy": [settings["cleanup.policy"]], **retention}


def _message(event: type[Event]) -> Node:
    return {
        "name": event.topic,
        "title": event.__name__,
        "summary": " ".join((event.__doc__ or "").split()),
        "traits": [{"$ref": "#/components/messageTraits/cloudevent"}],
        "payload": {"$ref": f"./schemas/{event.topic}.json"},
        "bindings": {"kafka": {"key": {"type": "string", "description": event.key_field}, "bindingVersion": BINDING}},
        **({"x-then": [promise_text(promise) for promise in event.then]} if event.then else {}),
    }


def _operations(heard_by: Mapping[str, tuple[str, ...]]) -> Node:
    operations = {}
    for topic, event in EVENTS.items():
        operations[f"{event.said_by}.says.{topic}"] = _operation("send", event.said_by, event)
        for department in heard_by[topic]:
            operations[f"{department}.hears.{topic}"] = _operation("receive", department, event)
    return dict(sorted(operations.items()))


def _operation(action: str, department: str, event: type[Event]) -> Node:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{event.topic}"},
        "messages": [{"$ref": f"#/channels/{event.topic}/messages/{event.__name__}"}],
        "tags": [{"name": department}],
    }
