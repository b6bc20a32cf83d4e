"""Where in a file something is wrong, and what came where nothing could be read, for people (ALL-5).

Readers name a place as ``row 2, quantity``: parts with commas between them. What is the file's own, as a tag of its
format or the name of an attachment, is the same in every language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import reduce

from contracts.texts import Text, Word

CAME_CHARACTERS_MAX = 80
PART = re.compile(r"(\w+) (\d.*)")
COUNTED: Mapping[str, Callable[[str], Text]] = {
    "row": lambda nth: Text("row {nth}", nth=nth),
    "line": lambda nth: Text("line {nth}", nth=nth),
    "statement": lambda nth: Text("statement {nth}", nth=nth),
    "notice": lambda nth: Text("notice {nth}", nth=nth),
    "entry": lambda nth: Text("entry {nth}", nth=nth),
    "detail": lambda nth: Text("detail {nth}", nth=nth),
    "message": lambda nth: Text("message {nth}", nth=nth),
    "segment": lambda nth: Text("segment {nth}", nth=nth),
}
NAMED: Mapping[str, Text] = {
    "file": Word("file"),
    "the file": Word("the file"),
    "the end of the file": Word("the end of the file"),
    "account": Word("account"),
    "amount": Word("amount"),
    "buyer": Text("buyer"),
    "closing": Word("closing"),
    "currency": Word("currency"),
    "date": Word("date"),
    "price": Word("price"),
    "quantity": Word("quantity"),
    "unit": Word("unit"),
    "wanted": Word("wanted"),
}


class Unreadable(ValueError):
    """``came``: what stands there instead of a file of its kind."""

    def __init__(self, came: Text) -> None:
        super().__init__(str(came))
        self.came = came


def place_of(at: str) -> Text:
    """A place in a file; in English as it is named."""
    first, *others = map(_part, at.split(", "))
    return reduce(lambda whole, part: Text("{whole}, {part}", whole=whole, part=part), others, Text("{at}", at=first))


def in_content(at: str | Text) -> Text:
    """A place of the file that a request brings in its field ``content``."""
    return Text("{field}: {at}", field="content", at=place_of(at) if isinstance(at, str) else at)


def came_of(came: object) -> Text | str:
    """In few characters."""
    return came if isinstance(came, Text) else str(came)[:CAME_CHARACTERS_MAX]


def damaged(kind: str) -> Text:
    """Where a reader gives up; what it says itself is for who wrote it."""
    return Text("a damaged file, or none that is {kind}", kind=kind)


def _part(part: str) -> Text | str:
    if counted := PART.fullmatch(part):
        called = COUNTED.get(counted[1])
        return called(counted[2]) if called else part
    return NAMED.get(part, part)
