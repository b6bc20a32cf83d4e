"""What people read: a line in English with its arguments, said in the reader's language where it is shown (ALL-5)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
FIELD = re.compile(r"\{(\w+)\}")
PLACES = frozenset("{}[")
"""Where a line has arguments."""


class Text:
    """A line with arguments in braces; what stands in [ ] is left out unless all its arguments are told.

    An argument may be a text itself, or several: a tuple. What somebody wrote, and numbers, are arguments.
    """

    __slots__ = ("_kept", "line", "told")
    context: ClassVar[str | None] = None
    """What kind of entry of a catalogue it is (msgctxt)."""

    def __init__(self, line: str, /, **told: Any) -> None:
        self.line, self.told = line, told
        self._kept: Any = None

    def __str__(self) -> str:
        return filled(self.line, {name: plain(value) for name, value in self.told.items()})

    def __repr__(self) -> str:
        return f"Text({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        """To what says the same in English."""
        same = isinstance(other, Text) and (self.line, self.told) == (other.line, other.told)
        return same or (isinstance(other, Text) and str(self) == str(other))

    def __hash__(self) -> int:
        return hash(str(self))

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read as it is stored; written as it is said to who reads now."""
        from pydantic_core import core_schema  # the embedded servers' own steps say texts too, without any package

        said_so = core_schema.plain_serializer_function_ser_schema(said, return_schema=core_schema.str_schema())
        return core_schema.no_info_plain_validator_function(
            read, json_schema_input_schema=core_schema.str_schema(), serialization=said_so
        )


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


AS_IT_IS = "{said}"


def as_it_is(sentence: str) -> Text:
    """What somebody wrote, or an older release did: the same in every language."""
    return Text(AS_IT_IS, said=sentence)


def stored(text: Text) -> Any:
    """A text as JSON keeps it: with its line and its arguments, not with what it says.

    A document says it again with each of its steps, so it is made once.
    """
    if text._kept is None:
        text._kept = _kept(text)
    return text._kept


def _kept(text: Text) -> Any:
    if text.line == AS_IT_IS:
        return text.told["said"]
    return _stored(text) if text.told or text.context else text.line


def _stored(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_stored(part) for part in value]
    if not isinstance(value, Text):
        return plain(value)
    told = {"line": value.line, "told": {name: _stored(part) for name, part in value.told.items()}}
    return told | ({"context": value.context} if value.context else {})


def read(kept: Any) -> Text:
    """A text from what is stored of it; an older release kept the sentence alone. ValueError for anything else."""
    if isinstance(kept, Text):
        return kept
    if isinstance(kept, str):
        return as_it_is(kept) if PLACES.intersection(kept) else Text(kept)
    if not isinstance(kept, dict) or not isinstance(kept.get("line"), str) or not isinstance(kept.get("told"), dict):
        raise Expected("a text")
    kind = Word if kept.get("context") == Word.context else Text
    return kind(kept["line"], **{name: _argument(part) for name, part in kept["told"].items()})


def _argument(kept: Any) -> Any:
    if isinstance(kept, list):
        return tuple(map(_argument, kept))
    return read(kept) if isinstance(kept, dict) else kept


Say = Callable[[Text], str]
SAY: ContextVar[Say] = ContextVar("say", default=str)
"""How a text is said to who reads now: in English, unless the way in found another language."""


@contextmanager
def saying(say: Say) -> Iterator[None]:
    """Within it texts are said so."""
    before = SAY.set(say)
    try:
        yield
    finally:
        SAY.reset(before)


def said(text: Text | str) -> str:
    """In the reader's language; what is no text of ours as it is."""
    return SAY.get()(text) if isinstance(text, Text) else text


def plain(value: Any) -> str:
    """An argument in English."""
    if not isinstance(value, tuple | list):
        return "" if value is None else str(value)
    between = "; " if any(isinstance(part, Text) for part in value) else ", "
    return between.join(map(str, value))


def filled(line: str, told: Mapping[str, str]) -> str:
    """The line with its arguments; raises KeyError for one that is not told outside of [ ]."""

    def optional(part: re.Match[str]) -> str:
        return part[1] if all(told.get(name) for name in FIELD.findall(part[1])) else ""

    return OPTIONAL.sub(optional, line).format(**told)
