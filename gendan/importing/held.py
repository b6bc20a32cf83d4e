"""What the departments have of an import's master data: only what differs is brought, and told as taken."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from gendan.importing.cells import Value
from gendan.importing.records import Record, json_value
from world.client import Answer, Somebody

UNREACHABLE = "unreachable"
State = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """A field of which the file says something else than the department has."""

    field: str
    told: str
    held: str

    def __str__(self) -> str:
        return f"{self.field} {self.held} → {self.told}"


class Silent(Exception):
    """A department did not answer what it has."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


async def ask_held(who: Somebody, records: Sequence[Record]) -> list[State | None]:
    """For each record what its department has of it, ``None`` when nothing; raises Silent."""
    places = list(dict.fromkeys(record.shown_at for record in records))
    answers = await asyncio.gather(*(_states(who, records[0], place) for place in places))
    names = records[0].target.path_fields
    shown = {name for states in answers for state in states[:1] for name in state}
    called = [name for name in names if name in shown]
    held = {
        (place, *(str(state.get(name)) for name in called)): state
        for place, states in zip(places, answers, strict=True)
        for state in states
    }
    return [held.get((record.shown_at, *(str(record.values[name]) for name in called))) for record in records]


async def _states(who: Somebody, record: Record, place: str) -> list[dict[str, Any]]:
    target = record.target
    if target.paged:
        return await who.listed(target.department, place)
    path, _, query = place.partition("?")
    answer = await who.get(target.department, path, **dict([query.split("=")] if query else []))
    if answer.problem == UNREACHABLE:
        raise Silent(answer)
    body = answer.body if answer.ok else []
    found = body.get("items", [body]) if isinstance(body, dict) else body
    return list(found)


def differences(record: Record, held: State) -> list[Difference]:
    """The fields that the file says otherwise; of what it does not say, nothing differs."""
    return [
        Difference(name, _shown(value, value), _shown(has, value))
        for name, value in record.values.items()
        if name not in record.target.path_fields and not same(value, has := _at(held, _called_there(record, name)))
    ]


def _called_there(record: Record, name: str) -> str:
    return record.target.shown_as.get(name, name)


def _shown(value: Any, told: Value) -> str:
    """As a message shows it: a number without idle zeros."""
    if value is None:
        return "nothing"
    number = isinstance(told, int | Decimal) and not isinstance(told, bool)
    return f"{Decimal(str(value)).normalize():f}" if number else str(value)


def _at(held: State, name: str) -> Any:
    value: Any = held
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def same(told: Value, held: Any) -> bool:
    """Whether a value means what a department's JSON says: 10.00 is 10, but the place 1.10 is not 1.1."""
    if isinstance(told, bool) or not isinstance(told, int | Decimal):
        return bool(json_value(told) == held)
    try:
        return held is not None and Decimal(str(held)) == told
    except InvalidOperation:
        return False


def unchanged(record: Record, held: State, answer: Answer) -> bool:
    """Whether the department has after a PUT what it had before."""
    now = answer.body.get("offer", answer.body) if isinstance(answer.body, dict) else {}
    if "version" in now and "version" in held:
        return bool(now["version"] == held["version"])
    names = {name.partition(".")[0] for name in record.target.fields} - set(record.target.path_fields)
    shared = [name for name in names if name in now and name in held]
    return bool(shared) and all(now[name] == held[name] for name in shared)
