"""Whether readers and events of two versions of a contract understand each other; pure, over JSON Schema.

One question is asked twice: may data written to one schema be refused by a reader of the other? Backward, the reader
is today's and the event an old one; forward, the reader is the released one and the event today's. Beside the data
stands what an event promises (``x-then``): whoever waits for it may go on waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Schema = dict[str, Any]
TODAY = "today's reader of released events"
RELEASED = "released reader of today's events"
WAITING = "whoever waits for what was promised"
LOWER = ("minimum", "exclusiveMinimum", "x-minimum", "x-exclusiveMinimum", "minLength", "minItems")
UPPER = ("maximum", "exclusiveMaximum", "x-maximum", "x-exclusiveMaximum", "maxLength", "maxItems")
LITERALS = ("pattern", "format")


@dataclass(frozen=True)
class Finding:
    """One break: the field (``lines[].item``), the kind of break, which reader breaks, and how."""

    field: str
    kind: str
    reader: str
    how: str

    def __str__(self) -> str:
        return f"{self.field}: {self.kind} breaks {self.reader} ({self.how})"


@dataclass(frozen=True)
class Side:
    """A schema within the document that defines its references."""

    schema: Schema
    root: Schema

    def at(self, schema: Schema) -> Side:
        return Side(schema, self.root)

    def resolved(self) -> Side:
        """The side with its reference followed; what stands beside a reference holds too."""
        schema = self.schema
        if "$ref" not in schema:
            return self
        target: Any = self.root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        beside = {name: value for name, value in schema.items() if name != "$ref"}
        return self.at({**target, **beside}).resolved()

    def alternatives(self) -> list[Side]:
        options: list[Schema] = self.schema.get("anyOf", [self.schema])
        return [self.at(option).resolved() for option in options]


def compare(released: Schema, today: Schema) -> list[Finding]:
    """Every break between a released schema and today's, backward first, promises last."""
    old, new = Side(released, released), Side(today, today)
    return [*_breaks(old, new, "", TODAY), *_breaks(new, old, "", RELEASED), *_broken_promises(released, today)]


def _broken_promises(released: Schema, today: Schema) -> Iterator[Finding]:
    """A promise of the release that today's event makes no more, or to fewer; a longer limit breaks nobody."""
    for promise in released.get("x-then", ()):
        if not any(_keeps(promise, other) for other in today.get("x-then", ())):
            awaited = f"{' or '.join(promise['of'])} by {promise['by']}"
            yield Finding("then", "removed promise", WAITING, f"{awaited} is promised no more")


def _keeps(released: Schema, today: Schema) -> bool:
    """Whether who waits for the released promise gets it by today's: no other answers, no other condition."""
    same = all(today[name] == released[name] for name in ("by", "match"))
    always = all(today[name] in (released[name], None) for name in ("when", "provided"))
    return same and always and set(today["of"]) <= set(released["of"])


def _breaks(written: Side, read: Side, field: str, reader: str) -> list[Finding]:
    """What the reader of ``read`` may refuse in data written to ``written``."""
    found: list[Finding] = []
    choices = read.resolved().alternatives()
    for option in written.resolved().alternatives():
        tries = [list(_in_one(option, choice, field, reader)) for choice in _fitting(option, choices)]
        least: list[Finding] = min(tries, key=len)
        found += least
    return list(dict.fromkeys(found))


def _fitting(option: Side, choices: list[Side]) -> list[Side]:
    """The choices of the same name, if there are: an order read as a draft is understood, but wrongly."""
    name = option.schema.get("title")
    return [choice for choice in choices if name and choice.schema.get("title") == name] or choices


def _in_one(written: Side, read: Side, field: str, reader: str) -> Iterator[Finding]:
    if not _same_type(written.schema, read.schema):
        yield Finding(field, "type", reader, f"{_type(written.schema)} is read as {_type(read.schema)}")
        return
    for check in (_values, _bounds, _literals):
        yield from check(written.schema, read.schema, field, reader)
    yield from _properties(written, read, field, reader)
    yield from _elements(written, read, field, reader)


def _same_type(written: Schema, read: Schema) -> bool:
    wanted = _type(read)
    return wanted in ("anything", _type(written)) or (_type(written), wanted) == ("integer", "number")


def _type(schema: Schema) -> str:
    kind: str = schema.get("type", "anything")
    return kind


def _values(written: Schema, read: Schema, field: str, reader: str) -> Iterator[Finding]:
    known, said = _enum(read), _enum(written)
    if known is None:
        return
    unknown = ["any other"] if said is None else [value for value in said if value not in known]
    if unknown:
        yield Finding(field, "enum", reader, f"unknown: {', '.join(map(str, unknown))}")


def _enum(schema: Schema) -> list[Any] | None:
    values: list[Any] | None = [schema["const"]] if "const" in schema else schema.get("enum")
    return values


def _bounds(written: Schema, read: Schema, field: str, reader: str) -> Iterator[Finding]:
    tighter: tuple[tuple[tuple[str, ...], Callable[[Decimal, Decimal], bool]], ...] = (
        (LOWER, lambda ours, theirs: ours < theirs),
        (UPPER, lambda ours, theirs: ours > theirs),
    )
    for names, beyond in tighter:
        for name in (name for name in names if name in read):
            ours, theirs = written.get(name), read[name]
            if ours is None or beyond(Decimal(str(ours)), Decimal(str(theirs))):
                yield Finding(field, "bound", reader, f"{name} {theirs}, written with {ours}")


def _literals(written: Schema, read: Schema, field: str, reader: str) -> Iterator[Finding]:
    for name in LITERALS:
        if name in read and written.get(name) != read[name]:
            yield Finding(field, name, reader, f"{written.get(name)} is read as {read[name]}")


def _properties(written: Side, read: Side, field: str, reader: str) -> Iterator[Finding]:
    said, wanted = written.schema.get("properties", {}), read.schema.get("properties", {})
    always = set(written.schema.get("required", ()))
    needed = set(read.schema.get("required", ()))
    for name in wanted:
        inner = f"{field}.{name}".removeprefix(".")
        if name in said:
            yield from _breaks(written.at(said[name]), read.at(wanted[name]), inner, reader)
        if name not in said and reader == RELEASED:
            yield Finding(inner, "removed field", reader, "it is no longer written")
        elif name in needed and name not in always and name not in said:
            yield Finding(inner, "added required field", reader, "it was not written then")
        elif name in needed and name not in always and "default" not in said[name]:
            yield Finding(inner, "optional field", reader, "it may be missing where it is required")


def _elements(written: Side, read: Side, field: str, reader: str) -> Iterator[Finding]:
    for keyword, suffix in (("items", "[]"), ("additionalProperties", "{}")):
        ours, theirs = written.schema.get(keyword), read.schema.get(keyword)
        if isinstance(ours, dict) and isinstance(theirs, dict):
            yield from _breaks(written.at(ours), read.at(theirs), field + suffix, reader)
