"""What differs is booked by somebody who did not count, with his reason, or is counted again (WHS-1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from chassis.refusal import NotFound, Refusal
from contracts.warehouse import StockAdjusted
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.deal import Statement, follow
from services.warehouse.book.rules.gate import barred
from services.warehouse.book.rules.goods import Movement
from services.warehouse.book.rules.places import NotThere, known_as, no_place
from services.warehouse.counting.rules import pieces
from services.warehouse.counting.rules.sheet import line_of
from services.warehouse.stock_count.rules import Line, StockCount

Said = tuple[StockAdjusted | Statement, ...]


class NotCounted(Refusal):
    """Stock count {number} is {state}; its differences are settled when all of it is counted.[ To count: {lines}.]"""


class CountedByHimself(Refusal):
    """Who counted for {number} does not settle it: somebody else looks at the differences."""


class Unexplained(Refusal):
    """Stock count {number} has differences: say why."""

    of_input = True


class MovedMeanwhile(Refusal):
    """{items} came or went while stock count {number} was going on: count again."""


class PromisedAway(Refusal):
    """{reserved} of {item} are reserved or packed; {counted} were counted, which would break that promise."""


@dataclass(frozen=True)
class Settle:
    """``inspection``: with which a critical item that was found comes in (WHS-4)."""

    stock_count_id: UUID
    decision: Literal["book", "count_again"]
    reason: str
    inspection: str
    by: str
    settles: bool = True


def settle(
    book: Book, known: StockCount | None, asked: Settle, at: datetime, ids: Iterator[UUID]
) -> tuple[StockCount, Said] | Refusal:
    """Differences are adjustments that bear the count's number; who waits for goods gets more, or holds less."""
    if known is None:
        return NotFound(what="stock count", id=asked.stock_count_id)
    if refusal := _settle_refusal(known, asked.by):
        return refusal
    if asked.decision == "count_again":
        return _again(book, known).settled("to count", asked.by, at, asked.reason), ()
    if refusal := _book_refusal(book, known, asked):
        return refusal
    for line in known.differing:
        _book(book, known, line, asked, at)
    pieces.book_names(book, known)
    told = tuple(_adjusted(line, asked.reason) for line in known.differing)
    said = follow(book, sorted({line.item for line in known.differing}), ids).events if told else ()
    return known.settled("booked", asked.by, at, asked.reason), (*told, *said)


def _settle_refusal(known: StockCount, by: str) -> Refusal | None:
    if known.state != "counted":
        return NotCounted(number=known.number, state=known.state, lines=len(known.to_count) or "")
    return CountedByHimself(number=known.number) if by in known.counters else None


def _again(book: Book, known: StockCount) -> StockCount:
    lines = tuple(line_of(book, book.shelf(one.item), one.place, one.lot) for one in known.lines)
    return known.but(lines=lines, missing=(), found=())


def _book_refusal(book: Book, known: StockCount, asked: Settle) -> Refusal | None:
    if moved := sorted({line.item for line in known.lines if line.has_moved} | _exchanged(book, known)):
        return MovedMeanwhile(items=", ".join(moved), number=known.number)
    if known.differs and not asked.reason:
        return Unexplained(number=known.number)
    if away := pieces.elsewhere(book, known):
        return away
    refusals = (_line_refusal(book, line, asked.inspection) for line in known.differing)
    return next(filter(None, refusals), None) or _promise_refusal(book, known)


def _exchanged(book: Book, known: StockCount) -> set[str]:
    """Items of which other pieces lie there now than when they were counted, though as many."""
    now = pieces.compared(book, known)
    return {one.item for one in {*now.missing, *now.found} ^ {*known.missing, *known.found}}


def _line_refusal(book: Book, line: Line, inspection: str) -> Refusal | None:
    """Since it was counted goods may have left, and places have been given up."""
    shelf = book.shelf(line.item)
    now = line_of(book, shelf, line.place, line.lot).opened
    if now + line.difference < 0:
        return NotThere(there=now, item=line.item, place=line.place, lot=line.lot)
    found = line.difference > 0
    return no_place(shelf, line.place) or (barred(line.item, book.master(line.item), inspection) if found else None)


def _promise_refusal(book: Book, known: StockCount) -> PromisedAway | None:
    for item in known.items:
        shelf = book.shelf(item)
        left = shelf.on_hand + sum((line.difference for line in known.differing if line.item == item), Decimal(0))
        if left < shelf.reserved:
            return PromisedAway(item=item, reserved=shelf.reserved, counted=left)
    return None


def _book(book: Book, known: StockCount, line: Line, asked: Settle, at: datetime) -> None:
    """What is missing is missing of this lot at this place, and is not picked anywhere else."""
    found = Movement(
        line.item,
        "adjustment",
        line.difference,
        known.number,
        asked.reason,
        at,
        asked.inspection,
        place=known_as(book.shelf(line.item), line.place),
        lot=line.lot,
        expires_on=line.expires_on,
    )
    put = book.move if line.difference > 0 else book.lay
    put(found)


def _adjusted(line: Line, reason: str) -> StockAdjusted:
    return StockAdjusted(item=line.item, quantity=line.difference, reason=reason)
