"""The form of a command: the JSON Schema (2020-12) of what it asks, its fields in the reader's words (ALL-5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chassis.http.command_routes import CommandRoute
from contracts.texts import Label, Word, said

ABOUT_CODE = {"title", "description", "examples"}
"""What a schema says of the class that it is made from."""
TOLD = {"x-told": True}
"""Marks a field of a body that a page fills in by itself: nobody types it."""
ACRONYMS = {word.lower(): word for word in ("PO", "NDA", "CO2", "SSCC")}
Schema = dict[str, Any]


def form_of(command: CommandRoute, named: Mapping[str, object]) -> Schema | None:
    """What is to be filled in; None where nothing is.

    What the document tells already is ``readOnly``; what goes into the path has ``x-in: path``; the words of a choice
    stand in ``x-says`` by what is sent for them.
    """
    asked = _told(command.schema or {"type": "object", "properties": {}})
    for name, field in asked.get("properties", {}).items():
        if name in named:
            field["readOnly"] = True
    in_path = {name: _field(name, schema) for name, schema in command.path_schemas.items() if name not in named}
    if in_path:
        asked["properties"] = {name: {**field, "x-in": "path"} for name, field in in_path.items()} | asked["properties"]
        asked["required"] = [*in_path, *asked.get("required", ())]
    return asked if command.schema or in_path else None


def labels_of(command: CommandRoute) -> Iterator[str]:
    """How the fields of its form are called."""
    for name, schema in command.path_schemas.items():
        yield called(name)
        yield from _labels_in(schema)
    yield from _labels_in(command.schema or {})


def words_of(command: CommandRoute) -> Iterator[str]:
    """The choices of its form."""
    for schema in (command.schema or {}, *command.path_schemas.values()):
        yield from _words_in(schema)


def called(name: str) -> str:
    """customer_po is Customer PO."""
    first, *others = (ACRONYMS.get(word, word) for word in name.split("_"))
    return " ".join((first[:1].upper() + first[1:], *others))


def _told(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_told(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    told = {key: _told(part) for key, part in schema.items() if key not in (*ABOUT_CODE, "properties")}
    if "properties" in schema:
        told["properties"] = {name: _field(name, field) for name, field in schema["properties"].items()}
    if "enum" in schema:
        told["x-says"] = {value: said(Word(value)) for value in schema["enum"] if isinstance(value, str)}
    return told


def _field(name: str, schema: Mapping[str, Any]) -> Schema:
    return {**_told(dict(schema)), "title": said(Label(called(name)))}


def _labels_in(schema: Any) -> Iterator[str]:
    for part in _parts(schema):
        yield from map(called, part.get("properties", {}))


def _words_in(schema: Any) -> Iterator[str]:
    for part in _parts(schema):
        yield from (value for value in part.get("enum", ()) if isinstance(value, str))


def _parts(schema: Any) -> Iterator[Mapping[str, Any]]:
    """A schema, and all schemas in it."""
    if isinstance(schema, list):
        for part in schema:
            yield from _parts(part)
    elif isinstance(schema, dict):
        yield schema
        for key, part in schema.items():
            yield from _parts(list(part.values()) if key in ("properties", "$defs") else part)
