"""A SWIFT message as text: its kind, its sender, its fields (block 4) in their order (LOG-7, decision 0033)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from contracts.texts import NOTHING, Text, Word

FIELD = re.compile(r"^\s*:(\d{2}[A-Z]?):", re.MULTILINE)
"""A tag at the start of a line."""
WITHOUT_COLON = re.compile(r"^\s*(\d{2}[A-Z]|\d{2}(?!:\d\d\b)):", re.MULTILINE)
"""As it stands in a print that has lost its first colons; 10:30 is a time."""
BODY = re.compile(r"\{4:(.*?)-\}", re.DOTALL)
SENT = re.compile(r"\{1:F\d\d([A-Z0-9]{8})[A-Z0-9]\w*\}\s*\{2:I(\d{3})")
CAME = re.compile(r"\{2:O(\d{3})\d{4}(\d{6})([A-Z0-9]{8})")
CAME_CHARACTERS_MAX = 80


@dataclass(frozen=True)
class Field:
    """One field of a message; ``text`` with its lines, without trailing spaces."""

    tag: str
    text: str

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.text.split("\n") if line.strip()]

    @property
    def line(self) -> str:
        """Its lines as one."""
        return " ".join(self.lines)


@dataclass(frozen=True)
class Message:
    """``kind`` is 700, 734, …, ``sent`` the day as YYMMDD; empty where the text is a body without its header."""

    kind: str
    sender: str
    sent: str
    fields: tuple[Field, ...]


def messages_in(text: str) -> list[Message]:
    """Every message of a text, or the one that a bare body is."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    bodies = list(BODY.finditer(text))
    if not bodies:
        return [Message(*_header(text), _fields(text))]
    starts = [0, *(body.end() for body in bodies)]
    return [Message(*_header(text[start : b.start()]), _fields(b[1])) for start, b in zip(starts, bodies, strict=False)]


def _header(text: str) -> tuple[str, str, str]:
    """Kind, sender's BIC and day: of a message that came, block 2 tells them; of one sent, block 1 the sender."""
    if came := CAME.search(text):
        return came[1], came[3], came[2]
    sent = SENT.search(text)
    return (sent[2], sent[1], "") if sent else ("", "", "")


def _fields(body: str) -> tuple[Field, ...]:
    found = list(FIELD.finditer(body)) or list(WITHOUT_COLON.finditer(body))
    ends = [*(field.start() for field in found[1:]), len(body)][: len(found)]
    return tuple(Field(f[1], _clean(body[f.end() : end])) for f, end in zip(found, ends, strict=True))


def _clean(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n")).strip()


def fault(tag: str, expected: Text, came: Any = None) -> dict[str, Any]:
    """What is wrong with a field, as a refusal tells it."""
    return {"field": tag, "expected": expected, "came": NOTHING if came in (None, "") else _short(came)}


def _short(came: Any) -> str | Word:
    return came if isinstance(came, Word) else str(came)[:CAME_CHARACTERS_MAX]


def items_of(lines: Sequence[str]) -> tuple[str, ...]:
    """What 46A or 47A lists, each as one text: each item begins with ``+``, ``-``, ``1.``, ``2)`` or ``A.``."""
    items: list[str] = []
    for line in lines:
        marked = MARK.match(line)
        if marked or not items:
            items.append(line[marked.end() :] if marked else line)
        else:
            items[-1] += f" {line}"
    return tuple(" ".join(item.split()) for item in items if item.strip())


def lines_of(text: str) -> tuple[str, ...]:
    """One item on each line, whether or not it is marked."""
    return tuple(item for line in text.splitlines() for item in items_of([line]))


MARK = re.compile(r"\s*(?:[+*-]+\s*(?:\d{1,2}\s*[.)]\s*)?|\(?\d{1,2}\s*[.)/](?!\d)\s*|[A-Z]\s*[.)]\s+)")
