"""Which command handlers a route asks, read from the code of its function."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator, Mapping
from textwrap import dedent
from typing import Any, NamedTuple, get_type_hints

from fastapi.routing import APIRoute

from chassis.handling import CommandHandler, House
from chassis.http.web import Ask


class Asking(NamedTuple):
    """A route that changes something, and a handler that it asks."""

    route: str
    handler: CommandHandler


def asked(house: House) -> list[Asking]:
    """Every route of a house with each handler that it asks, in the order of its routers."""
    return [
        Asking(f"{method} {route.path}", handler)
        for route in asking_routes(house)
        for method in sorted(route.methods or ())
        for handler in handlers_of(route.endpoint)
    ]


def asking_routes(house: House) -> list[APIRoute]:
    """The routes that take ``Ask``: those that change something."""
    routes = (route for router in house.routers for route in router.routes)
    return [route for route in routes if isinstance(route, APIRoute) and _asker(route.endpoint)]


def handlers_of(endpoint: Callable[..., Any]) -> tuple[CommandHandler, ...]:
    """What a route's function hands its ``Ask``, itself or in a function that it gives it to."""
    asker = _asker(endpoint)
    return tuple(dict.fromkeys(_handed(endpoint, asker))) if asker else ()


def _asker(endpoint: Callable[..., Any]) -> str | None:
    """The parameter that is ``Ask``."""
    hints = get_type_hints(endpoint, include_extras=True)
    return next((name for name, hint in hints.items() if hint == Ask), None)


def _handed(function: Callable[..., Any], asker: str) -> Iterator[CommandHandler]:
    names: Mapping[str, Any] = getattr(function, "__globals__", {})
    for node in ast.walk(ast.parse(dedent(inspect.getsource(function)))):
        if not isinstance(node, ast.Call):
            continue
        if ast.unparse(node.func) in (asker, f"{asker}.batch"):
            yield _named(node.args[0], names)
        elif asker in (given := [ast.unparse(argument) for argument in node.args]):
            helper = _named(node.func, names)
            yield from _handed(helper, list(inspect.signature(helper).parameters)[given.index(asker)])


def _named(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """What a dotted name of a module stands for; ValueError for anything but a name."""
    if isinstance(node, ast.Name):
        return names[node.id]
    if isinstance(node, ast.Attribute):
        return getattr(_named(node.value, names), node.attr)
    raise ValueError(f"{ast.unparse(node)} is no name of a handler")
