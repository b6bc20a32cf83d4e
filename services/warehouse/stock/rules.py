"""Shelves are opened once, labelled, and adjusted where a difference is found (WHS-1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from chassis.refusal import NotFound, Refusal
from contracts.warehouse import StockAdjusted
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.deal import Statement, follow
from services.warehouse.book.rules.gate import barred, unfit
from services.warehouse.book.rules.goods import ZERO, Movement, Shelf
from services.warehouse.book.rules.picking import place_now
from services.warehouse.book.rules.places import NotThere, known_as, lying_at, no_place, relabelled
from services.warehouse.book.rules.serials import Faults, NoSerials, Serial

Worth = Decimal | str | tuple[str, ...]
"""What a shelf may say of itself."""


class BelowPromised(Refusal):
    """{reserved} of {item} are reserved or packed; {on_hand} on hand would break that promise."""

    of_input = True


@dataclass(frozen=True)
class Count:
    """An item's place, its limits and, once, what is on hand when the warehouse opens its book (WHS-1, WHS-7).

    What is None was not said, and stays as it is.
    """

    item: str
    quantity: Decimal | None
    reorder_point: Decimal | None = None
    safety_stock: Decimal | None = None
    place: str | None = None
    places: tuple[str, ...] | None = None
    inspection: str = ""

    @property
    def limits(self) -> dict[str, Worth]:
        """Places, reorder point and safety stock, as far as they were said."""
        said = {name: getattr(self, name) for name in ("place", "places", "reorder_point", "safety_stock")}
        return {name: value for name, value in said.items() if value is not None}


@dataclass(frozen=True)
class Adjust:
    """A difference found; ``quantity`` is signed."""

    item: str
    quantity: Decimal
    reason: str
    inspection: str = ""
    place: str = ""
    lot: str = ""
    serials: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counted:
    """What a count made of a shelf: (field, before, after) of what changed, (field, asked, kept) of what did not."""

    opened: bool
    changes: tuple[tuple[str, Worth, Worth], ...]
    not_taken: tuple[tuple[str, Decimal, Decimal], ...]


def count_refusal(book: Book, asked: Count) -> Refusal | None:
    """Why a shelf cannot be opened with so much, or have such places; a quantity that no longer counts is not looked
    at."""
    shelf, master = book.shelves.get(asked.item), book.master(asked.item)
    known = shelf or Shelf(asked.item)
    own = known.place if asked.place is None else asked.place
    others = known.places if asked.places is None else asked.places
    if refusal := relabelled(book, known, own, others):
        return refusal
    if not asked.quantity or (shelf and shelf.counted):
        return None
    return unfit(asked.item, master, asked.quantity) or barred(asked.item, master, asked.inspection)


def counted(before: Shelf, asked: Count, after: Shelf) -> Counted:
    """What is told of a count: a second one changes no quantity, and says what is on the shelf instead."""
    named = [("quantity", before.on_hand, after.on_hand)]
    named += [(name, getattr(before, name), getattr(after, name)) for name in asked.limits]
    late = before.counted and asked.quantity is not None and asked.quantity != before.on_hand
    return Counted(
        opened=after.counted and not before.counted,
        changes=tuple(each for each in named if each[1] != each[2]),
        not_taken=(("quantity", asked.quantity or ZERO, before.on_hand),) if late else (),
    )


def count(book: Book, asked: Count, at: datetime, ids: Iterator[UUID]) -> tuple[StockAdjusted | Statement, ...]:
    """Set what is said of limits and place; the opening quantity counts the first time only."""
    book.label(asked.item, asked.limits)
    opens = not book.shelf(asked.item).counted
    if asked.quantity is not None:
        book.open_shelf(Movement(asked.item, "opening", asked.quantity, "", "opening stock", at, asked.inspection))
    said = follow(book, [asked.item], ids).events
    if opens and asked.quantity:
        return (StockAdjusted(item=asked.item, quantity=asked.quantity, opening=True), *said)
    return said


def adjust(
    book: Book, asked: Adjust, at: datetime, ids: Iterator[UUID]
) -> tuple[StockAdjusted | Statement, ...] | Refusal:
    """Book a difference; what is reserved cannot be adjusted away, what is held for waiting orders can.

    A difference that leaves whole pieces is right, whatever it takes away.
    """
    shelf = book.shelves.get(asked.item)
    if shelf is None:
        return NotFound(what="stock of", id=asked.item)
    on_hand = shelf.on_hand + asked.quantity
    if on_hand < shelf.reserved:
        return BelowPromised(item=asked.item, reserved=shelf.reserved, on_hand=on_hand)
    if refusal := _place_refusal(book, shelf, asked) or _adjust_refusal(book, asked, on_hand):
        return refusal
    if refusal := _misnamed(book, asked):
        return refusal
    _book(book, shelf, asked, at)
    _name(book, asked)
    adjusted = StockAdjusted(item=asked.item, quantity=asked.quantity, reason=asked.reason)
    return (adjusted, *follow(book, [asked.item], ids).events)


def _book(book: Book, shelf: Shelf, asked: Adjust, at: datetime) -> None:
    """What is less is picked, unless its lot is told."""
    place = known_as(shelf, asked.place)
    told = Movement(asked.item, "adjustment", asked.quantity, "", asked.reason, at, asked.inspection, lot=asked.lot)
    is_told = asked.lot or asked.quantity > 0
    book.move(replace(told, place=place) if is_told else told, place if asked.place else None)


def _misnamed(book: Book, asked: Adjust) -> Refusal | None:
    """What is wrong with the serial numbers of what is missing or was found, where they are told (WHS-1)."""
    if not asked.serials:
        return None
    if not book.master(asked.item).serialised:
        return NoSerials(item=asked.item)
    faults = Faults()
    for name in asked.serials:
        known = book.serials.known.get((asked.item, name))
        if asked.quantity > 0:
            faults.known.extend([name] if known and known.left_as != "written off" else [])
        elif known is None:
            faults.unknown.append(name)
        elif known.stands != "in stock" or asked.lot not in ("", known.lot) or _lies_elsewhere(book, asked, known):
            faults.away.append(name)
    return faults.refusal(abs(asked.quantity), asked.serials)


def _lies_elsewhere(book: Book, asked: Adjust, known: Serial) -> bool:
    shelf = book.shelf(asked.item)
    return bool(asked.place) and place_now(shelf, known) not in (None, known_as(shelf, asked.place))


def _name(book: Book, asked: Adjust) -> None:
    for name in asked.serials:
        known = book.serials.known.get((asked.item, name), Serial(asked.item, name, receipt=asked.lot, lot=asked.lot))
        if asked.quantity < 0:
            book.serials.keep(replace(known, left_as="written off", stands="written off"))
        else:
            place = known_as(book.shelf(asked.item), asked.place)
            book.serials.keep(replace(known, left_as="", place=place, stands="in stock"))


def _place_refusal(book: Book, shelf: Shelf, asked: Adjust) -> Refusal | None:
    """Less than nothing lies nowhere; what no place is told of is taken wherever it lies. A lot is found where it lies
    already: by its receipt alone it becomes one."""
    if refusal := no_place(shelf, asked.place):
        return refusal
    there = lying_at(book, shelf, asked.place, asked.lot)
    fits = there + asked.quantity >= 0 if asked.place or asked.lot else True
    if fits and (there or not asked.lot):
        return None
    return NotThere(there=there, item=asked.item, place=asked.place or shelf.place, lot=asked.lot)


def _adjust_refusal(book: Book, asked: Adjust, on_hand: Decimal) -> Refusal | None:
    master = book.master(asked.item)
    odd = unfit(asked.item, master, on_hand) and unfit(asked.item, master, asked.quantity)
    return odd or (barred(asked.item, master, asked.inspection) if asked.quantity > 0 else None)
