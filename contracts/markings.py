"""Marks on the fields of events: what says something about a person, and what only its owner may read."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar, get_args

from pydantic import Field
from pydantic.fields import FieldInfo

T = TypeVar("T")
Personal = Annotated[T, Field(json_schema_extra={"x-personal": True})]
"""Says something about a person or where a customer is; sealed by the security work (ALL-3)."""
Cost = Annotated[T, Field(json_schema_extra={"x-cost": True})]
"""What the company pays; its owner's alone (ALL-3)."""


def is_marked(kind: Any) -> bool:
    """Whether a field's type bears one of the marks, alone or as an alternative."""
    marks = (mark for mark in getattr(kind, "__metadata__", ()) if isinstance(mark, FieldInfo))
    return any(mark.json_schema_extra for mark in marks) or any(map(is_marked, get_args(kind)))
