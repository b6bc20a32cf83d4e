"""What of an item is free may be sent to another of its places, and is in transit until it comes (WHS-10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from chassis.refusal import NotFound, Refusal
from contracts.warehouse import StockAdjusted
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.deal import Statement, follow
from services.warehouse.book.rules.gate import unfit
from services.warehouse.book.rules.goods import ZERO, Movement, Shelf
from services.warehouse.book.rules.picking import taken
from services.warehouse.book.rules.places import NotThere, known_as, lying_at, no_place
from services.warehouse.book.rules.serials import Serial
from services.warehouse.transfer.rules import Content, Line, Transfer
from services.warehouse.transferring.rules import pieces


class ToItself(Refusal):
    """Goods of {item} are asked from {place} to where they lie already."""

    of_input = True


class NothingToSend(Refusal):
    """A transfer is asked for some goods: expected a quantity above 0."""

    status = 422


class NotFree(Refusal):
    """Only {free} of {item} are free; what orders are promised is not sent away."""

    of_input = True


class MoreThanRequested(Refusal):
    """{sent} of {item} are to be sent; transfer {number} asks for {requested}."""

    of_input = True


class MoreThanSent(Refusal):
    """{came} of {item} are said to have come; {sent} were sent with transfer {number}."""

    of_input = True


class DifferenceUnexplained(Refusal):
    """{missing} of {item} did not come with transfer {number}: say why."""

    of_input = True


class NothingMoreComes(Refusal):
    """{left} of {item} are on their way with transfer {number}: more comes only after a part of them."""

    of_input = True


class NotToDispatch(Refusal):
    """Transfer {number} is {state}; only one that is requested can be dispatched."""


class NotOnItsWay(Refusal):
    """Transfer {number} is {state}[ with {item}]; only what is on its way can be received."""


class ItemTwice(Refusal):
    """{items} stands twice on a transfer: each item is one line."""

    status = 422


class NotOnIt(Refusal):
    """Transfer {number} has no {unknown}; it has {items}."""

    of_input = True


class WhichItem(Refusal):
    """Transfer {number} has several items: expected in lines how many of each."""

    of_input = True


class NotAllLines(Refusal):
    """{count} lines of transfer {number} cannot be so: {faults}"""

    of_input = True


@dataclass(frozen=True)
class Wanted:
    """So many of an item."""

    item: str
    quantity: Decimal


@dataclass(frozen=True)
class Request:
    """Goods of an item, or of several, are wanted at another of their places; an empty place is an item's own."""

    item: str
    quantity: Decimal
    source: str
    destination: str
    reason: str
    by: str
    lines: tuple[Wanted, ...] = ()

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        return (Wanted(self.item, self.quantity), *self.lines) if self.item else self.lines

    @property
    def items(self) -> list[str]:
        return [one.item for one in self.wanted]


@dataclass(frozen=True)
class Dispatch:
    """So many leave; None is all, 0 calls the transfer off. ``lines``: of these items another number than all."""

    transfer_id: UUID
    quantity: Decimal | None
    by: str
    lines: tuple[Wanted, ...] = ()
    serials: tuple[str, ...] = ()
    """The pieces that leave, of all items with serial numbers."""


@dataclass(frozen=True)
class Came:
    """So many of an item came; None is all that is on its way. ``difference`` says why it is less, but where ``more``
    comes."""

    item: str
    quantity: Decimal | None = None
    difference: str = ""
    more: bool = False


@dataclass(frozen=True)
class Receive:
    """So many came, as ``Came``; of a transfer of several items either these ``lines``, or all that is on its way."""

    transfer_id: UUID
    quantity: Decimal | None
    difference: str
    by: str
    more: bool = False
    lines: tuple[Came, ...] = ()
    serials: tuple[str, ...] = ()
    """The pieces that came; all that are on their way, where that many come and none is named."""


Said = tuple[StockAdjusted | Statement, ...]


def request_refusal(book: Book, asked: Request) -> Refusal | None:
    """Why no such transfer can be; whether so many are free is looked at when they are to leave."""
    if not asked.wanted:
        return NothingToSend()
    if twice := _twice(asked.items):
        return twice
    return _all(asked.destination, [_line_refusal(book, asked, one) for one in asked.wanted])


def _twice(items: Sequence[str]) -> ItemTwice | None:
    twice = [item for item, times in Counter(items).items() if times > 1]
    return ItemTwice(items=", ".join(twice)) if twice else None


def _all(number: str, found: Iterable[Refusal | None]) -> Refusal | None:
    """What is wrong with the lines, of all of them at once."""
    faults = [one for one in found if one]
    if len(faults) < 2:
        return next(iter(faults), None)
    return NotAllLines(count=len(faults), number=number, faults=tuple(one.text for one in faults))


def _line_refusal(book: Book, asked: Request, wanted: Wanted) -> Refusal | None:
    shelf = book.shelves.get(wanted.item)
    if shelf is None:
        return NotFound(what="stock of", id=wanted.item)
    if not wanted.quantity:
        return NothingToSend()
    if known_as(shelf, asked.source) == known_as(shelf, asked.destination):
        return ToItself(item=wanted.item, place=asked.source or shelf.place)
    unknown = no_place(shelf, asked.source) or no_place(shelf, asked.destination)
    return unknown or unfit(wanted.item, book.master(wanted.item), wanted.quantity)


def request(asked: Request, transfer_id: UUID, number: str, at: datetime) -> Transfer:
    return Transfer(
        transfer_id=transfer_id,
        number=number,
        source=asked.source,
        destination=asked.destination,
        reason=asked.reason,
        requested_by=asked.by,
        requested_at=at,
        lines=tuple(Line(item=one.item, requested=one.quantity) for one in asked.wanted),
    )


def dispatch(
    book: Book, known: Transfer | None, asked: Dispatch, at: datetime, ids: Iterator[UUID]
) -> tuple[Transfer, Said] | Refusal:
    """The goods leave their place and are in transit, which is no place and not on hand: nobody is promised them."""
    if known is None:
        return NotFound(what="transfer", id=asked.transfer_id)
    if known.state != "requested":
        return NotToDispatch(number=known.number, state=known.state)
    if refusal := _not_on_it(known, asked.lines, asked.quantity is not None):
        return refusal
    leaving = {one.item: one.quantity for one in asked.lines}
    every = [(line, leaving.get(line.item, _or(asked.quantity, line.requested))) for line in known.lines]
    leaves = {line.item: quantity for line, quantity in every}
    wrong = [_dispatch_refusal(book, known, *each) for each in every]
    if refusal := _all(known.number, [*wrong, pieces.misnamed(book, known, leaves, asked.serials)]):
        return refusal
    named = pieces.leaving(book, known, leaves, asked.serials)
    sent = {line.item: _leave(book, known, line, quantity, at, named.of(line.item)) for line, quantity in every}
    done = known.but(lines=known.changed(sent), dispatched_by=asked.by, dispatched_at=at)
    return done, follow(book, known.items, ids).events


def _or(quantity: Decimal | None, all_: Decimal) -> Decimal:
    return all_ if quantity is None else quantity


def _not_on_it(known: Transfer, lines: Sequence[Wanted | Came], tells_one: bool) -> Refusal | None:
    """A quantity without its item is that of the only line."""
    told = [one.item for one in lines]
    if tells_one and (len(known.lines) > 1 or lines):
        return WhichItem(number=known.number)
    unknown = [item for item in told if item not in known.items]
    if unknown:
        return NotOnIt(number=known.number, unknown=", ".join(unknown), items=", ".join(known.items))
    return _twice(told)


def _leave(book: Book, known: Transfer, line: Line, quantity: Decimal, at: datetime, named: Sequence[Serial]) -> Line:
    """Pieces leave of their lots; all else in its turn."""
    shelf = book.shelf(line.item)
    parts = taken(book, shelf, quantity, named, known_as(shelf, known.source)) if quantity else []
    for one, _ in parts:
        about = (known.number, known.reason, at)
        told = Movement(line.item, "transfer", -one.quantity, *about, place=one.place, in_transit=one.quantity)
        book.lay(replace(told, lot=one.lot, expires_on=one.expires_on))
    pieces.send(book, known, named)
    contents = tuple(Content(lot=one.lot, expires_on=one.expires_on, quantity=one.quantity) for one, _ in parts)
    return line.dispatched(contents, tuple(one.serial for one in named))


def _dispatch_refusal(book: Book, known: Transfer, line: Line, quantity: Decimal) -> Refusal | None:
    item = line.item
    shelf = book.shelves.get(item, Shelf(item))
    if quantity > line.requested:
        return MoreThanRequested(sent=quantity, item=item, number=known.number, requested=line.requested)
    if refusal := no_place(shelf, known.source) or unfit(item, book.master(item), quantity):
        return refusal
    if quantity > shelf.free:
        return NotFree(free=shelf.free, item=item)
    there = lying_at(book, shelf, known.source)
    return NotThere(there=there, item=item, place=known.source or shelf.place) if quantity > there else None


def receive(
    book: Book, known: Transfer | None, asked: Receive, at: datetime, ids: Iterator[UUID]
) -> tuple[Transfer, Said] | Refusal:
    """What came lies at its new place, and who waits for it is served; what did not is a difference of our stock."""
    if known is None:
        return NotFound(what="transfer", id=asked.transfer_id)
    if known.state != "dispatched":
        return NotOnItsWay(number=known.number, state=known.state)
    tells_one = asked.quantity is not None or asked.more or bool(asked.difference)
    if refusal := _not_on_it(known, asked.lines, tells_one):
        return refusal
    every = [(known.line(one.item), one) for one in _coming(known, asked)]
    comes = [(line, _or(one.quantity, line.in_transit)) for line, one in every]
    wrong = [_receive_refusal(book, known, line, one) for line, one in every]
    if refusal := _all(known.number, [*wrong, pieces.misnamed_back(book, comes, asked.serials)]):
        return refusal
    named = {line.item: pieces.arriving(line, quantity, asked.serials) for line, quantity in comes}
    came = {
        one.item: line.received(
            _or(one.quantity, line.in_transit), one.difference, one.more, asked.by, at, named[one.item]
        )
        for line, one in every
    }
    for line, quantity in comes:
        contents = pieces.contents(book, line, named[line.item]) or line.arriving(quantity)
        _arrive(book, known, contents, came[line.item], at)
        pieces.arrive(book, known, line, came[line.item])
    done = known.but(lines=known.changed(came), received_by=asked.by, received_at=at)
    said = follow(book, list(came), ids).events
    return done, (*_missing(came.values()), *said)


def _coming(known: Transfer, asked: Receive) -> Sequence[Came]:
    if asked.lines:
        return asked.lines
    on_their_way = [line.item for line in known.lines if line.state == "dispatched"]
    return [Came(item, asked.quantity, asked.difference, asked.more) for item in on_their_way]


def _missing(came: Iterable[Line]) -> list[StockAdjusted]:
    missing = [line for line in came if line.missing]
    return [StockAdjusted(item=one.item, quantity=-one.missing, reason=one.difference) for one in missing]


def _arrive(book: Book, known: Transfer, arriving: Iterable[Content], came: Line, at: datetime) -> None:
    place, item = known_as(book.shelf(came.item), known.destination), came.item
    for one in arriving:
        told = Movement(item, "transfer", one.quantity, known.number, known.reason, at, in_transit=-one.quantity)
        book.move(replace(told, place=place, lot=one.lot, expires_on=one.expires_on))
    if came.missing:
        about = (known.number, came.difference, at)
        book.move(Movement(item, "adjustment", ZERO, *about, place=place, in_transit=-came.missing))


def _receive_refusal(book: Book, known: Transfer, line: Line, asked: Came) -> Refusal | None:
    about, left = {"item": line.item, "number": known.number}, line.in_transit
    quantity = _or(asked.quantity, left)
    if line.state != "dispatched":
        return NotOnItsWay(state=line.state, **about)
    if quantity > left:
        return MoreThanSent(came=line.came + quantity, sent=line.sent, **about)
    if asked.more and not 0 < quantity < left:
        return NothingMoreComes(left=left, **about)
    if quantity < left and not (asked.difference or asked.more):
        return DifferenceUnexplained(missing=left - quantity, **about)
    shelf = book.shelves[line.item]
    return no_place(shelf, known.destination) or unfit(line.item, book.master(line.item), quantity)
