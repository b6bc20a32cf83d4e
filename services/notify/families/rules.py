"""Promises that the same answers keep are one family: a newer opening takes the place of an older one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b
from typing import Any, get_args
from uuid import UUID

from contracts.catalogue import EVENTS
from contracts.event import Event, Promise, Value

TIMED = frozenset({"goods.rejected", "stock.low"})
"""Causes without a version that their answers share: an answer counts when it is heard after them."""


@dataclass(frozen=True)
class Family:
    """What is awaited of whom, matched on what; ``timed`` when only time orders openings and answers."""

    of: tuple[str, ...]
    owner: str
    match: tuple[str, ...]
    timed: bool
    provided: str | None

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
    return tuple((promise, _family(event, promise), place_of(event, promise.match)) for promise in event.then)


@cache
def answers(event: type[Event]) -> tuple[tuple[Family, Place], ...]:
    """The families that an event answers."""
    families = {_family(cause, promise): None for cause in EVENTS.values() for promise in cause.then}
    return tuple((family, place_of(event, family.match)) for family in families if event.topic in family.of)


@cache
def place_of(event: type[Event], names: tuple[str, ...]) -> Place:
    """Raises LookupError when an event does not carry the names that a promise matches it on."""
    rest = frozenset(name for name in names if not _carries(event, name))
    if not rest:
        return Place(names, None, rest)
    for field, info in event.model_fields.items():
        element = next(iter(get_args(info.annotation)), None)
        if isinstance(element, type) and issubclass(element, Value) and rest <= element.model_fields.keys():
            return Place(names, field, rest)
    raise LookupError(f"{event.topic} carries no {', '.join(sorted(rest))}")


@cache
def names_of(kind: type[Value]) -> frozenset[str]:
    """The fields of a contract, for a quick look whether it has one."""
    return frozenset(kind.model_fields)


def told(value: Value, name: str) -> Any:
    """A field of an event or of its part; None when its contract has no such field."""
    return getattr(value, name) if name in names_of(type(value)) else None


def _carries(event: type[Event], name: str) -> bool:
    return name in event.model_fields or isinstance(getattr(event, name, None), property)


def _family(cause: type[Event], promise: Promise) -> Family:
    return Family(promise.of, promise.by, promise.match, cause.topic in TIMED, promise.provided)
