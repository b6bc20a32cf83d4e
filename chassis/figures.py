"""A department's figures: opening ones from its environment, overridden by what a person puts from a day on (ALL-4).

    policy = await holding(db, Policy)

A field that is ``OfTheProcess`` is no figure: it stays as the environment has it. In one transaction all rooms go by
the same figures, read once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar, cast

import structlog
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

from chassis import clock
from chassis.handling import Db, Reading
from chassis.settings import is_of_the_process

P = TypeVar("P", bound=BaseSettings)
Overrides = tuple[tuple[str, str], ...]
"""Name and JSON of what was put, the latest last."""

HOLDING = "SELECT name, value FROM held_figures($1)"
LOAD = """
SELECT name, version, valid_from, value::text AS value, set_by, set_at FROM figure
WHERE $1::text IS NULL OR name = $1 ORDER BY name, version
"""
SAVE = """
INSERT INTO figure (name, version, valid_from, value, set_by, set_at) VALUES ($1, $2, $3, $4::jsonb, $5, $6)
"""

log = structlog.get_logger()
_READ: ContextVar[dict[date, Overrides] | None] = ContextVar("_READ", default=None)


@dataclass(frozen=True)
class Figure:
    """A figure as it was put; ``value`` as JSON has it, ``version`` counts those of its name."""

    name: str
    version: int
    valid_from: date
    value: Any
    set_by: str
    set_at: datetime


def opening(policy: type[P]) -> P:
    """The policy of the environment, read once: what holds until somebody puts something else."""
    return cast(P, _overridden(policy, ()))


@contextmanager
def read_once() -> Iterator[None]:
    """Of one transaction: what was read of a day holds for all that is asked in this block."""
    token = _READ.set({})
    try:
        yield
    finally:
        _READ.reset(token)


def known(day: date, held: str | None) -> None:
    """What holds on this day, as ``take_in_charge`` tells it, need not be read in this block."""
    if (read := _READ.get()) is not None:
        read[day] = tuple((name, value) for name, value in json.loads(held or "[]"))


async def holding(db: Reading, policy: type[P], day: date | None = None) -> P:
    """The policy that holds on a business day, today unless told; at most one statement."""
    day, read = day or clock.today(), _READ.get()
    put = await _put(db, day) if read is None or day not in read else read[day]
    if read is not None:
        read[day] = put
    return cast(P, _overridden(policy, put))


async def _put(db: Reading, day: date) -> Overrides:
    return tuple((row["name"], row["value"]) for row in await db.fetch(HOLDING, day))


def holding_of(known: Sequence[Figure], policy: type[P], day: date) -> P:
    """The same, of figures that are loaded; `tests/chassis/test_figures_by_day.py` holds that they agree."""
    held = sorted(in_force(known, day).values(), key=lambda figure: (figure.set_at, figure.name))
    return cast(P, _overridden(policy, tuple((figure.name, json.dumps(figure.value)) for figure in held)))


def in_force(known: Sequence[Figure], day: date) -> dict[str, Figure]:
    """By name what was put last for the newest day up to this one."""
    by_day = sorted(known, key=lambda figure: (figure.valid_from, figure.version))
    return {figure.name: figure for figure in by_day if figure.valid_from <= day}


def figure_fields(policy: type[BaseSettings]) -> dict[str, FieldInfo]:
    """What a person may put."""
    return {name: field for name, field in policy.model_fields.items() if not is_of_the_process(field)}


def validated(policy: type[P], values: dict[str, Any]) -> P:
    """The policy of these values alone. Raises ValidationError.

    Made past its own ``__init__``, which reads the environment again and would merge its mappings into those put.
    """
    made = policy.__new__(policy)
    BaseModel.__init__(made, **values)
    return made


async def load(db: Reading, name: str | None = None) -> list[Figure]:
    """All that was ever put, of one name or of all."""
    return [Figure(**{**row, "value": json.loads(row["value"])}) for row in await db.fetch(LOAD, name)]


async def save(db: Db, new: Figure) -> None:
    (_READ.get() or {}).clear()
    await db.execute(SAVE, new.name, new.version, new.valid_from, json.dumps(new.value), new.set_by, new.set_at)


@lru_cache(maxsize=256)
def _overridden(policy: type[BaseSettings], put: Overrides) -> BaseSettings:
    """What today's class does not know or refuses is left out: a stored value stops no department."""
    if not put:
        return policy()
    values, told = dict(_overridden(policy, ())), {name: json.loads(value) for name, value in put}
    kept = {name: value for name, value in told.items() if name in figure_fields(policy)}
    if not _fits(policy, values | kept):
        kept = _fitting(policy, values, kept)
    if left_out := sorted(told.keys() - kept.keys()):
        log.error("figures that were put are left out", policy=policy.__module__, figures=left_out)
    return validated(policy, values | kept)


def _fitting(policy: type[BaseSettings], values: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """One by one in the order in which they were put, each that fits beside those before it."""
    kept: dict[str, Any] = {}
    for name, value in told.items():
        if _fits(policy, values | kept | {name: value}):
            kept[name] = value
    return kept


def _fits(policy: type[BaseSettings], values: dict[str, Any]) -> bool:
    try:
        validated(policy, values)
    except ValidationError:
        return False
    return True


def read_opening_again() -> None:
    """After the environment changed: in plays and tests."""
    _overridden.cache_clear()
