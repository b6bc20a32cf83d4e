"""What a form begins with: what the document says now, and a body to try a command with before anybody has typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from pydantic import ValidationError

from chassis import clock
from chassis.http.command_routes import CommandRoute
from chassis.ids import new_id

EXPECTED = "expected_"
"""A field ``expected_version`` begins with the version that was looked at: who comes second is told."""
NOTHING: tuple[Any, ...] = (None, "", (), [])
Schema = Mapping[str, Any]


def draft_of(command: CommandRoute, says: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the body that the document tells under the same name, as far as they could be sent as they are."""
    return dict(_fitting(command, says))


def sample_of(command: CommandRoute, draft: Mapping[str, Any]) -> Any:
    """A body that could have been typed: the draft, and something in each field that must be filled."""
    if command.body is None or command.schema is None:
        return None
    told = _sample(command.schema, command.schema.get("$defs", {}))
    return command.body.validate_python({**(told or {}), **draft})


def _fitting(command: CommandRoute, says: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, field in command.fields.items():
        value = says.get(name.removeprefix(EXPECTED))
        if value not in NOTHING:
            with suppress(ValidationError):
                yield name, field.dump_python(field.validate_python(value), mode="json")


def _sample(schema: Schema, defs: Mapping[str, Schema]) -> Any:
    schema = _plain(schema, defs)
    if schema.get("examples"):
        return schema["examples"][0]
    if schema.get("enum") or "const" in schema:
        return schema.get("const", (schema.get("enum") or [None])[0])
    if schema.get("type") == "object":
        required = schema.get("required", ())
        return {name: _sample(schema["properties"][name], defs) for name in required}
    if schema.get("type") == "array":
        return [_sample(schema["items"], defs)] * schema.get("minItems", 0)
    return _sample_value(schema)


def _sample_value(schema: Schema) -> Any:
    by_format = {"date": clock.today().isoformat(), "date-time": clock.now().isoformat(), "uuid": str(new_id())}
    if schema.get("type") == "string":
        return by_format.get(schema.get("format", ""), "x" * schema.get("minLength", 1))
    if schema.get("type") == "boolean":
        return True
    return max(schema.get("minimum", 1), schema.get("exclusiveMinimum", 0) + 1)


def _plain(schema: Schema, defs: Mapping[str, Schema]) -> Schema:
    """Without references; of a choice the first that is something."""
    if "$ref" in schema:
        return _plain(defs[schema["$ref"].rpartition("/")[2]], defs)
    choices = [choice for choice in schema.get("anyOf", schema.get("oneOf", ())) if choice.get("type") != "null"]
    return _plain(choices[0], defs) if choices else schema
