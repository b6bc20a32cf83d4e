"""What a paper shows, before it is drawn: texts of ours in the language in which it is drawn, and what others wrote."""

from __future__ import annotations

from contracts.texts import Text
from contracts.value import Value


class Party(Value):
    """Somebody on the paper: what he is on it, then name and address line by line."""

    label: Text
    lines: tuple[str, ...]


class Fact(Value):
    """A label and what stands beside it."""

    label: Text
    value: Text | str


class Column(Value):
    """``number``: set to the right."""

    label: Text
    number: bool = False


class Table(Value):
    """Each row has a cell for each column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Text | str, ...], ...]


class Sheet(Value):
    """A paper from top to bottom; what is empty is left out."""

    title: Text
    number: str
    parties: tuple[Party, ...] = ()
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()
    totals: tuple[Fact, ...] = ()
    """The last one is what it comes to."""
    notes: tuple[Text | str, ...] = ()
    signatures: tuple[Text, ...] = ()
    """Who signs: a line for each."""


def told(*facts: tuple[Text, Text | str]) -> tuple[Fact, ...]:
    """Those of the facts that are known."""
    return tuple(Fact(label=label, value=value) for label, value in facts if value)
