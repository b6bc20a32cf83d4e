"""What of an item is free may be sent to another of its places, and is in transit until it comes (WHS-10)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
from services.warehouse.book.rules.places import NotThere, known_as, lying_at, no_place
from services.warehouse.transfer.rules import Content, Transfer


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
    """Transfer {number} is {state}; only what is on its way can be received."""


@dataclass(frozen=True)
class Request:
    """Goods of an item are wanted at another of its places; an empty place is its own."""

    item: str
    quantity: Decimal
    source: str
    destination: str
    reason: str
    by: str


@dataclass(frozen=True)
class Dispatch:
    """So many leave; None is all, 0 calls the transfer off."""

    transfer_id: UUID
    quantity: Decimal | None
    by: str


@dataclass(frozen=True)
class Receive:
    """So many came; None is all that is on its way. ``difference`` says why it is less, but where ``more`` comes."""

    transfer_id: UUID
    quantity: Decimal | None
    difference: str
    by: str
    more: bool = False


Said = tuple[StockAdjusted | Statement, ...]


def request_refusal(book: Book, asked: Request) -> Refusal | None:
    """Why no such transfer can be; whether so many are free is looked at when they are to leave."""
    shelf = book.shelves.get(asked.item)
    if shelf is None:
        return NotFound(what="stock of", id=asked.item)
    if not asked.quantity:
        return NothingToSend()
    if known_as(shelf, asked.source) == known_as(shelf, asked.destination):
        return ToItself(item=asked.item, place=asked.source or shelf.place)
    unknown = no_place(shelf, asked.source) or no_place(shelf, asked.destination)
    return unknown or unfit(asked.item, book.master(asked.item), asked.quantity)


def request(asked: Request, transfer_id: UUID, number: str, at: datetime) -> Transfer:
    return Transfer(
        transfer_id=transfer_id,
        number=number,
        item=asked.item,
        source=asked.source,
        destination=asked.destination,
        requested=asked.quantity,
        reason=asked.reason,
        requested_by=asked.by,
        requested_at=at,
    )


def dispatch(
    book: Book, known: Transfer | None, asked: Dispatch, at: datetime, ids: Iterator[UUID]
) -> tuple[Transfer, Said] | Refusal:
    """The goods leave their place and are in transit, which is no place and not on hand: nobody is promised them."""
    if known is None:
        return NotFound(what="transfer", id=asked.transfer_id)
    quantity = known.requested if asked.quantity is None else asked.quantity
    if refusal := _dispatch_refusal(book, known, quantity):
        return refusal
    sent = known.dispatched(_leave(book, known, quantity, at), asked.by, at)
    return sent, follow(book, [known.item], ids).events


def _leave(book: Book, known: Transfer, quantity: Decimal, at: datetime) -> tuple[Content, ...]:
    if not quantity:
        return ()
    leaving = Movement(known.item, "transfer", -quantity, known.number, known.reason, at, in_transit=quantity)
    parts = book.move(leaving, known_as(book.shelf(known.item), known.source))
    return tuple(Content(lot=one.lot, expires_on=one.expires_on, quantity=-one.quantity) for one in parts)


def _dispatch_refusal(book: Book, known: Transfer, quantity: Decimal) -> Refusal | None:
    shelf = book.shelves.get(known.item, Shelf(known.item))
    if known.state != "requested":
        return NotToDispatch(number=known.number, state=known.state)
    if quantity > known.requested:
        return MoreThanRequested(sent=quantity, item=known.item, number=known.number, requested=known.requested)
    if refusal := no_place(shelf, known.source) or unfit(known.item, book.master(known.item), quantity):
        return refusal
    if quantity > shelf.free:
        return NotFree(free=shelf.free, item=known.item)
    there = lying_at(book, shelf, known.source)
    return NotThere(there=there, item=known.item, place=known.source or shelf.place) if quantity > there else None


def receive(
    book: Book, known: Transfer | None, asked: Receive, at: datetime, ids: Iterator[UUID]
) -> tuple[Transfer, Said] | Refusal:
    """What came lies at its new place, and who waits for it is served; what did not is a difference of our stock."""
    if known is None:
        return NotFound(what="transfer", id=asked.transfer_id)
    quantity = known.in_transit if asked.quantity is None else asked.quantity
    if refusal := _receive_refusal(book, known, quantity, asked):
        return refusal
    came = known.received(quantity, asked.difference, asked.more, asked.by, at)
    _arrive(book, known.arriving(quantity), came, at)
    said = follow(book, [known.item], ids).events
    if not came.missing:
        return came, said
    return came, (StockAdjusted(item=known.item, quantity=-came.missing, reason=asked.difference), *said)


def _arrive(book: Book, arriving: Iterable[Content], came: Transfer, at: datetime) -> None:
    place, item = known_as(book.shelf(came.item), came.destination), came.item
    for one in arriving:
        told = Movement(item, "transfer", one.quantity, came.number, came.reason, at, in_transit=-one.quantity)
        book.move(replace(told, place=place, lot=one.lot, expires_on=one.expires_on))
    if came.missing:
        about = (came.number, came.difference, at)
        book.move(Movement(item, "adjustment", ZERO, *about, place=place, in_transit=-came.missing))


def _receive_refusal(book: Book, known: Transfer, quantity: Decimal, asked: Receive) -> Refusal | None:
    about, left = {"item": known.item, "number": known.number}, known.in_transit
    if known.state != "dispatched":
        return NotOnItsWay(number=known.number, state=known.state)
    if quantity > left:
        return MoreThanSent(came=known.came + quantity, sent=known.sent, **about)
    if asked.more and not 0 < quantity < left:
        return NothingMoreComes(left=left, **about)
    if quantity < left and not (asked.difference or asked.more):
        return DifferenceUnexplained(missing=left - quantity, **about)
    shelf = book.shelves[known.item]
    return no_place(shelf, known.destination) or unfit(known.item, book.master(known.item), quantity)
