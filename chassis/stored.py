"""What a department wrote into its own database, read again: whatever a release of before let in, it can be read.

A date that stands for "not known" or a number of days that is none is read at the nearest bound, so that one such row
never makes its neighbours unreadable; `gendan doctor` finds these rows and writes what is read.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

from contracts.codec import decoded, encoded
from contracts.scalars import WRITTEN_BEFORE
from contracts.value import Value

T = TypeVar("T")
V = TypeVar("V", bound=Value)
CHARACTERS_MAX = 10_000_000
"""Of the texts that are remembered of one kind: some 3,000 orders, with their values 44 MB."""


def storable(value: object) -> str:
    """The text of a document column."""
    return encoded(value).decode()


def stored(kind: type[T], text: str | bytes) -> T:
    """The value of a document column."""
    return decoded(kind, text, context=WRITTEN_BEFORE)


class Remembered(Generic[V]):
    """Documents of one kind that are read again and again on their way: those last read or written, by their text.

    A text stands for one value and values are frozen, so nothing here can be out of date: whoever else writes the
    document writes another text.
    """

    def __init__(self, kind: type[V], most: int = CHARACTERS_MAX) -> None:
        self._kind, self._most, self._characters = kind, most, 0
        self._values: OrderedDict[str, V] = OrderedDict()

    def read(self, text: str) -> V:
        """The value of a document column."""
        if (value := self._values.get(text)) is None:
            return self._kept(text, stored(self._kind, text))
        self._values.move_to_end(text)
        return value

    def written(self, value: V) -> str:
        """The text of a document column."""
        text = storable(value)
        if text not in self._values:
            self._kept(text, value)
        return text

    def _kept(self, text: str, value: V) -> V:
        self._values[text] = value
        self._characters += len(text)
        while self._characters > self._most:
            self._characters -= len(self._values.popitem(last=False)[0])
        return value
