"""From a posted form back to the body of its command; the names of its inputs say how (`field.py`)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.notify.desk.forms.field import ROW

NAME = re.compile(r"(?P<path>[^:]*):(?P<code>[snbtjoa])(?P<blank>[=0-])")
NOTHING: Any = object()


def body_of(pairs: Iterable[tuple[str, str]], zone: ZoneInfo) -> Any:
    """The body, or None where nothing is sent; of inputs that bear one name the last one counts."""
    told = {(match["path"], match["code"]): (match["blank"], value) for match, value in _named(pairs)}
    whole: dict[str, Any] = {}
    for (path, code), (blank, value) in told.items():
        if code not in "oa":
            _put(whole, path.split("."), _value(code, blank, value, zone))
    containers = {path: (code, blank) for (path, code), (blank, _) in told.items() if code in "oa"}
    body = _formed("", whole, containers)
    return None if body is NOTHING else body


def _named(pairs: Iterable[tuple[str, str]]) -> Iterable[tuple[re.Match[str], str]]:
    found = ((NAME.fullmatch(name), value) for name, value in pairs if ROW not in name)
    return ((match, value) for match, value in found if match)


def _value(code: str, blank: str, value: str, zone: ZoneInfo) -> Any:
    if not value:
        return {"=": "", "-": NOTHING, "0": None}[blank]
    return READ[code](value, zone)


def _json(value: str, _: ZoneInfo) -> Any:
    """What is none is sent as it was typed: the department says what it expects."""
    try:
        return json.loads(value)
    except ValueError:
        return value


def _moment(value: str, zone: ZoneInfo) -> Any:
    """It was typed in the reader's zone."""
    try:
        typed = datetime.fromisoformat(value)
    except ValueError:
        return value
    return typed.replace(tzinfo=typed.tzinfo or zone).isoformat()


def _text(value: str, _: ZoneInfo) -> Any:
    return value


READ: Mapping[str, Callable[[str, ZoneInfo], Any]] = {
    "s": _text,
    "n": _json,
    "b": _json,
    "j": _json,
    "t": _moment,
}


def _put(into: dict[str, Any], path: list[str], value: Any) -> None:
    for part in path[:-1]:
        into = into.setdefault(part, {})
    into[path[-1]] = value


def _formed(path: str, part: Any, containers: Mapping[str, tuple[str, str]]) -> Any:
    """Objects and arrays as the form says that they stand there; where nothing was filled in, what it says of that."""
    if not isinstance(part, dict) and path not in containers:
        return part
    code, blank = containers.get(path, ("o", "-"))
    head = f"{path}." if path else ""
    within = part if isinstance(part, dict) else {}
    names = dict.fromkeys([*within, *_named_below(head, containers)])
    formed = {name: _formed(f"{head}{name}", within.get(name, NOTHING), containers) for name in names}
    said = {name: value for name, value in formed.items() if value is not NOTHING}
    if not any(_says(value) for value in said.values()):
        return {"-": NOTHING, "0": None, "=": [] if code == "a" else said}[blank]
    return [said[name] for name in sorted(said, key=int) if _says(said[name])] if code == "a" else said


def _named_below(head: str, containers: Mapping[str, object]) -> list[str]:
    below = (path.removeprefix(head) for path in containers if path and path.startswith(head))
    return [name for name in below if "." not in name]


def _says(value: Any) -> bool:
    """Whether anybody filled in something there."""
    if isinstance(value, dict):
        return any(map(_says, value.values()))
    return value not in (None, "", [], NOTHING)
