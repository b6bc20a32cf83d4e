"""Lists over HTTP come in pages: at most 500 at a time, each page says where the next one begins."""

from __future__ import annotations

from typing import Annotated, Generic
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel
from typing_extensions import TypeVar

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
