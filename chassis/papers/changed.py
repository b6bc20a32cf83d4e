"""What a paper tells otherwise than its version before, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Change = dict[str, Any]
"""``field`` as ``lines.0.quantity``; ``before`` and ``now``, None where there was or is none."""


def changed(before: Any, now: Any) -> list[Change]:
    """Of two papers as JSON has them, in the order of the fields."""
    was, told = dict(_leaves(before)), dict(_leaves(now))
    fields = dict.fromkeys([*was, *told])
    both = ((field, was.get(field), told.get(field)) for field in fields)
    return [{"field": field, "before": old, "now": new} for field, old, new in both if old != new]


def _leaves(part: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    inside = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else None
    if inside is None:
        yield path, part
        return
    for name, value in inside:
        yield from _leaves(value, f"{path}.{name}" if path else str(name))
