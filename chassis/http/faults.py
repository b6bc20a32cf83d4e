"""What is wrong with a request, field by field: pydantic's words and ours as texts, so that they can be translated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from reprlib import Repr
from typing import Any

from contracts.texts import NOTHING, Expected, Text, Word

CAME_CHARACTERS_MAX = 80


def faults_of(errors: Sequence[Any]) -> list[dict[str, Any]]:
    """Every fault that was found: which field, what was expected, what came."""
    return [{"field": _field(e), "expected": _expected(e), "came": _came(e.get("input"))} for e in errors]


def _field(error: Any) -> str:
    """Where it stands; of a choice by one of its fields, that field."""
    chosen_by = error.get("ctx", {}).get("discriminator", "").strip("'")
    at = [*error["loc"], *([chosen_by] if chosen_by else [])]
    return ".".join(map(str, at)) or "body"


def _expected(error: Any) -> Text:
    """A rule of ours as it says it; what pydantic says by its line and arguments."""
    if isinstance(error["msg"], Text):
        return error["msg"]
    told = error.get("ctx", {})
    if isinstance(told.get("error"), Expected):
        text: Text = told["error"].text
        return text
    return Pydantic(error)


class Pydantic(Text):
    """What pydantic says: in English its own message, in another language what the catalogue has for its type."""

    __slots__ = ("message",)
    context = "pydantic"

    def __init__(self, error: Any) -> None:
        told = error.get("ctx", {})
        super().__init__(error["type"], **{**told, **_choice(told)})
        self.message = error["msg"].removeprefix("Value error, ").removeprefix("expected ")

    def __str__(self) -> str:
        return str(self.message)


def _choice(told: Mapping[str, Any]) -> dict[str, Text]:
    """``'A', 'B' or 'C'``, one of which is expected."""
    others, either, last = str(told.get("expected", "")).rpartition(" or ")
    return {"expected": Text("{others} or {last}", others=others.split(", "), last=last)} if either else {}


def _came(value: Any) -> str | Word:
    """In few characters, however deep or large it is."""
    return NOTHING if value is None else _short.repr(value)[:CAME_CHARACTERS_MAX]


_short = Repr()
_short.maxstring = _short.maxother = _short.maxlong = CAME_CHARACTERS_MAX
