"""Events without what their contracts mark as personal or as cost (ALL-3)."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from contracts.codec import checker, encoded
from contracts.event import Event

MARKS = ("x-personal", "x-cost")
Schema = dict[str, Any]


def redacted(event: Event) -> dict[str, Any]:
    """The body of an event without what its contract marks as personal or as cost, at any depth."""
    schema = _schema(type(event))
    body: dict[str, Any] = _redacted(json.loads(encoded(event)), schema, schema)
    return body


@cache
def _schema(event: type[Event]) -> Schema:
    return checker(event).json_schema(mode="serialization")


def _redacted(value: Any, schema: Schema, root: Schema) -> Any:
    forms = _forms(schema, root)
    if isinstance(value, dict):
        fields = {name: part for form in forms for name, part in form.get("properties", {}).items()}
        other: Schema = next(
            (form["additionalProperties"] for form in forms if isinstance(form.get("additionalProperties"), dict)), {}
        )
        marked = {name: fields.get(name, other) for name in value}
        return {
            name: _redacted(part, marked[name], root)
            for name, part in value.items()
            if not _is_marked(marked[name], root)
        }
    if isinstance(value, list):
        items: Schema = next((form["items"] for form in forms if "items" in form), {})
        return [_redacted(part, items, root) for part in value]
    return value


def _is_marked(schema: Schema, root: Schema) -> bool:
    return any(form.get(mark) for form in _forms(schema, root) for mark in MARKS)


def _forms(schema: Schema, root: Schema) -> list[Schema]:
    """The schema itself, what it refers to, and its alternatives."""
    forms = [schema]
    if "$ref" in schema:
        forms += _forms(root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    for part in (*schema.get("anyOf", ()), *schema.get("allOf", ()), *schema.get("oneOf", ())):
        forms += _forms(part, root)
    return forms
