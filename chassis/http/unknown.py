"""What a request says that its route does not know is refused by name: nothing that somebody told is passed over.

Commands are strict where events are not: a reader of Kafka ignores fields that a newer writer added, but a person who
writes ``wantd`` means something.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from difflib import get_close_matches
from functools import cache
from typing import Any, get_args, get_origin

from fastapi import Request, params
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import TypeAdapter, ValidationError

from chassis.http.unfit import Fault
from contracts.texts import Text, Word

TWICE = Text("Once; it came more than once")


async def nothing_unknown(request: Request) -> None:
    """Of each route that somebody is allowed. Raises RequestValidationError with all that is unknown or comes twice."""
    faults = [*_in_query(request), *_in_body(request, await request.body())]
    if faults:
        raise RequestValidationError(faults)


def strictly(check: Any, body: Any) -> Any:
    """``check`` (a model's or adapter's validation) of a part of a body, which may hold no unknown field."""
    return check(body, extra="forbid")


def _in_query(request: Request) -> Iterator[Fault]:
    if not request.query_params:
        return
    known = _parameters(request.scope["route"])
    for name, times in Counter(name for name, _ in request.query_params.multi_items()).items():
        if name not in known:
            yield _fault(("query", name), one_of(name, [*known]), request.query_params[name])
        elif times > 1 and not known[name]:
            yield _fault(("query", name), TWICE, request.query_params.getlist(name))


def _in_body(request: Request, body: bytes) -> Iterator[Fault]:
    field = request.scope["route"].body_field
    if field is None or not body:
        return
    twice: list[str] = []
    with suppress(ValueError, RecursionError):  # bytes that are no JSON are told by the route itself
        asked = json.loads(body, object_pairs_hook=lambda pairs: _object(pairs, twice))
        yield from (_fault(("body", name), TWICE, name) for name in twice)
        yield from _unknown(_adapter(field.field_info.annotation), asked)


def _parameters(route: APIRoute) -> dict[str, bool]:
    """A route's query parameters, those of its dependencies too, and whether each may come more than once."""
    told = [field for field in get_flat_params(route.dependant) if isinstance(field.field_info, params.Query)]
    return {field.alias: _is_list(field.field_info.annotation) for field in told}


def _is_list(kind: Any) -> bool:
    return any(get_origin(one) is list for one in (kind, *get_args(kind)))


@cache
def _adapter(body: Any) -> TypeAdapter[Any]:
    """Made once for each type: making it may cost more than the request."""
    return TypeAdapter(body)


def _object(pairs: Sequence[tuple[str, Any]], twice: list[str]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        twice.extend(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
    return told


def _unknown(adapter: TypeAdapter[Any], asked: Any) -> Iterator[Fault]:
    """All faults of the body when one of them is an unknown field; the others alone are told by the route itself."""
    try:
        strictly(adapter.validate_python, asked)
    except ValidationError as error:
        faults = error.errors()
        if any(fault["type"] == "extra_forbidden" for fault in faults):
            yield from ({**fault, "loc": ("body", *fault["loc"])} for fault in faults)


def one_of(name: str, known: Sequence[str]) -> Text:
    """What is expected in the place of a name that nobody knows, with the near one."""
    near = next(iter(get_close_matches(name, known, n=1)), "")
    return Text("A known name: {known}[; did you mean {near}?]", known=tuple(known) or Word("none"), near=near)


def _fault(at: tuple[str, str], expected: Text, came: Any) -> Fault:
    return {"type": "unknown", "loc": at, "msg": expected, "input": came}
