"""Promises that the same answers keep are one family: a newer opening takes the place of an older one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b
from typing import Any, get_args, get_type_hints
from uuid import UUID

from contracts.catalogue import EVENTS
from contracts.event import BY_TIME, Event, Promise
from contracts.value import Value, names_of


@dataclass(frozen=True)
class Family:
    """What is awaited of whom, matched on and counted by what."""

    of: tuple[str, ...]
    owner: str
    match: tuple[str, ...]
    provided: str | None
    counted_by: str | None
    by_newer_version: bool
    in_part: tuple[str, ...]

    @property
    def timed(self) -> bool:
        """Only time orders openings and answers."""
        return self.counted_by == BY_TIME

    @property
    def by_order(self) -> bool:
        """The order's version orders openings and answers."""
        return self.match == ("order_id",)

    @cached_property
    def awaits(self) -> str:
        return " or ".join(self.of)

    @cached_property
    def _seed(self) -> str:
        return f"{self.awaits} from {self.owner}, {self.timed}|"

    def key(self, values: tuple[Any, ...]) -> UUID:
        """One promise of the family."""
        seed = f"{self._seed}{'|'.join(map(str, values))}"
        return UUID(bytes=blake2b(seed.encode(), digest_size=16).digest())


@dataclass(frozen=True)
class Place:
    """Where an event carries the names of a match: on itself, the rest on the elements of one list field."""

    names: tuple[str, ...]
    elements: str | None
    on_elements: frozenset[str]

    def values(self, event: Event) -> Iterator[tuple[tuple[Any, ...], Any]]:
        """The values of each match, with the element that they came from (or the event)."""
        if self.elements is None:
            found = tuple(getattr(event, name) for name in self.names)
            if None not in found:
                yield found, event
            return
        for element in getattr(event, self.elements):
            found = tuple(getattr(element if n in self.on_elements else event, n) for n in self.names)
            if None not in found:
                yield found, element


@cache
def openings(event: type[Event]) -> tuple[tuple[Promise, Family, Place], ...]:
    """The promises of an event."""
    return tuple((promise, _family(promise), place_of(event, promise.match)) for promise in event.then)


@cache
def answers(event: type[Event]) -> tuple[tuple[Family, Place], ...]:
    """The families that an event answers."""
    families = {_family(promise): None for cause in EVENTS.values() for promise in cause.then}
    return tuple((family, place_of(event, family.match)) for family in families if event.topic in family.of)


@cache
def place_of(event: type[Event], names: tuple[str, ...]) -> Place:
    """Raises LookupError when an event does not carry the names that a promise matches it on."""
    rest = frozenset(name for name in names if not _carries(event, name))
    if not rest:
        return Place(names, None, rest)
    for field, hint in get_type_hints(event).items():
        element = next(iter(get_args(hint)), None)
        if isinstance(element, type) and issubclass(element, Value) and rest.issubset(names_of(element)):
            return Place(names, field, rest)
    raise LookupError(f"{event.topic} carries no {', '.join(sorted(rest))}")


def told(value: Value, name: str) -> Any:
    """A field or property of an event or of its part; None when its contract has no such one."""
    return getattr(value, name) if _carries(type(value), name) else None


@cache
def _carries(kind: type[Value], name: str) -> bool:
    return name in names_of(kind) or isinstance(getattr(kind, name, None), property)


def _family(promise: Promise) -> Family:
    counting = (promise.provided, promise.counted_by, promise.by_newer_version, promise.in_part)
    return Family(promise.of, promise.by, promise.match, *counting)
