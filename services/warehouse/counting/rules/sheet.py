"""What may be counted, told and booked of a stock count (WHS-1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from chassis.refusal import NotFound, Refusal
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.gate import unfit
from services.warehouse.book.rules.goods import Shelf
from services.warehouse.book.rules.places import NotThere, known_as, no_place
from services.warehouse.book.rules.quants import LOOSE, OWN, lies_in
from services.warehouse.counting.rules import pieces
from services.warehouse.stock_count.rules import Line, StockCount, Where


class PlaceOrItems(Refusal):
    """A count is of a place, or of some items wherever they lie: expected one of both."""

    status = 422


class BeingCounted(Refusal):
    """{item} is being counted already, with {number}."""


class BeingPicked(Refusal):
    """{item} is to be packed at this moment; it can be counted when that is done."""


class CountIsOver(Refusal):
    """Stock count {number} is {state}; nothing is told of it any more."""


class NothingCounted(Refusal):
    """No quantity is told: expected it for one line at least."""

    status = 422


class CountedTwice(Refusal):
    """{item} at {place}[, of lot {lot}] is told twice."""

    of_input = True


class NotOnSheet(Refusal):
    """Stock count {number} is of {counted}; {item} at {place} is no part of it."""

    of_input = True


@dataclass(frozen=True)
class Open:
    """Count what lies at a place, or these items; of a place, ``items`` are those that lie there."""

    place: str
    items: tuple[str, ...]
    by: str
    settles: bool


@dataclass(frozen=True)
class Told:
    """So many lie there; None was not counted yet. An empty place is the item's own."""

    item: str
    place: str
    lot: str
    quantity: Decimal | None
    serials: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    stock_count_id: UUID
    lines: tuple[Told, ...]
    by: str
    settles: bool


@dataclass(frozen=True)
class CallOff:
    stock_count_id: UUID
    reason: str
    by: str
    settles: bool


@dataclass(frozen=True)
class Busy:
    """Of the items asked for: by which count each is being counted, and which are being picked."""

    counted: dict[str, str]
    picked: frozenset[str]


def open_refusal(book: Book, asked: Open, busy: Busy) -> Refusal | None:
    """Why this cannot be counted now."""
    if asked.place and not asked.items:
        return NotFound(what="place", id=asked.place)
    for item in asked.items:
        if item not in book.shelves:
            return NotFound(what="stock of", id=item)
        if item in busy.counted:
            return BeingCounted(item=item, number=busy.counted[item])
        if item in busy.picked:
            return BeingPicked(item=item)
    return None


def opened(book: Book, asked: Open, stock_count_id: UUID, number: str, at: datetime) -> StockCount:
    """A sheet with a line for each lot at each place; the item's own place has one, though nothing lies there."""
    lines = [line for item in asked.items for line in _sheet(book, book.shelves[item], asked.place)]
    return StockCount(
        stock_count_id=stock_count_id,
        number=number,
        place=asked.place,
        lines=tuple(lines),
        opened_by=asked.by,
        opened_at=at,
    )


def _sheet(book: Book, shelf: Shelf, only: str) -> list[Line]:
    lying = [(one.place, one.lot) for one in book.quants.of(shelf.item) if lies_in(shelf, one.place)]
    places = ((OWN, LOOSE), *sorted(lying))
    known = known_as(shelf, only)
    return [line_of(book, shelf, place, lot) for place, lot in places if not only or place == known]


def line_of(book: Book, shelf: Shelf, place: str, lot: str) -> Line:
    """As the book says now."""
    known = known_as(shelf, place)
    there = [one for one in book.quants.of(shelf.item) if (one.place, one.lot) == (known, lot)]
    quantity = shelf.loose if (known, lot) == (OWN, LOOSE) else sum((one.quantity for one in there), Decimal(0))
    expires_on = there[0].expires_on if there else None
    return Line(item=shelf.item, place=place or shelf.place, lot=lot, expires_on=expires_on, opened=quantity)


def record(book: Book, known: StockCount | None, asked: Record, at: datetime) -> StockCount | Refusal:
    """Beside each quantity stands what the book says at that moment; what was told before is told anew."""
    if known is None:
        return NotFound(what="stock count", id=asked.stock_count_id)
    if known.state != "to count":
        return CountIsOver(number=known.number, state=known.state)
    told = _told(book, known, asked, at)
    if isinstance(told, Refusal):
        return told
    if not told:
        return NothingCounted()
    counted = known.with_lines(told)
    return pieces.misnamed(book, list(told.values()), counted.lines) or pieces.compared(book, counted)


def _told(book: Book, known: StockCount, asked: Record, at: datetime) -> dict[Where, Line] | Refusal:
    sheet, told = {line.where: line for line in known.lines}, dict[Where, Line]()
    for one in (one for one in asked.lines if one.quantity is not None):
        if refusal := _told_refusal(book, known, one, sheet):
            return refusal
        line = _counted(book, one, sheet, asked.by, at)
        if line.where in told:
            return CountedTwice(item=line.item, place=line.place, lot=line.lot)
        told[line.where] = line
    return told


def _counted(book: Book, one: Told, sheet: Mapping[Where, Line], by: str, at: datetime) -> Line:
    now = line_of(book, book.shelves[one.item], one.place, one.lot)
    before = sheet.get(now.where, now)
    return before.but(booked=now.opened, counted=one.quantity, counted_by=by, counted_at=at, serials=one.serials)


def _told_refusal(book: Book, known: StockCount, one: Told, sheet: Mapping[Where, Line]) -> Refusal | None:
    """What was not on the sheet may be found there too: an item that has this place, or a lot that lies somewhere."""
    shelf = book.shelves.get(one.item)
    if shelf is None:
        return NotFound(what="stock of", id=one.item)
    if refusal := no_place(shelf, one.place) or unfit(one.item, book.master(one.item), one.quantity or Decimal(0)):
        return refusal
    line = line_of(book, shelf, one.place, one.lot)
    if line.where in sheet:
        return None
    if one.item not in known.items or (known.place and known.place != line.place):
        counted = known.place or ", ".join(known.items)
        return NotOnSheet(number=known.number, counted=counted, item=one.item, place=line.place)
    missing = one.lot and not line.opened
    return NotThere(there=Decimal(0), item=one.item, place=line.place, lot=one.lot) if missing else None


def call_off(known: StockCount | None, asked: CallOff, at: datetime) -> StockCount | Refusal:
    """Nothing was moved, so nothing is taken back."""
    if known is None:
        return NotFound(what="stock count", id=asked.stock_count_id)
    if known.state not in ("to count", "counted"):
        return CountIsOver(number=known.number, state=known.state)
    return known.settled("called off", asked.by, at, asked.reason)
