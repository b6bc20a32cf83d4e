"""What people read: a line in English with its arguments, said in the reader's language where it is shown (ALL-5)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any, ClassVar

from contracts.sentences import FIELD, OPTIONAL


class Text:
    """A line with arguments in braces; what stands in [ ] is left out unless all its arguments are told.

    An argument may be a text itself, or several: a tuple. What somebody wrote, and numbers, are arguments.
    """

    __slots__ = ("line", "told")
    context: ClassVar[str | None] = None
    """What kind of entry of a catalogue it is (msgctxt)."""

    def __init__(self, line: str, /, **told: Any) -> None:
        self.line, self.told = line, told

    def __str__(self) -> str:
        return filled(self.line, {name: plain(value) for name, value in self.told.items()})

    def __repr__(self) -> str:
        return f"Text({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))


class Title(Text):
    """Of a refusal, in few words."""

    __slots__ = ()
    context = "title"


class Word(Text):
    """A state, a kind of thing: one of ours, that is no sentence."""

    __slots__ = ()
    context = "word"


class Label(Text):
    """What a command, a field or a kind of document is called on a page."""

    __slots__ = ()
    context = "label"


NOTHING = Word("nothing")
"""Where nothing came, or nothing should have come."""


class Expected(ValueError):
    """A validator's no: ``Expected("a date from {first} to {last}", first=…, last=…)`` says what should have come."""

    def __init__(self, line: str, /, **told: Any) -> None:
        self.text = Text(line, **told)
        super().__init__(f"expected {self.text}")


Say = Callable[[Text], str]
SAY: ContextVar[Say] = ContextVar("say", default=str)
"""How a text is said to who reads now: in English, unless the way in found another language."""


def said(text: Text | str) -> str:
    """In the reader's language; what is no text of ours as it is."""
    return SAY.get()(text) if isinstance(text, Text) else text


def plain(value: Any) -> str:
    """An argument in English."""
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def filled(line: str, told: Mapping[str, str]) -> str:
    """The line with its arguments; raises KeyError for one that is not told outside of [ ]."""

    def optional(part: re.Match[str]) -> str:
        return part[1] if all(told.get(name) for name in FIELD.findall(part[1])) else ""

    return OPTIONAL.sub(optional, line).format(**told)
