"""Rows of `/ops` with what people read of them in their language (ALL-5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chassis.messages.why import as_text
from contracts.texts import said


def in_words(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The row with this column said; the others are for programs."""
    return {**row, name: said(as_text(row[name]))}
