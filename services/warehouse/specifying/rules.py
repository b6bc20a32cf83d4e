"""What lines say of their goods beyond the item, and what a later version says otherwise (SAL-9). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from contracts.sales import OrderChanged, OrderConfirmed
from contracts.value import Value


class LineWords(Value):
    """Of a line whose goods are to be otherwise than the item is, or to be made or packed otherwise."""

    line: int
    item: str
    specification: str = ""
    process: str = ""


class WordsOf(Value):
    """One version of an order."""

    version: int
    lines: tuple[LineWords, ...]


class Otherwise(Value):
    """What a later version says of a line whose goods were packed by an earlier one; empty: as the item is."""

    line: int
    version: int
    specification: str
    process: str


NOTHING: Mapping[int, LineWords] = {}


def words_of(order: OrderConfirmed | OrderChanged) -> tuple[LineWords, ...]:
    """Of the lines that say something."""
    return tuple(
        LineWords(line=one.line, item=one.item, specification=one.specification, process=one.process)
        for one in order.content.lines
        if one.specification or one.process
    )


def kept(order: OrderConfirmed | OrderChanged) -> bool:
    """A change that says nothing may have taken words away."""
    return isinstance(order, OrderChanged) or bool(words_of(order))


def by_line(known: Sequence[WordsOf], version: int) -> Mapping[int, LineWords]:
    """As that version of the order says; ``known`` from the oldest on."""
    held = [one for one in known if one.version <= version]
    return {one.line: one for one in held[-1].lines} if held else NOTHING


def otherwise(known: Sequence[WordsOf], version: int, lines: Sequence[int]) -> Iterator[Otherwise]:
    """Of these lines, what the newest version says otherwise than that one."""
    if not known or known[-1].version <= version:
        return
    newest = known[-1]
    before, now = by_line(known, version), by_line(known, newest.version)
    for line in lines:
        if _said(before.get(line)) != _said(now.get(line)):
            specification, process = _said(now.get(line))
            yield Otherwise(line=line, version=newest.version, specification=specification, process=process)


def _said(words: LineWords | None) -> tuple[str, str]:
    return (words.specification, words.process) if words else ("", "")
