"""Readers and events of two versions of a contract understand each other, or the changelog says that they do not."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.compatibility import RELEASED, TODAY, compare
from gendan.contracts.schemas import schemas

CHECKOUT = Path(__file__).parents[2]
VERSIONS = CHECKOUT / "contracts" / "released"
Schema = dict[str, Any]
Break = tuple[str, str, str]

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
MAYBE: Schema = {"anyOf": [TEXT, {"type": "null"}]}


def thing(required: list[str] | None = None, /, **fields: Schema) -> Schema:
    return {"type": "object", "properties": fields, "required": list(fields) if required is None else required}


def lines(**fields: Schema) -> Schema:
    """A list of lines behind a reference, as the contracts have it."""
    listed = thing(lines={"type": "array", "items": {"$ref": "#/$defs/Line"}})
    return {**listed, "$defs": {"Line": {**thing(**fields), "title": "Line"}}}


def either(*options: Schema) -> Schema:
    return thing(content={"anyOf": list(options)})


FULL = {**thing(a=TEXT, b=TEXT), "title": "Full"}
DRAFT = {**thing(["a"], a=TEXT, b={**MAYBE, "default": None}), "title": "Draft"}

CASES: list[tuple[str, Schema, Schema, list[Break]]] = [
    ("nothing changed", thing(a=TEXT), thing(a=TEXT), []),
    ("an added field with a default", thing(a=TEXT), thing(["a"], a=TEXT, b={**TEXT, "default": ""}), []),
    ("an added required field", thing(a=TEXT), thing(a=TEXT, b=TEXT), [("b", "added required field", TODAY)]),
    ("a removed field", thing(a=TEXT, b=TEXT), thing(a=TEXT), [("b", "removed field", RELEASED)]),
    (
        "a removed field with a default",
        thing(["a"], a=TEXT, b={**TEXT, "default": ""}),
        thing(a=TEXT),
        [("b", "removed field", RELEASED)],
    ),
    (
        "a renamed field",
        thing(a=TEXT),
        thing(b=TEXT),
        [("b", "added required field", TODAY), ("a", "removed field", RELEASED)],
    ),
    ("another type", thing(a=TEXT), thing(a=WHOLE), [("a", "type", TODAY), ("a", "type", RELEASED)]),
    ("a whole number made a number", thing(a=WHOLE), thing(a={"type": "number"}), [("a", "type", RELEASED)]),
    ("a field that may be null now", thing(a=TEXT), thing(a=MAYBE), [("a", "type", RELEASED)]),
    ("a field that may no longer be null", thing(a=MAYBE), thing(a=TEXT), [("a", "type", TODAY)]),
    (
        "a value fewer",
        thing(a={**TEXT, "enum": ["sea", "air"]}),
        thing(a={**TEXT, "enum": ["sea"]}),
        [("a", "enum", TODAY)],
    ),
    (
        "a value more",
        thing(a={**TEXT, "enum": ["sea"]}),
        thing(a={**TEXT, "enum": ["sea", "air"]}),
        [("a", "enum", RELEASED)],
    ),
    ("free text made a list of values", thing(a=TEXT), thing(a={**TEXT, "enum": ["x"]}), [("a", "enum", TODAY)]),
    ("another constant", thing(a={"const": 1}), thing(a={"const": 2}), [("a", "enum", TODAY), ("a", "enum", RELEASED)]),
    ("a new pattern", thing(a=TEXT), thing(a={**TEXT, "pattern": "^[A-Z]+$"}), [("a", "pattern", TODAY)]),
    ("a pattern less", thing(a={**TEXT, "pattern": "^[A-Z]+$"}), thing(a=TEXT), [("a", "pattern", RELEASED)]),
    (
        "another format",
        thing(a={**TEXT, "format": "date"}),
        thing(a={**TEXT, "format": "date-time"}),
        [("a", "format", TODAY), ("a", "format", RELEASED)],
    ),
    ("a new lower bound", thing(a=WHOLE), thing(a={**WHOLE, "minimum": 1}), [("a", "bound", TODAY)]),
    (
        "a looser upper bound",
        thing(a={**TEXT, "maxLength": 9}),
        thing(a={**TEXT, "maxLength": 20}),
        [("a", "bound", RELEASED)],
    ),
    (
        "a tighter bound of a decimal",
        thing(a={**TEXT, "x-minimum": "0"}),
        thing(a={**TEXT, "x-minimum": "0.5"}),
        [("a", "bound", TODAY)],
    ),
    (
        "another type in a list's line",
        lines(a=TEXT),
        lines(a=WHOLE),
        [("lines[].a", "type", TODAY), ("lines[].a", "type", RELEASED)],
    ),
    (
        "an added required field in a line",
        lines(a=TEXT),
        lines(a=TEXT, b=TEXT),
        [("lines[].b", "added required field", TODAY)],
    ),
    ("alternatives in another order", either(FULL, DRAFT), either(DRAFT, FULL), []),
    (
        "an alternative that only a draft's reader would take",
        either(FULL, DRAFT),
        either({**thing(a=TEXT, b=MAYBE), "title": "Full"}, DRAFT),
        [("content.b", "type", RELEASED)],
    ),
    ("an alternative fewer", thing(a={"anyOf": [TEXT, WHOLE]}), thing(a=TEXT), [("a", "type", TODAY)]),
    (
        "another type of a map's values",
        thing(a={"type": "object", "additionalProperties": TEXT}),
        thing(a={"type": "object", "additionalProperties": {"type": "string", "enum": ["x"]}}),
        [("a{}", "enum", TODAY)],
    ),
]


@pytest.mark.parametrize(("released", "today", "breaks"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_break_is_named_with_its_field_kind_and_reader(released: Schema, today: Schema, breaks: list[Break]) -> None:
    assert [(found.field, found.kind, found.reader) for found in compare(released, today)] == breaks


def test_a_finding_reads_as_a_sentence() -> None:
    (found,) = compare(thing(a=TEXT), thing(a=TEXT, b=TEXT))
    assert str(found) == ("b: added required field breaks today's reader of released events (it was not written then)")


def test_every_contract_is_compatible_with_itself() -> None:
    assert not [found for schema in schemas().values() for found in compare(schema, schema)]


def test_what_breaks_a_released_contract_stands_in_the_changelog() -> None:
    """A break needs a line `contract: <topic> ...` in CHANGELOG.md while the contracts are 0.x."""
    undeclared = [text for topic, text in broken() if topic not in declared()]
    assert not undeclared, "\n".join(undeclared)


def broken() -> Iterator[tuple[str, str]]:
    today = schemas()
    for file in sorted(VERSIONS.glob("*/*.json")):
        topic, version = file.stem, file.parent.name
        if topic not in today:
            yield topic, f"{topic} of {version} is gone"
            continue
        for found in compare(json.loads(file.read_text()), today[topic]):
            yield topic, f"{topic} of {version}: {found}"


def declared() -> set[str]:
    """The topics that the changelog declares as broken."""
    changelog = CHECKOUT / "CHANGELOG.md"
    text = changelog.read_text() if changelog.exists() else ""
    return {topic for line in re.findall(r"contract: (.*)", text) for topic in re.findall(r"[a-z]+\.[a-z_]+", line)}
