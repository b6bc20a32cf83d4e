"""The roles that the company knows: those that some department's route asks for."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from contracts.catalogue import DEPARTMENTS
from gendan.up import house


def known() -> list[str]:
    """Every role that opens a route of a department, sorted."""
    routes = [route for department in DEPARTMENTS for each in house(department).routers for route in each.routes]
    return sorted({role for route in routes if isinstance(route, APIRoute) for role in _asked(route.dependant)})


def _asked(dependant: Dependant) -> Iterator[str]:
    yield from getattr(dependant.call, "roles", ())
    for inner in dependant.dependencies:
        yield from _asked(inner)
