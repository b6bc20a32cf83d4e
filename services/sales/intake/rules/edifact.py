"""An interchange of UN/EDIFACT (ISO 9735) as its messages and segments, held against its own counts (SAL-2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydifact.control.characters import Characters
from pydifact.exceptions import EDISyntaxError
from pydifact.parser import Parser
from pydifact.tokenizer import Tokenizer

from chassis.file_faults import came_of, in_content
from contracts.texts import NOTHING, Text

ADVICE, HEADER, UNUSED = "UNA", "UNB", "\x1d"
BREAKS = re.compile(r"[\r\n]")
CHARSETS = {
    b"UNOC": "latin-1", b"UNOD": "iso8859-2", b"UNOE": "iso8859-5", b"UNOF": "iso8859-7", b"UNOG": "iso8859-3",
    b"UNOH": "iso8859-4", b"UNOI": "iso8859-6", b"UNOJ": "iso8859-8", b"UNOK": "iso8859-9",
}  # fmt: skip
"""Of the syntax identifiers (S001 0001); all others are ASCII or UTF-8."""


@dataclass(frozen=True)
class Segment:
    """``place``: which of its message, UNH being the first; ``elements`` as their components."""

    message: int
    place: int
    tag: str
    elements: tuple[tuple[str, ...], ...]

    def __call__(self, element: int, component: int = 0) -> str:
        """What a component says, counted from 0 behind the tag; empty where it says nothing."""
        parts = self.elements[element] if element < len(self.elements) else ()
        return parts[component].strip() if component < len(parts) else ""

    @property
    def at(self) -> str:
        """As a fault names it."""
        where = f"message {self.message}, " if self.message else ""
        return f"{where}segment {self.place} {self.tag}"

    def __str__(self) -> str:
        return "+".join((self.tag, *(":".join(parts) for parts in self.elements)))[:200]


@dataclass
class Interchange:
    """The segments of each message from its UNH on, and all at once what is wrong with the whole."""

    messages: list[list[Segment]] = field(default_factory=list)
    faults: list[dict[str, Any]] = field(default_factory=list)

    def wrong(self, at: str, expected: Text | str, came: object) -> None:
        self.faults.append({"field": in_content(at), "expected": expected, "came": came_of(came) or NOTHING})


def is_interchange(content: str) -> bool:
    return content.lstrip("\ufeff \r\n").startswith((ADVICE, HEADER))


def charset_of(content: bytes) -> str:
    """Of the bytes of an interchange."""
    said = re.search(rb"UNB.(UNO[A-Z])", content[:200], re.DOTALL)
    return CHARSETS.get(said[1], "utf-8") if said else "utf-8"


def interchange_of(content: str) -> Interchange:
    """Nothing of it is known yet but that it is whole: counts and references agree (UNT, UNZ)."""
    read = Interchange()
    try:
        segments = list(_raw(content.lstrip("\ufeff \r\n")))
    except EDISyntaxError as fault:
        read.wrong("the end of the file", Text("a segment that ends"), fault)
        return read
    for tag, elements in segments:
        _add(read, tag, elements)
    _close(read, segments)
    return read


def _raw(content: str) -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
    """Tags and elements. The service string is read here: the library looks for one in the midst of texts too, and
    takes a blank, which says that there is no release character, for one."""
    characters = Characters()  # type: ignore[no-untyped-call]
    if content.startswith(ADVICE):
        characters = Characters.from_str(content[:9].replace("\r", " ").replace("\n", " ").ljust(9))
        content = content[9:]
        if characters.escape_character == " ":
            characters.escape_character = UNUSED
    tokens = Tokenizer().get_tokens(BREAKS.sub("", content).strip(), characters)
    for tag, *elements in Parser().convert_tokens_to_raw_segments(tokens):
        yield str(tag).strip(), tuple((each,) if isinstance(each, str) else tuple(each) for each in elements)


def _add(read: Interchange, tag: str, elements: tuple[tuple[str, ...], ...]) -> None:
    if tag == "UNH":
        read.messages.append([])
    if not read.messages or tag in ("UNB", "UNG", "UNE", "UNZ"):
        return
    last = read.messages[-1]
    last.append(Segment(len(read.messages), len(last) + 1, tag, elements))


def _close(read: Interchange, segments: list[tuple[str, tuple[tuple[str, ...], ...]]]) -> None:
    for message in read.messages:
        first, last = message[0], message[-1]
        if last.tag != "UNT":
            read.wrong(last.at, Text("{segment} behind it, for the message is cut off", segment="UNT"), "")
        elif last(0) != str(len(message)) or last(1) != first(0):
            read.wrong(last.at, f"UNT+{len(message)}+{first(0)}", last)
    end = Segment(0, len(segments), *(segments or [("", ())])[-1])
    if end.tag != "UNZ":
        read.wrong(end.at, Text("{segment} behind it, for the file is cut off", segment="UNZ"), "")
    elif end(0) != str(len(read.messages)) and not any(tag == "UNG" for tag, _ in segments):
        read.wrong(end.at, f"UNZ+{len(read.messages)}", end)
