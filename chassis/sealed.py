"""Documents some of whose fields stand sealed beside them, in a column of their own (ALL-3, decision 0061).

`columns_of` makes the columns of such documents, `whole` the text of one again. Who reads the document alone, as all do
who handle orders, reads it without these fields: nothing is opened for him. Each has a default for that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Annotated, TypeVar, get_type_hints

import msgspec

from chassis.keyring import BEGIN, ring
from contracts.codec import encoded
from contracts.value import Value

T = TypeVar("T")
_SEALED = "sealed"
Sealed = Annotated[T, _SEALED]
"""A field of a document that stands sealed beside it."""
NOTHING = (b"[]", b'""', b"null")
_fields = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


@dataclass(frozen=True)
class Kept:
    """A table of such documents: the columns of their key, a text, and of the document; the rest is in ``sealed``."""

    table: str
    key: str
    document: str
    kind: type[Value]
    anew: Callable[[str], str] | None = None
    """Of a whole document's text from before: the same with its sensitive fields where they are sealed."""
    found_by: Callable[[str], Collection[str]] | None = None
    """Of a whole document's text, by what it is found; the column ``found_by`` has the marks of that."""

    def place(self, key: str) -> str:
        """To which what is sealed is bound."""
        return f"{self.table} {key}"


@cache
def sealed_fields(kind: type) -> frozenset[str]:
    """The names of those; none of what is no value."""
    if not issubclass(kind, Value):
        return frozenset()
    hints = get_type_hints(kind, include_extras=True)
    return frozenset(name for name, hint in hints.items() if _SEALED in getattr(hint, "__metadata__", ()))


def columns_of(kept: Kept, documents: Iterable[tuple[str, str]]) -> tuple[list[str], list[bytes], list[str]]:
    """Of whole documents (key, text) their texts without the fields that are sealed, those, and their marks: by which
    each is found, separated by blanks."""
    rows = [(*_parted(kept, key, text), _marked(kept, text)) for key, text in documents]
    return [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]


def whole(text: str, sealed: bytes | None, place: str) -> str:
    """The text of the whole document. What a release of before wrote in clear holds; raises CannotBeOpened."""
    if sealed is None:
        return text
    private, clear = _fields(ring().opened(sealed, place)), _fields(text)
    told = {name: raw for name, raw in clear.items() if name not in private or bytes(raw) not in NOTHING}
    return encoded(private | told).decode()


def _parted(kept: Kept, key: str, text: str) -> tuple[str, bytes]:
    fields = _fields(text)
    private = {name: fields.pop(name) for name in sealed_fields(kept.kind) if name in fields}
    return encoded(fields).decode(), ring().seal(encoded(private), kept.place(key))


def _marked(kept: Kept, text: str) -> str:
    return " ".join(ring().mark(one) for one in kept.found_by(text)) if kept.found_by else ""


def kept_answer(kind: type, answer: bytes, place: str) -> bytes:
    """What somebody was answered, as it is kept: sealed where it tells what is sealed."""
    return ring().seal(answer, place) if sealed_fields(kind) else answer


def read_answer(kept: bytes, place: str) -> bytes:
    """The answer again."""
    return ring().opened(kept, place) if kept.startswith(BEGIN) else kept
