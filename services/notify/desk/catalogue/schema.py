"""A JSON Schema as rows of a table: one for each field, those of parts below it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]
BOUNDS = {"minimum": "≥", "exclusiveMinimum": ">", "maximum": "≤", "exclusiveMaximum": "<"}
DECIMAL = r"^-?\d+"
"""How the pattern of a number that is written as text begins."""


@dataclass(frozen=True)
class Row:
    """A field by its path, ``lines[].item``; what may stand in it; whether it must be there, and its marks."""

    path: str
    kind: str
    needed: bool
    bounds: tuple[str, ...]
    meaning: str
    personal: bool
    cost: bool


def rows_of(schema: Schema) -> list[Row]:
    """In the order of the contract; the fields of a part stand where it comes first."""
    return list(_rows(schema, schema, "", set()))


def _rows(part: Schema, root: Schema, above: str, seen: set[str]) -> Iterator[Row]:
    for name, field in part.get("properties", {}).items():
        path = f"{above}{name}"
        yield _row(path, field, root, name in part.get("required", ()))
        for inner, between in _within(field, root):
            if inner["title"] not in seen:
                seen.add(inner["title"])
                yield from _rows(inner, root, f"{path}{between}.", seen)


def _row(path: str, field: Schema, root: Schema, needed: bool) -> Row:
    forms = list(_forms(field, root))
    bounds = [f"{sign} {value}" for form in forms for bound, sign in BOUNDS.items() if (value := _bound(form, bound))]
    meaning = next((str(form["description"]) for form in forms if "description" in form), "")
    personal, cost = (any(form.get(mark) for form in forms) for mark in ("x-personal", "x-cost"))
    return Row(path, _kind(field, root), needed, tuple(bounds), " ".join(meaning.split()), personal, cost)


def _bound(form: Schema, name: str) -> str:
    """Decimals are strings, which JSON Schema gives no bounds: theirs are extensions."""
    value = form.get(name, form.get(f"x-{name}"))
    return "" if value is None else str(value)


def _kind(field: Schema, root: Schema) -> str:
    if "$ref" in field:
        target = _target(field, root)
        return str(target["title"]) if "properties" in target else _kind(target, root)
    if "enum" in field:
        return " | ".join(map(str, field["enum"]))
    if "anyOf" in field:
        return " | ".join(dict.fromkeys(_kind(one, root) for one in field["anyOf"]))
    if field.get("type") == "array":
        return f"{_kind(field.get('items', {}), root)}[]"
    if isinstance(field.get("additionalProperties"), dict):
        return f"{{name: {_kind(field['additionalProperties'], root)}}}"
    return _plain(field)


def _plain(field: Schema) -> str:
    kind = str(field.get("type", "any"))
    if kind == "string" and "pattern" in field:
        return "decimal" if field["pattern"].startswith(DECIMAL) else "string"
    return str(field.get("format", kind))


def _within(field: Schema, root: Schema) -> Iterator[tuple[Schema, str]]:
    """The parts of a field that have fields of their own, and what stands between the two names."""
    for form in _forms(field, root):
        if "properties" in form:
            yield form, ""
        for key, between in (("items", "[]"), ("additionalProperties", "{}")):
            if isinstance(form.get(key), dict):
                yield from ((inner, f"{between}{more}") for inner, more in _within(form[key], root))


def _forms(field: Schema, root: Schema) -> Iterator[Schema]:
    """The field itself, what it refers to, and its alternatives."""
    yield field
    if "$ref" in field:
        yield from _forms(_target(field, root), root)
    for one in field.get("anyOf", ()):
        yield from _forms(one, root)


def _target(field: Schema, root: Schema) -> Schema:
    found: Schema = root["$defs"][field["$ref"].rpartition("/")[2]]
    return found
