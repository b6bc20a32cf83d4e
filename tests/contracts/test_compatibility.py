"""Readers and events of two versions of a contract understand each other, or the changelog says that they do not."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gendan.generated.compatibility import RELEASED, TODAY, WAITING, compare
from gendan.generated.schemas import schemas
from tests.needs import needs

pytestmark = needs("ALL-2")

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


def promising(*promises: Schema) -> Schema:
    return {**thing(a=TEXT), "x-then": list(promises)}


def promise(*of: str, by: str = "sales", within: str = "within 1 h", **more: Any) -> Schema:
    said = {"of": list(of), "by": by, "within": within, "match": ["order_id"], "when": None, "provided": None}
    return {**said, **more}


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
    ("the same promise", promising(promise("a.b")), promising(promise("a.b")), []),
    ("a new promise", thing(a=TEXT), promising(promise("a.b")), []),
    ("a removed promise", promising(promise("a.b")), thing(a=TEXT), [("then", "removed promise", WAITING)]),
    (
        "a promise of two removed",
        promising(promise("a.b"), promise("c.d")),
        promising(promise("c.d")),
        [("then", "removed promise", WAITING)],
    ),
    (
        "a promise that another department keeps now",
        promising(promise("a.b")),
        promising(promise("a.b", by="finance")),
        [("then", "removed promise", WAITING)],
    ),
    (
        "another answer that keeps a promise now",
        promising(promise("a.b")),
        promising(promise("a.b", "c.d")),
        [("then", "removed promise", WAITING)],
    ),
    ("an answer fewer that keeps a promise", promising(promise("a.b", "c.d")), promising(promise("a.b")), []),
    (
        "a promise that is made only sometimes now",
        promising(promise("a.b")),
        promising(promise("a.b", when="complete")),
        [("then", "removed promise", WAITING)],
    ),
    ("a promise that is always made now", promising(promise("a.b", when="complete")), promising(promise("a.b")), []),
    ("a longer limit", promising(promise("a.b")), promising(promise("a.b", within="within 2 h")), []),
]


@pytest.mark.parametrize(("released", "today", "breaks"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_break_is_named_with_its_field_kind_and_reader(released: Schema, today: Schema, breaks: list[Break]) -> None:
    assert [(found.field, found.kind, found.reader) for found in compare(released, today)] == breaks


def test_a_finding_reads_as_a_sentence() -> None:
    (found,) = compare(thing(a=TEXT), thing(a=TEXT, b=TEXT))
    assert str(found) == ("b: added required field breaks today's reader of released events (it was not written then)")


def test_a_removed_promise_reads_as_a_sentence() -> None:
    (found,) = compare(promising(promise("a.b", "c.d")), thing(a=TEXT))
    assert str(found) == (
        "then: removed promise breaks whoever waits for what was promised (a.b or c.d by sales is promised no more)"
    )


def test_a_promise_taken_out_of_a_contract_is_noticed_in_its_schema() -> None:
    released = schemas()["shipment.dispatched"]
    today = {**released, "x-then": released["x-then"][1:]}
    assert [found.how for found in compare(released, today)] == ["invoice.issued by finance is promised no more"]


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
