"""Text that would do something if anything took it for more than text; and where people may write such text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from pydantic import ValidationError

from contracts.codec import decoded
from contracts.event import Event
from services.notify.desk.forms.schema import asked

TURNS_ROUND = "\u202e"
"""From here on letters run from right to left, also those of what stands behind it."""
TEXT = f'"><svg/onload=alert(1)><img src=x onerror=alert(1)><script>alert(1)</script>{{{{7*7}}}}{TURNS_ROUND}'
SHORT = '"><b/onclick=x>'
"""Where no more is taken."""
MADE_OF_IT = "svg[onload], img[src=x], script:not([src]), b[onclick]"
FORMULAS = ("=1+1", "+1", "-1", "@SUM(1)", "=1+1\a")
NOT_FREE = {"enum", "const", "format", "pattern", "contentEncoding", "readOnly"}
Schema = Mapping[str, Any]


def free_texts(schema: Schema, defs: Schema, path: str = "") -> Iterator[tuple[str, str]]:
    """Where a body may say what it likes, and what fits there; of a list its first row."""
    one = asked(schema, defs)
    for name, part in one.properties.items():
        yield from free_texts(part, defs, f"{path}.{name}" if path else name)
    if one.kinds == {"array"}:
        yield from free_texts(one.schema["items"], defs, f"{path}.0")
    if one.kinds == {"string"} and not NOT_FREE & {*one.schema, *schema}:
        yield path, TEXT if one.schema.get("maxLength", len(TEXT)) >= len(TEXT) else SHORT


def planted(event: type[Event], example: dict[str, Any]) -> Event:
    """An event with such text wherever its contract takes it."""
    told = deepcopy(example)
    for place, name in list(_texts(told)):
        kept = place[name]
        place[name] = TEXT
        if not _is_taken(event, told):
            place[name] = kept
    return decoded(event, json.dumps(told))


def _is_taken(event: type[Event], told: Any) -> bool:
    try:
        decoded(event, json.dumps(told))
    except (ValidationError, ValueError):
        return False
    return True


def _texts(told: Any) -> Iterator[tuple[Any, Any]]:
    parts = told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ()
    for name, part in parts:
        if isinstance(part, str):
            yield told, name
        yield from _texts(part)
