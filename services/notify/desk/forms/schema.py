"""What a JSON Schema (2020-12) says of one field, as far as a form can ask it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DEPTH_MAX = 6
"""Deeper than that nobody fills in fields: it is asked as JSON."""
Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """A schema without references and without its null; ``kinds`` are the JSON types that it takes."""

    schema: Schema
    kinds: frozenset[str]
    nullable: bool

    @property
    def properties(self) -> Mapping[str, Schema]:
        found: Mapping[str, Schema] = self.schema.get("properties", {})
        return found

    @property
    def is_decimal(self) -> bool:
        """An amount or quantity: text both ways, though a number is taken too."""
        return self.kinds == {"number", "string"}


def asked(schema: Schema, defs: Mapping[str, Schema]) -> Asked:
    plain = _followed(schema, defs)
    choices = [asked(choice, defs) for choice in plain.get("anyOf", plain.get("oneOf", ()))]
    if not choices:
        kinds = frozenset(_types(plain))
        return Asked(plain, kinds - {"null"}, "null" in kinds)
    something = [choice for choice in choices if choice.kinds or choice.schema.get("type") != "null"]
    nullable = len(something) < len(choices) or any(choice.nullable for choice in something)
    beside = {name: value for name, value in plain.items() if name not in ("anyOf", "oneOf")}
    if len(something) == 1:
        return Asked({**something[0].schema, **beside}, something[0].kinds, nullable)
    kinds = frozenset(kind for choice in something for kind in choice.kinds)
    return Asked(beside, kinds if all(choice.kinds for choice in something) else frozenset(), nullable)


def _followed(schema: Schema, defs: Mapping[str, Schema]) -> Schema:
    """Where it refers to, with what it says itself; of one in ``allOf`` likewise."""
    own = {name: value for name, value in schema.items() if name not in ("$ref", "allOf")}
    if "$ref" in schema:
        return {**_followed(defs[schema["$ref"].rpartition("/")[2]], defs), **own}
    if len(schema.get("allOf", ())) == 1:
        return {**_followed(schema["allOf"][0], defs), **own}
    return schema


def _types(schema: Schema) -> set[str]:
    if "const" in schema or "enum" in schema:
        values = schema.get("enum", [schema.get("const")])
        return {"string"} if all(isinstance(value, str) for value in values) else {"any"}
    told = schema.get("type", ())
    return {told} if isinstance(told, str) else set(told)
