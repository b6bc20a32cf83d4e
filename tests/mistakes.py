"""JSON with one mistake, at every place, and what becomes of it."""

from collections.abc import Callable, Iterator
from typing import Any

from pydantic import ValidationError

STRANGE: tuple[Any, ...] = (
    None,
    True,
    -1,
    2**31,
    1.5,
    "",
    " ",
    "x" * 200,
    "9999-12-31",
    "NaN",
    "1E+40",
    "-3",
    [],
    {},
    [None],
    {"a": 1},
)
"""What may stand where something else is meant."""


def mistaken(told: Any) -> Iterator[Any]:
    """The same with one part, at any depth, that is something strange or is not there."""
    parts = list(told.items()) if isinstance(told, dict) else list(enumerate(told)) if isinstance(told, list) else []
    for place, part in parts:
        for instead in (*STRANGE, *mistaken(part)):
            changed = dict(told) if isinstance(told, dict) else list(told)
            changed[place] = instead
            yield changed
    if isinstance(told, dict):
        yield from ({name: part for name, part in told.items() if name != left_out} for left_out in told)


def outcome(read: Callable[[], Any]) -> Any:
    """The value, or every fault in its words."""
    try:
        return read()
    except ValidationError as refused:
        return [(fault["loc"], fault["msg"]) for fault in refused.errors()]
