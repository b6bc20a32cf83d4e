"""Marks on the fields of events: what says something about a person, and what only its owner may read."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import Field

T = TypeVar("T")
Personal = Annotated[T, Field(json_schema_extra={"x-personal": True})]
"""Says something about a person or where a customer is; sealed by the security work (ALL-3)."""
Cost = Annotated[T, Field(json_schema_extra={"x-cost": True})]
"""What the company pays; its owner's alone (ALL-3)."""
