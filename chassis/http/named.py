"""A path that names a thing by its id, or by the number that people and papers call it by.

    OrderId = Annotated[UUID, named("order", "order_id", store.numbered)]

    @router.post("/orders/{order_id}/cancel")
    async def cancel(by: Canceller, order_id: OrderId, engine: Ask) -> Response: ...

A route gets the id either way, and locks by it. Who asks stands before what he names: whoever may not use the route
does not hear which numbers there are (tests/architecture/test_routes.py). A name that is looked up beside another
stands behind it, and finds that one's id among the path's parameters.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from inspect import Parameter, Signature
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Path, Request

from chassis.handling import Reading
from chassis.http.sight import must_see, seen_by_who_asks
from chassis.refusal import NotFound, Refusal
from contracts.scalars import Reference

Find = Callable[[Reading, str, Mapping[str, Any]], Awaitable[UUID | None]]
"""The id behind a number, of a table's unique index; beside the number the path's other parameters."""
CALLED = "gendan.called"
"""In a request's scope: by id what the caller called it."""


def named(what: str, parameter: str, find: Find) -> Any:
    """A dependency: the id that the path's ``parameter`` is or stands for; else NotFound, in the caller's words."""

    async def id_of(request: Request, **told: str) -> UUID:
        name = told[parameter]
        db = seen_by_who_asks(request)
        found = _as_id(name) or await find(db, name, request.path_params)
        if found is None:
            raise NotFound(what=what, id=name)
        request.path_params[parameter] = str(found)
        request.scope.setdefault(CALLED, {})[str(found)] = name
        await must_see(db, what, found)
        return found

    id_of.looks_up = parameter  # type: ignore[attr-defined]
    id_of.__signature__ = _signature(what, parameter)  # type: ignore[attr-defined]
    return Depends(id_of)


def in_his_words(refusal: Refusal, request: Request) -> Refusal:
    """Nobody hears of an id that he did not name: what is not his is not found under the number that he gave."""
    called = request.scope.get(CALLED, {}).get(str(refusal.details.get("id")))
    if called is None or not isinstance(refusal, NotFound):
        return refusal
    return NotFound(**{**refusal.details, "id": called})


def _as_id(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None


def _signature(what: str, parameter: str) -> Signature:
    """Of one path parameter under its own name, which FastAPI reads and documents."""
    told = Annotated[Reference, Path(description=f"The {what}'s id, or its number")]
    by_name = Parameter.KEYWORD_ONLY
    return Signature(
        [Parameter("request", by_name, annotation=Request), Parameter(parameter, by_name, annotation=told)]
    )
