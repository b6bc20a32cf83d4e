"""Why a message is parked or left, in words: kept and logged in English, said in the reader's language where shown.

A failure is told by its kind; its own words stand beside it, as they are, for who mends it (ALL-1, ALL-5).
"""

from __future__ import annotations

import re
from typing import Any

from contracts.texts import FIELD, Text, as_it_is

BEHIND = Text("waits behind an earlier message")
GAP = Text("expected sequence {expected}, came {came}")
TAKEN = Text("sequence {sequence} of its key was heard as another")
NOT_READY = Text("not ready: waits for {topics} of {key}")
OTHER_KEY = Text("key: expected {expected}, came {came}")
NO_HEADERS = Text("missing headers: {names}")
UNKNOWN_TYPE = Text("unknown type {type} on topic {topic}")
NO_VALUE = Text("the value is null")
ONLY_DEAD = Text("only a dead letter can be discarded")
BEHIND_ANOTHER = Text("waits behind {message_id}")
NO_HOLE = Text("no hole is before it")
HOLE = Text("{reason}; skip accepts the hole")
CAME = (GAP, TAKEN, OTHER_KEY, NO_HEADERS, UNKNOWN_TYPE, NO_VALUE)
LINES = (HOLE, BEHIND, NOT_READY, *CAME, ONLY_DEAD, NO_HOLE, BEHIND_ANOTHER)
EITHER = " or "
TOO_LONG = Text("the database took too long ({failure})")
NOT_TAKEN = Text("the database does not take what was to be written ({failure})")
FAILED = Text("its handler failed ({failure})")
FAILURES = (
    (re.compile(r"(?:Timeout|QueryCanceled|LockNotAvailable|DeadlockDetected)\w*: "), TOO_LONG),
    (re.compile(r"(?:\w+Violation|Data|\w+OutOfRange|\w+Truncation|InvalidTextRepresentation)Error: "), NOT_TAKEN),
    (re.compile(r"[A-Z]\w+: "), FAILED),
)
"""By how a kept failure begins: with the name of its exception. What breaks a contract begins with its field."""


def as_text(kept: str) -> Text:
    """What was kept in English, as the line that it was said by; a failure by its kind."""
    for line, pattern in PATTERNS:
        if match := pattern.fullmatch(kept):
            return Text(line, **{name: _argument(name, value) for name, value in match.groupdict().items()})
    return next((Text(told.line, failure=kept) for begins, told in FAILURES if begins.match(kept)), as_it_is(kept))


def _argument(name: str, value: str) -> Any:
    if name == "reason":
        return as_text(value)
    return value.split(EITHER) if name == "topics" else value


def _pattern(line: str) -> re.Pattern[str]:
    return re.compile("".join(_part(part) for part in re.split(r"(\{\w+\})", line)), re.DOTALL)


def _part(part: str) -> str:
    field = FIELD.fullmatch(part)
    return f"(?P<{field[1]}>.+)" if field else re.escape(part)


PATTERNS = tuple((text.line, _pattern(text.line)) for text in LINES)
