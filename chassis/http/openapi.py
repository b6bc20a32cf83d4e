"""The OpenAPI document of a house as a generated client needs it: who may ask, and the problems that are answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts

from chassis.http.identity import roles_of

PROBLEM = {
    "type": "object",
    "description": "RFC 9457. A refusal has members of its own beside these.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "examples": ["/problems/invalid-input"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "For people, in the language of Accept-Language: en or zh."},
        "faults": {"type": "array", "items": {"$ref": "#/components/schemas/Fault"}},
    },
    "additionalProperties": True,
}
FAULT = {
    "type": "object",
    "description": "One field that is not as it must be; all of them are told at once.",
    "required": ["field", "expected", "came"],
    "properties": {
        "field": {"type": "string", "examples": ["lines.0.quantity"]},
        "expected": {"type": "string"},
        "came": {"type": "string"},
        "in": {"type": "string", "enum": ["path", "query", "header"], "description": "Where, unless in the body."},
    },
}
ASKED = {
    "401": "No bearer token of the company came.",
    "403": "The roles of the token do not allow it.",
    "404": "There is no such thing here.",
    "422": "Fields are not as they must be, or not known.",
    "503": "Not at this moment; the same again, after Retry-After seconds, is safe.",
}
TOLD = ASKED | {
    "409": "A rule of the department refuses it.",
    "413": "The body is too large.",
    "415": "The body is not JSON, or not called so.",
}
SCHEMAS = "#/components/schemas/"
SECURITY = {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}


def document(app: FastAPI) -> dict[str, Any]:
    """What FastAPI says of the routes, with security, roles and problems; made once."""
    if app.openapi_schema is None:
        made = one_name_each(get_openapi(title=app.title, version=app.version, routes=app.routes))
        _describe(made, dict(_routes(app)))
        app.openapi_schema = made
    return app.openapi_schema


def one_name_each(made: Any) -> Any:
    """A thing is one schema, asked or answered: an amount is text both ways, though a number is taken too."""
    if isinstance(made, dict):
        named = {name: part for name, part in made.items() if not name.endswith("-Input")}
        return {name.removesuffix("-Output"): one_name_each(part) for name, part in named.items()}
    if isinstance(made, list):
        return [one_name_each(part) for part in made]
    if isinstance(made, str) and made.startswith(SCHEMAS):
        return made.removesuffix("-Input").removesuffix("-Output")
    return made


def _routes(app: FastAPI) -> Iterator[tuple[tuple[str, str], tuple[str, list[str]]]]:
    """By path and method: a route's name, which is unique in a house, and the roles that may ask it."""
    for route in iter_route_contexts(app.routes):
        told = str(route.name), sorted(roles_of(getattr(route, "dependant", None)))
        path = re.sub(r":\w+}", "}", str(route.path))
        yield from (((path, method.lower()), told) for method in route.methods or ())


def _describe(made: dict[str, Any], routes: dict[tuple[str, str], tuple[str, list[str]]]) -> None:
    """A client's method is called as the route; who may ask, and the problems, are told with each."""
    components = made.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for replaced in ("HTTPValidationError", "ValidationError"):
        schemas.pop(replaced, None)
    schemas |= {"Problem": PROBLEM, "Fault": FAULT}
    components["securitySchemes"] = SECURITY
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            operation["operationId"], allowed = routes[path, method]
            operation["responses"].pop("422", None)
            if allowed:
                operation |= {"security": [{"bearer": []}], "x-roles": allowed}
                operation["responses"] |= _problems(ASKED if method == "get" else TOLD)


def _problems(told: dict[str, str]) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": why, "content": content} for status, why in told.items()}
