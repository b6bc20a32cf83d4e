"""What passes a route's types and yet cannot be kept, and is refused by the name of its field before anything is done.

Text with the character NUL: PostgreSQL has no place for it. Numbers beyond ``DECIMAL_BELOW`` and ``INTEGER_BELOW``:
``1E999999`` is a Decimal, and no calculation survives it. Dates that stand for "not known" (9999-12-31), which
PostgreSQL gives back as infinity. An event would carry either to the other departments.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
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


async def unfit_in(request: Request) -> list[Fault]:
    """The texts of a request that cannot be kept: in its path, its query, its JSON."""
    asked: list[Any] = [request.path_params, dict(request.query_params)]
    if NUL_IN_JSON in await request.body():
        with suppress(ValueError, RecursionError):
            asked.append(await request.json())
    return [fault for part in asked for fault in unfit(part)]


def unfit(asked: Any) -> Iterator[Fault]:
    """The faults of JSON or of what was made of it, without recursion: it may be as deep as a caller likes."""
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), asked)]
    while waiting:
        at, value = waiting.pop()
        expected = _expected(value)
        if expected:
            yield {"loc": at, "msg": expected, "input": value}
        waiting.extend(((*at, name), part) for name, part in _parts(value))


def _expected(value: Any) -> Text | None:
    """What should have come instead; None when the value can be kept."""
    if isinstance(value, str):
        return Text("Text without the character NUL") if NUL in value else None
    if isinstance(value, int):
        return None if abs(value) < INTEGER_BELOW else Text("A number below {limit}", limit=INTEGER_BELOW)
    if isinstance(value, date):  # a datetime too
        day = value.date() if isinstance(value, datetime) else value
        return None if DAY_FIRST <= day <= DAY_LAST else DATED
    if isinstance(value, Decimal):
        return None if _can_be_kept(value) else COUNTED
    return None


def _can_be_kept(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -DECIMAL_PLACES_MAX and number.copy_abs() < DECIMAL_BELOW


def _parts(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, dict):
        yield from value.items()
        yield from ((name, name) for name in value if NUL in str(name))
    elif isinstance(value, list | tuple):
        yield from enumerate(value)
    elif isinstance(value, BaseModel):
        yield from value
    elif isinstance(value, Value):
        yield from fields_of(value).items()
    elif is_dataclass(value):
        yield from ((each.name, getattr(value, each.name)) for each in fields(value))
