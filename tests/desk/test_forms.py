"""Whatever a department's command asks, its form brings back what stood in it (ALL-3, NOT-17)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.http.command_routes import CommandRoute, commands_of
from chassis.http.forms import form_of
from services.notify.desk.choices import Choices
from services.notify.desk.drawing import templates, wording
from services.notify.desk.forms.drawing import Form as Drawn
from services.notify.desk.forms.reading import body_of
from services.notify.desk.forms.schema import asked
from tests.architecture.standing import standing
from tests.desk.posting import Form
from tests.needs import needs

pytestmark = needs("NOT-17")

ZONE = ZoneInfo("Asia/Shanghai")
SINCE = datetime(1992, 1, 1)  # noqa: DTZ001 - the strategy gives it its zone
"""No hour of it comes twice there since; a form cannot tell which of both it is."""
TEMPLATE = '{% import "fields.html" as fields with context %}{{ fields.draw(field, "x") }}'
TEXT = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="\r"), min_size=1, max_size=12)


def commands() -> list[Any]:
    return list(_commands())


def _commands() -> Iterator[Any]:
    for house in standing():
        for command in commands_of(house):
            if command.schema:
                yield pytest.param(command, id=f"{house.name} {command.name}")


@pytest.mark.parametrize("command", commands())
@settings(max_examples=12)
@given(data=st.data())
def test_what_stands_in_a_form_is_what_it_sends(command: CommandRoute, data: st.DataObject) -> None:
    known = {name: "" for name in command.named if name.endswith("_id")}
    schema = form_of(command, known) or {}
    draft = data.draw(bodies(schema, schema.get("$defs", {})))
    may_be_nothing = asked(schema, schema.get("$defs", {})).nullable
    assert sent(schema, draft) == (draft if says(draft) or not may_be_nothing else None)


def sent(schema: Mapping[str, Any], draft: Mapping[str, Any]) -> Any:
    html = (
        templates()
        .from_string(TEMPLATE)
        .render(field=Drawn(schema, ZONE).drawn(draft), **wording(Choices("zh", "auto", ZONE)))
    )
    return body_of(Form(html).pairs, ZONE)


def bodies(schema: Mapping[str, Any], defs: Mapping[str, Any], depth: int = 0) -> st.SearchStrategy[Any]:
    """What a body of this schema may be; of an object that may be left out, one that says something."""
    one = asked(schema, defs)
    if one.kinds == {"object"} and one.properties:
        needed = one.schema.get("required", ())
        parts = {name: bodies(part, defs, depth + 1) for name, part in one.properties.items() if "x-in" not in part}
        required = {name: part for name, part in parts.items() if name in needed}
        optional = {name: part for name, part in parts.items() if name not in needed}
        whole = st.fixed_dictionaries(required, optional=optional)
        return whole if depth == 0 else whole.filter(says)
    if one.kinds == {"array"}:
        items = bodies(one.schema["items"], defs, depth + 1)
        return st.lists(items, min_size=one.schema.get("minItems", 0), max_size=3)
    return st.one_of(st.none(), values(one.schema, one.kinds)) if one.nullable else values(one.schema, one.kinds)


def values(schema: Mapping[str, Any], kinds: frozenset[str]) -> st.SearchStrategy[Any]:
    if choices := schema.get("enum"):
        return st.sampled_from(choices)
    by_format = {
        "date": st.dates().map(str),
        "date-time": st.datetimes(SINCE, timezones=st.just(ZONE)).map(lambda at: at.replace(microsecond=0).isoformat()),
    }
    if kinds == {"string"}:
        return by_format.get(schema.get("format", ""), TEXT)
    by_kind: dict[frozenset[str], st.SearchStrategy[Any]] = {
        frozenset({"integer"}): st.integers(),
        frozenset({"number"}): st.floats(allow_nan=False, allow_infinity=False),
        frozenset({"number", "string"}): st.decimals(allow_nan=False, allow_infinity=False, places=4).map(str),
        frozenset({"boolean"}): st.booleans(),
    }
    return by_kind.get(kinds, st.dictionaries(TEXT, TEXT, min_size=1, max_size=2))


def says(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(says, value.values()))
    return value not in (None, "", [])
