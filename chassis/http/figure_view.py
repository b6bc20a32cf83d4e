"""What people see of a figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal, get_args, get_origin

from pydantic import BaseModel, JsonValue
from pydantic_core import to_jsonable_python
from pydantic_settings import BaseSettings

from chassis.figures import Figure, figure_fields, holding_of, in_force, opening
from chassis.http.forms import called
from chassis.http.page import Page
from contracts.texts import Label, Text, Word


class PutState(BaseModel):
    """A figure as somebody put it."""

    value: JsonValue
    value_says: Text | None
    """Of a code, what it means to people."""
    valid_from: date
    set_by: str
    set_at: datetime


class FigureState(BaseModel):
    """A figure: what holds today, the opening one, who put it if anybody did, and what is to come."""

    name: str
    label: Text
    says: Text
    unit: Text | None
    """Of a number, where its name tells one."""
    value: JsonValue
    value_says: Text | None
    """Of a code, what it means to people."""
    opening: JsonValue
    choices: dict[str, Text]
    """Where it, or each value of a table, is one of some codes: each, with what it means to people."""
    keys: dict[str, Text]
    """Where it is a table by codes: each, with what it means to people."""
    valid_from: date | None = None
    set_by: str | None = None
    to_come: tuple[PutState, ...] = ()


UNITS = (Word("days"), Word("hours"), Word("percent"), Word("share"), Word("kg"))


class FigureStates(Page[FigureState, None]):
    """Every figure of the department, in one page."""


class FigureHistory(Page[PutState, None]):
    """All that was ever put of one figure, in one page, the latest last."""


def states_of(policy: type[BaseSettings], known: Sequence[Figure], today: date) -> tuple[FigureState, ...]:
    return tuple(state_of(policy, known, today, name) for name in figure_fields(policy))


def state_of(policy: type[BaseSettings], known: Sequence[Figure], today: date, name: str) -> FigureState:
    """A value that was put and is left out holds no more than if nobody had put it."""
    value, held = plain(holding_of(known, policy, today), name), in_force(known, today).get(name)
    put_it = held if held and held.value == value else None
    return FigureState(
        name=name,
        label=label_of(name),
        says=meaning_of(policy, name),
        unit=None if isinstance(value, list | dict) else _unit_of(name),
        value=value,
        value_says=says_of(policy, name, value),
        opening=plain(opening(policy), name),
        choices={code: word_of(code) for code in codes_of(policy, name)},
        keys={code: word_of(code) for code in keys_of(policy, name)},
        valid_from=put_it.valid_from if put_it else None,
        set_by=put_it.set_by if put_it else None,
        to_come=tuple(put_state(policy, figure) for figure in _to_come(known, today, name)),
    )


def label_of(name: str) -> Label:
    """What people call it."""
    return Label(called(name))


def meaning_of(policy: type[BaseSettings], name: str) -> Text:
    """As the policy's docstring has it."""
    return Text(" ".join((policy.model_fields[name].description or "").split()))


def codes_of(policy: type[BaseSettings], name: str) -> tuple[str, ...]:
    """Of a figure that is one of some codes, or a table of such, those."""
    kind = policy.model_fields[name].annotation
    kind = get_args(kind)[1] if get_origin(kind) is dict else kind
    return get_args(kind) if get_origin(kind) is Literal else ()


def keys_of(policy: type[BaseSettings], name: str) -> tuple[str, ...]:
    """Of a figure that is a table by some codes, those."""
    kind = policy.model_fields[name].annotation
    key = get_args(kind)[0] if get_origin(kind) is dict else None
    return get_args(key) if get_origin(key) is Literal else ()


def word_of(code: str) -> Word:
    """``by_hand`` is by hand."""
    return Word(code.replace("_", " "))


def says_of(policy: type[BaseSettings], name: str, value: JsonValue) -> Text | None:
    """What a code means to people; a value that is none, or is taken no more, is as it is."""
    return word_of(value) if isinstance(value, str) and value in codes_of(policy, name) else None


def _unit_of(name: str) -> Word | None:
    return next((unit for unit in UNITS if unit.line in name.split("_")), None)


def _to_come(known: Sequence[Figure], today: date, name: str) -> list[Figure]:
    """Day by day what will hold; what another one took the place of does not."""
    days = sorted({each.valid_from for each in known if each.name == name and each.valid_from > today})
    return [in_force(known, day)[name] for day in days]


def put_state(policy: type[BaseSettings], figure: Figure) -> PutState:
    return PutState(
        value=figure.value,
        value_says=says_of(policy, figure.name, figure.value),
        valid_from=figure.valid_from,
        set_by=figure.set_by,
        set_at=figure.set_at,
    )


def plain(policy: BaseSettings, name: str) -> JsonValue:
    """As JSON has it; an amount is text."""
    value: JsonValue = to_jsonable_python(getattr(policy, name))
    return value
