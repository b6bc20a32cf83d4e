"""What a department wrote into its own database, read again: whatever a release of before let in, it can be read.

A date that stands for "not known" or a number of days that is none is read at the nearest bound, so that one such row
never makes its neighbours unreadable; `gendan doctor` finds these rows and writes what is read.
"""

from __future__ import annotations

from typing import TypeVar

from contracts.codec import decoded, encoded
from contracts.scalars import WRITTEN_BEFORE

T = TypeVar("T")


def storable(value: object) -> str:
    """The text of a document column."""
    return encoded(value).decode()


def stored(kind: type[T], text: str | bytes) -> T:
    """The value of a document column."""
    return decoded(kind, text, context=WRITTEN_BEFORE)
