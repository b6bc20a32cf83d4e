"""Lists over HTTP come in pages: at most 500 at a time, each page says where the next one begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Generic
from uuid import UUID

from fastapi import Query
from pydantic import AfterValidator, BaseModel
from typing_extensions import TypeVar

from contracts.texts import Expected

T = TypeVar("T")
Key = TypeVar("Key", UUID, str, None, default=UUID)

FIRST = UUID(int=0)
"""Before the first of a list."""

Limit = Annotated[int, Query(ge=1, le=500)]
"""How many a page holds at most."""


class Page(BaseModel, Generic[T, Key]):
    """Some of a list in its order; ``next`` is given as ``after`` for the next page, None at the end."""

    items: tuple[T, ...]
    next: Key | None = None


def read_by(place: Callable[[str], object]) -> AfterValidator:
    """Of an ``after`` that is more than one key: empty, or what ``place`` reads; it raises ValueError for all else."""

    def is_place(written: str) -> str:
        if written:
            try:
                place(written)
            except ValueError as fault:
                raise Expected("the next of a page before") from fault
        return written

    return AfterValidator(is_place)
