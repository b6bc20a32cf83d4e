"""The six houses as they are wired, for everything that is made from their HANDLES tables."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module

from chassis.handling import House
from contracts.catalogue import DEPARTMENTS, EVENTS

Houses = Mapping[str, House]


def houses() -> dict[str, House]:
    """Every department whose house can be imported, by name."""
    built = {}
    for department in DEPARTMENTS:
        with suppress(ImportError):
            built[department] = house_of(department)
    return built


def house_of(department: str) -> House:
    """The house of one department; raises what its import raises."""
    house: House = import_module(f"services.{department}.house").HOUSE
    return house


def hearers(houses: Houses) -> dict[str, tuple[str, ...]]:
    """The departments that hear each topic; none for a topic that nobody hears."""
    return {
        topic: tuple(name for name, house in houses.items() if event in house.handles)
        for topic, event in EVENTS.items()
    }
