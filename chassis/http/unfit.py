"""What passes a route's types and yet cannot be kept, and is refused by the name of its field before anything is done.

Text with the character NUL: PostgreSQL has no place for it. Numbers beyond ``DECIMAL_BELOW`` and ``INTEGER_BELOW``:
``1E999999`` is a Decimal, and no calculation survives it. Dates that stand for "not known" (9999-12-31), which
PostgreSQL gives back as infinity. An event would carry either to the other departments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from fastapi import Request
from pydantic import BaseModel

from contracts.scalars import DAY_FIRST, DAY_LAST, INTEGER_BELOW
from contracts.texts import Text
from contracts.value import Value, fields_of

NUL = "\0"
NUL_IN_JSON = b"\\u0000"
DECIMAL_BELOW = Decimal(10) ** 15
DECIMAL_PLACES_MAX = 50
DATED = Text("A date from {first} to {last}", first=DAY_FIRST, last=DAY_LAST)
COUNTED = Text("A number below {limit}, of {places} places", limit=f"{DECIMAL_BELOW:.0E}", places=DECIMAL_PLACES_MAX)

Fault = dict[str, Any]
"""As pydantic tells it: ``loc``, ``msg`` (here a Text), ``input``."""
At = tuple[()] | tuple["At", str | int]
"""Where a value stands: beside its name where it is a part of something."""
Look = Callable[[Any], Text | None]
"""What should have come instead; None when the value can be kept."""
Parts = Callable[[Any], Iterable[tuple[str | int, Any]]]


async def unfit_in(request: Request) -> list[Fault]:
    """The texts of a request that cannot be kept: in its path, its query, its JSON."""
    asked: list[Any] = [request.path_params, dict(request.query_params)]
    if NUL_IN_JSON in await request.body():
        with suppress(ValueError, RecursionError):
            asked.append(await request.json())
    return [fault for part in asked for fault in unfit(part)]


def unfit(asked: Any) -> Iterator[Fault]:
    """The faults of JSON or of what was made of it, without recursion: it may be as deep as a caller likes."""
    waiting: list[tuple[At, Any]] = [((), asked)]
    while waiting:
        at, value = waiting.pop()
        kind: Any = type(value)
        look, parts = _looks(kind)
        if look and (expected := look(value)):
            yield {"loc": _place(at), "msg": expected, "input": value}
        if parts:
            waiting.extend([((at, name), part) for name, part in parts(value)])


def _place(at: At) -> tuple[str | int, ...]:
    names: list[str | int] = []
    while at:
        at, name = at
        names.append(name)
    return tuple(reversed(names))


@cache
def _looks(kind: type) -> tuple[Look | None, Parts | None]:
    """How values of a type are looked at; found once, since a request has hundreds of them."""
    look = next((look for of, look in LOOKS.items() if issubclass(kind, of)), None)
    parts = next((parts for of, parts in PARTS.items() if issubclass(kind, of)), None)
    return look, parts or (_of_dataclass if is_dataclass(kind) else None)


def _text(value: str) -> Text | None:
    return Text("Text without the character NUL") if NUL in value else None


def _integer(value: int) -> Text | None:
    return None if abs(value) < INTEGER_BELOW else Text("A number below {limit}", limit=INTEGER_BELOW)


def _day(value: date) -> Text | None:
    day = value.date() if isinstance(value, datetime) else value
    return None if DAY_FIRST <= day <= DAY_LAST else DATED


def _number(value: Decimal) -> Text | None:
    exponent = value.as_tuple().exponent
    has_places = isinstance(exponent, int) and exponent >= -DECIMAL_PLACES_MAX
    return None if has_places and value.copy_abs() < DECIMAL_BELOW else COUNTED


def _of_object(value: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    return [*value.items(), *((name, name) for name in value if NUL in str(name))]


def _of_dataclass(value: Any) -> Iterable[tuple[str, Any]]:
    return [(each.name, getattr(value, each.name)) for each in fields(value)]


LOOKS: Mapping[type, Look] = {str: _text, int: _integer, date: _day, Decimal: _number}
PARTS: Mapping[type, Parts] = {
    dict: _of_object,
    list: enumerate,
    tuple: enumerate,
    BaseModel: iter,
    Value: lambda value: fields_of(value).items(),
}
