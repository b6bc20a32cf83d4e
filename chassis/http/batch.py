"""Many commands in one request: each is checked, done or refused by itself."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError, WrapValidator
from pydantic.json_schema import SkipJsonSchema

from chassis.http.faults import faults_of
from chassis.http.problems import problem
from chassis.http.unfit import unfit
from chassis.http.unknown import strictly
from chassis.refusal import InvalidInput, Refusal
from contracts.texts import Expected

BATCH_ITEMS_MAX = 500


class Item(BaseModel):
    """What every item of a batch has."""

    idempotency_key: Annotated[str, Field(min_length=8, max_length=200)]


I = TypeVar("I", bound=Item)  # noqa: E741
T = TypeVar("T")


def _as_given(item: Any, _: object) -> dict[str, Any]:
    if not isinstance(item, dict):
        raise Expected("an object")
    return item


class Batch(BaseModel, Generic[T]):
    """``items``: an ``idempotency_key`` each, beside the fields of the single route's request.

    Documented as what they must be, and kept as they came: each is checked by itself.
    """

    items: Annotated[list[Annotated[T, WrapValidator(_as_given)]], Field(max_length=BATCH_ITEMS_MAX)]


class Problem(BaseModel):
    """Why an item is refused; chassis.http.openapi documents by this name what a problem is."""

    model_config = ConfigDict(extra="allow")


class Answered(BaseModel, Generic[T]):
    """Of an item what its single route answers: with ``status`` 200 a ``body``, else a ``problem`` (RFC 9457)."""

    idempotency_key: str | None
    status: int
    body: SkipJsonSchema[None] | T = None
    problem: SkipJsonSchema[None] | Problem = None


class Answers(BaseModel, Generic[T]):
    """In the order of the items. A document's type: ``answer_each`` writes the bytes."""

    answers: list[Answered[T]]


async def answer_each(
    batch: Batch[Any], check: Callable[..., I], do: Callable[[Sequence[I]], Awaitable[Sequence[bytes | Refusal]]]
) -> Response:
    """``{"answers": [...]}`` in the order of the items; an item that ``check`` (pydantic) refuses sinks no other."""
    checked = [_checked(check, raw) for raw in batch.items]
    good = [item for item in checked if not isinstance(item, Refusal)]
    answers = iter(await do(good) if good else ())
    parts = [
        _part(raw, item if isinstance(item, Refusal) else next(answers))
        for raw, item in zip(batch.items, checked, strict=True)
    ]
    return Response(b'{"answers":[' + b",".join(parts) + b"]}", media_type="application/json")


def _checked(check: Callable[..., I], raw: dict[str, Any]) -> I | Refusal:
    try:
        item: I = strictly(check, raw)
    except ValidationError as error:
        return InvalidInput(faults_of(error.errors()))
    faults = list(unfit(item))
    return InvalidInput(faults_of(faults)) if faults else item


def _part(raw: dict[str, Any], answer: bytes | Refusal) -> bytes:
    key = json.dumps(raw.get("idempotency_key")).encode()
    if isinstance(answer, Refusal):
        status, name, body = answer.status, b"problem", bytes(problem(answer).body)
    else:
        status, name, body = 200, b"body", answer
    return b'{"idempotency_key":%b,"status":%d,"%b":%b}' % (key, status, name, body)
