"""From a command's schema and draft to the fields of its form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.notify.desk.forms.field import ROW, Blank, Code, Field, Shape
from services.notify.desk.forms.schema import DEPTH_MAX, Asked, Schema, asked

LONG_CHARACTERS = 200
"""From here on a text is written in several lines."""
EXPECTED = "expected_"
"""Begins the names of fields that say what was looked at; nobody types it."""
MISSING: Any = object()


@dataclass(frozen=True)
class Form:
    """What is drawn beside the schema: the reader's zone, and what was wrong with what he sent, by field."""

    schema: Schema
    zone: ZoneInfo
    faults: Mapping[str, str] = field(default_factory=dict)

    def drawn(self, draft: Mapping[str, Any]) -> Field:
        """All of it as one group."""
        whole = asked(self.schema, self.schema.get("$defs", {}))
        return self._group("", whole, draft, "0" if whole.nullable else "=", {"required": True})

    def _field(self, path: str, schema: Schema, value: Any, required: bool, depth: int) -> Field:
        one = asked(schema, self.schema.get("$defs", {}))
        blank = _blank(one, value, required)
        told: dict[str, Any] = {
            "label": schema.get("title", one.schema.get("title", "")),
            "required": required and not one.nullable,
            "fault": self.faults.get(path, ""),
            "in_address": schema.get("x-in") == "path",
        }
        if is_told(schema) or (path.startswith(EXPECTED) and value is not MISSING):
            return Field(path, "j", blank, "hidden", value=_json(value))
        if depth < DEPTH_MAX and one.kinds == {"object"} and one.properties:
            return self._group(path, one, value, blank, told, depth)
        if depth < DEPTH_MAX and one.kinds == {"array"} and isinstance(one.schema.get("items"), Mapping):
            return self._rows(path, one, value, blank, told, depth)
        return self._input(path, one, value, blank, told)

    def _group(self, path: str, one: Asked, value: Any, blank: Blank, told: dict[str, Any], depth: int = 0) -> Field:
        known = value if isinstance(value, Mapping) else {}
        needed, head = one.schema.get("required", ()), f"{path}." if path else ""
        fields = tuple(
            self._field(f"{head}{name}", schema, known.get(name, MISSING), name in needed, depth + 1)
            for name, schema in one.properties.items()
        )
        return Field(path, "o", blank, "group", fields=fields, **told)

    def _rows(self, path: str, one: Asked, value: Any, blank: Blank, told: dict[str, Any], depth: int) -> Field:
        known = value if isinstance(value, list) else []
        items = one.schema["items"]
        empty = [MISSING] * max(1, one.schema.get("minItems", 0) - len(known))
        rows = [self._row(f"{path}.{nth}", items, each, depth) for nth, each in enumerate([*known, *empty])]
        new = self._row(f"{path}.{ROW}", items, MISSING, depth)
        return Field(path, "a", blank, "rows", fields=tuple(rows), blank_row=new, **told)

    def _row(self, path: str, schema: Schema, value: Any, depth: int) -> Field:
        return self._field(path, schema, value, required=False, depth=depth + 1)

    def _input(self, path: str, one: Asked, value: Any, blank: Blank, told: dict[str, Any]) -> Field:
        shape = _shape(one)
        if not _fits(value, shape):
            return Field(path, "j", blank, "json", value=_json(value), **told)
        told |= {"choices": _choices(one.schema), "longest": None if shape == "file" else one.schema.get("maxLength")}
        shown = _local(value, self.zone) if shape == "moment" else _shown(value)
        return Field(path, _code(shape, one), blank, shape, value=shown, **told)


def is_told(schema: Schema) -> bool:
    """By the document or by the page: nobody types it."""
    return bool(schema.get("readOnly") or schema.get("x-told"))


def _code(shape: Shape, one: Asked) -> Code:
    if shape == "decimal":
        return "s" if one.is_decimal else "n"
    by_shape: dict[Shape, Code] = {"moment": "t", "yesno": "b", "whole": "n", "json": "j"}
    return by_shape.get(shape, "s")


def _shape(one: Asked) -> Shape:
    schema, kinds = one.schema, one.kinds
    if _choices(schema) and kinds == {"string"}:
        return "choice"
    if kinds == {"string"}:
        return _text_shape(schema)
    by_kind: dict[frozenset[str], Shape] = {
        frozenset({"integer"}): "whole",
        frozenset({"number"}): "decimal",
        frozenset({"number", "string"}): "decimal",
        frozenset({"boolean"}): "yesno",
    }
    return by_kind.get(kinds, "json")


def _choices(schema: Schema) -> tuple[tuple[str, str], ...]:
    values, says = schema.get("enum", [schema["const"]] if "const" in schema else ()), schema.get("x-says", {})
    return tuple((value, says.get(value, value)) for value in values)


def _text_shape(schema: Schema) -> Shape:
    if schema.get("contentEncoding") == "base64":
        return "file"
    by_format: dict[str, Shape] = {"date": "date", "date-time": "moment"}
    long: Shape = "long" if schema.get("maxLength", 0) > LONG_CHARACTERS else "text"
    return by_format.get(schema.get("format", ""), long)


def _fits(value: Any, shape: Shape) -> bool:
    """Whether an input of this shape can show a value as it is; a text that is no number was typed, and is shown so."""
    if value is MISSING or value is None:
        return shape != "json"
    if isinstance(value, str):
        return shape == "long" or (shape != "json" and "\n" not in value)
    if isinstance(value, bool):
        return shape == "yesno"
    return isinstance(value, int | float) and shape in ("whole", "decimal")


def _blank(one: Asked, value: Any, required: bool) -> Blank:
    """Nothing filled in: what the draft did not say is not said; what can be nothing is null; a text may be empty."""
    if value in ("", []):
        return "="
    if value is MISSING and not (required and one.kinds & {"array", "object"}):
        return "-"
    if one.nullable:
        return "0"
    return "=" if one.kinds & {"string", "array", "object"} and not one.schema.get("minLength") else "-"


def _local(value: Any, zone: ZoneInfo) -> str:
    """As an input of the browser has it; what is no moment is shown as it is."""
    try:
        moment = datetime.fromisoformat(value)
    except (ValueError, TypeError):
        return _shown(value)
    local = moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment
    return local.isoformat(timespec="milliseconds")


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else _json(value)


def _json(value: Any) -> str:
    return "" if value is MISSING or value is None else json.dumps(value, ensure_ascii=False)
