"""One JSON Schema (2020-12) per event, as its JSON goes over Kafka: decimals and dates are strings."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from contracts.catalogue import EVENTS
from contracts.codec import checker
from contracts.event import Event, Promise
from gendan.generated.wording import limit_text

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DECIMAL = r"^-?\d+(\.\d+)?([eE][+-]?\d+)?$"
BOUNDS = {"ge": "x-minimum", "gt": "x-exclusiveMinimum", "le": "x-maximum", "lt": "x-exclusiveMaximum"}

Schema = dict[str, Any]


class _AsWritten(GenerateJsonSchema):
    """Decimals as strings that keep their bounds: JSON Schema has none for strings, so they are extensions."""

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        bounds = {BOUNDS[name]: str(value) for name, value in schema.items() if name in BOUNDS}
        return {"type": "string", "pattern": DECIMAL, **bounds}


def schemas() -> dict[str, Schema]:
    """The schema of every event, by topic."""
    return {topic: schema_of(event) for topic, event in EVENTS.items()}


def schema_of(event: type[Event]) -> Schema:
    """The schema of one event, and what it promises; readers ignore fields that it does not name."""
    schema = {"$schema": DIALECT, **checker(event).json_schema(mode="serialization", schema_generator=_AsWritten)}
    return schema | ({"x-then": [_promised(promise) for promise in event.then]} if event.then else {})


def _promised(promise: Promise) -> Schema:
    return {
        "of": list(promise.of),
        "by": promise.by,
        "within": limit_text(promise.within),
        "match": list(promise.match),
        "when": promise.when,
        "provided": promise.provided,
    }
