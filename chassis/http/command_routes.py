"""The commands of a house as its routes tell them: what each path names, what it asks, who may."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal, get_args, get_type_hints

from fastapi import APIRouter
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter

from chassis.handling import House, Subject
from chassis.http.identity import roles_of
from contracts.texts import Label, Text

COMMANDS = {"POST", "PUT"}
NEEDS = re.compile(r" \([A-Z]{3}-\d+(?:, [A-Z]{3}-\d+)*\)")
"""Requirement ids, which are for who reads the code."""
APART = {"figures", "papers", "webhooks"}
"""Tags of routes that have a page of their own, or that another system calls."""


@dataclass(frozen=True)
class CommandRoute:
    """A route that changes something of one document, or opens one."""

    route: APIRoute

    @property
    def name(self) -> str:
        return self.route.name

    @property
    def label(self) -> Label:
        """accept_shipment is Accept shipment."""
        return Label(self.name.replace("_", " ").capitalize())

    @property
    def hint(self) -> Text:
        """The first paragraph of the route's docstring."""
        first = " ".join((self.route.endpoint.__doc__ or "").strip().partition("\n\n")[0].split())
        return Text(NEEDS.sub("", first))

    @property
    def method(self) -> Literal["POST", "PUT"]:
        return "PUT" if "PUT" in (self.route.methods or ()) else "POST"

    @cached_property
    def roles(self) -> frozenset[str]:
        return roles_of(self.route.dependant)

    @cached_property
    def named(self) -> frozenset[str]:
        """The parameters of its path."""
        return frozenset(self.route.param_convertors)

    @cached_property
    def body(self) -> TypeAdapter[Any] | None:
        return TypeAdapter(self._asked) if self._asked else None

    @cached_property
    def fields(self) -> dict[str, TypeAdapter[Any]]:
        """How each field of its body is read and written."""
        models = [one for one in (self._asked, *get_args(self._asked)) if isinstance(one, type)]
        fields = {n: f for model in models if issubclass(model, BaseModel) for n, f in model.model_fields.items()}
        return {name: TypeAdapter(Annotated[field.annotation, field]) for name, field in fields.items()}  # type: ignore[arg-type]

    @cached_property
    def schema(self) -> dict[str, Any] | None:
        """The JSON Schema of its body."""
        return self.body.json_schema() if self.body else None

    @cached_property
    def names(self) -> frozenset[str]:
        """What its path and its body name by an id: the documents that it is about."""
        ids = {name for name, field in self._told.items() if field.get("format") == "uuid"}
        return self.named | ids.intersection((self.schema or {}).get("required", ()))

    def is_about(self, subject: Subject) -> bool:
        """It names this kind of document, and nothing beside what that document knows."""
        return bool(self.names & {subject.kind, f"{subject.kind}_id"}) and self.names <= subject.named.keys()

    @property
    def is_about_known(self) -> bool:
        """It is about a document that has an id, not about a code that somebody thinks of."""
        return any(name.endswith("_id") for name in self.names)

    def path(self, named: Mapping[str, object]) -> str:
        """What is not named stays in braces."""
        return self.route.path_format.format(**{name: named.get(name, f"{{{name}}}") for name in self.named})

    @cached_property
    def path_schemas(self) -> dict[str, dict[str, Any]]:
        """The JSON Schema of each parameter of its path."""
        hints = get_type_hints(self.route.endpoint, include_extras=True)
        return {name: TypeAdapter(hints[name]).json_schema() for name in self._parameters if name in self.named}

    @property
    def _told(self) -> dict[str, Any]:
        return dict((self.schema or {}).get("properties", {}))

    @property
    def _asked(self) -> Any:
        """The type of its body."""
        return self.route.body_field.field_info.annotation if self.route.body_field else None

    def arguments(self, named: Mapping[str, object], body: Any, given: Mapping[type, Any]) -> dict[str, Any]:
        """What its function is called with; ``given``: the person, the pool and the engine, by type."""
        return dict(self._arguments(named, body, given))

    def _arguments(
        self, named: Mapping[str, object], body: Any, given: Mapping[type, Any]
    ) -> Iterator[tuple[str, Any]]:
        for name, kind in self._parameters.items():
            if name in self._readers:
                yield name, self._readers[name].validate_python(named[name])
            else:
                yield name, given.get(kind, body)

    @cached_property
    def _readers(self) -> dict[str, TypeAdapter[Any]]:
        """How each parameter of its path is read; made once, for it costs more than the reading."""
        return {name: TypeAdapter(kind) for name, kind in self._parameters.items() if name in self.named}

    @cached_property
    def _parameters(self) -> dict[str, Any]:
        hints = get_type_hints(self.route.endpoint)
        return {name: hints[name] for name in inspect.signature(self.route.endpoint).parameters}


def commands_of(house: House) -> tuple[CommandRoute, ...]:
    """Each command of a house but batches, in the order of its routes."""
    return tuple(CommandRoute(route) for router in house.routers for route in _commands_in(router))


def _commands_in(router: APIRouter) -> Iterator[APIRoute]:
    for route in router.routes:
        if isinstance(route, APIRoute) and _is_alone(route):
            yield route


def _is_alone(route: APIRoute) -> bool:
    alone = not route.path.endswith("/batch") and not APART.intersection(route.tags)
    return alone and not COMMANDS.isdisjoint(route.methods or ())
