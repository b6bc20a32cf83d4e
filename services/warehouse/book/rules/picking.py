"""What is packed was taken from its places and lots, and lies in its packages until it leaves (WHS-6).

Its place is then the number of its outbound slip. Of an item that lies loose at its own place nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice

from chassis.refusal import Refusal
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.demand import Part, Pick, Shipment
from services.warehouse.book.rules.goods import ZERO, Movement, Shelf
from services.warehouse.book.rules.places import known_as
from services.warehouse.book.rules.quants import LOOSE, OWN, Quant, lies_in
from services.warehouse.book.rules.serials import Serial


class PastItsDate(Refusal):
    """Only {there} of {item} are neither past their date nor recalled; {wanted} are to be packed."""


def out_of_date(book: Book, shipment: Shipment) -> PastItsDate | None:
    """Why a shipment cannot be packed: of what lies there too much is past its date or recalled."""
    for item in {part.item for part in shipment.parts}:
        shelf = book.shelves.get(item)
        if shelf is None or not shelf.past:
            continue
        wanted = sum((part.quantity for part in shipment.parts if part.item == item), ZERO)
        if (there := usable(book, shelf)) < wanted:
            return PastItsDate(there=there, item=item, wanted=wanted)
    return None


def usable(book: Book, shelf: Shelf) -> Decimal:
    """What may be packed of an item: it lies at one of its places, neither past its date nor recalled."""
    kept = (one.quantity for one in book.quants.of(shelf.item) if lies_in(shelf, one.place))
    return sum(kept, shelf.loose) - shelf.past


def usable_of(book: Book, shelf: Shelf, lot: str) -> Decimal:
    """What of a lot may be packed; loose is of none."""
    there = [one for one in book.quants.of(shelf.item) if lies_in(shelf, one.place) and one.lot == lot]
    kept = sum((one.quantity for one in there if not book.quants.is_barred(one, book.today)), ZERO)
    return kept + (shelf.loose if lot == LOOSE else ZERO)


def pick(book: Book, shipment: Shipment) -> None:
    """Take its goods from where they lie, into its packages; the slip tells from where."""
    named = {item: iter(with_shipment(book, shipment, item)) for item in {part.item for part in shipment.parts}}
    for part in shipment.parts:
        quants = book.quants.of(part.item)
        picked = _picked(book, part, list(islice(named[part.item], int(part.quantity))))
        for one in picked if quants else ():
            _carry(book, shipment, one, place_of(book, one), shipment.slip_number)
        shipment.picks = (*shipment.picks, *picked)


def with_shipment(book: Book, shipment: Shipment, item: str) -> list[Serial]:
    """The pieces of an item that were named for it, by their numbers."""
    return sorted(book.serials.with_shipment(shipment.shipment_id, item), key=lambda one: one.serial)


def place_now(shelf: Shelf, one: Serial) -> str | None:
    """Where a piece lies: a place that is no more one of its item's is its own; None where nobody knows."""
    return one.place if one.place is None or lies_in(shelf, one.place) else OWN


def taken(
    book: Book, shelf: Shelf, quantity: Decimal, named: Sequence[Serial], only: str | None = None
) -> list[tuple[Quant, tuple[str, ...]]]:
    """From where so many are taken, and which pieces from each: those that are named where they lie, of their lots; all
    else in its turn. What was here before it had a name is taken like all else."""
    there = list(book.quants.in_turn(shelf, book.today, only))
    pieces: dict[int, list[str]] = {}
    for one in sorted(named, key=lambda one: (place_now(shelf, one) is None, not one.receipt)):
        fitting = (n for n, quant in enumerate(there) if len(pieces.get(n, ())) < quant.quantity)
        nth = next((n for n in fitting if _may_lie(shelf, one, there[n])), None)
        if nth is not None:
            pieces.setdefault(nth, []).append(one.serial)
    rest, found = quantity - sum(map(len, pieces.values())), list[tuple[Quant, tuple[str, ...]]]()
    for n, quant in enumerate(there):
        here = pieces.get(n, [])
        more = min(rest, quant.quantity - len(here))
        rest -= more
        if more or here:
            found.append((replace(quant, quantity=more + len(here)), tuple(here)))
    return found


def _may_lie(shelf: Shelf, one: Serial, quant: Quant) -> bool:
    return place_now(shelf, one) in (None, quant.place) and (not one.receipt or one.lot == quant.lot)


def _picked(book: Book, part: Part, named: Sequence[Serial]) -> list[Pick]:
    """Of what has no place that is called something, and no lot, there is nothing to tell."""
    shelf = book.shelves.get(part.item, Shelf(part.item))
    if not book.quants.of(part.item):
        whole = Quant(part.item, quantity=part.quantity)
        return [_pick(part, shelf, whole, tuple(one.serial for one in named))] if shelf.place else []
    return [_pick(part, shelf, *each) for each in taken(book, shelf, part.quantity, named)]


def _pick(part: Part, shelf: Shelf, one: Quant, serials: tuple[str, ...]) -> Pick:
    return Pick(
        line=part.line,
        item=part.item,
        place=one.place or shelf.place,
        lot=one.lot,
        expires_on=one.expires_on,
        quantity=one.quantity,
        serials=serials,
    )


def packed_of(book: Book, shipment: Shipment, line: int) -> list[Pick]:
    """What of a line lies in the packages; nothing of an item that lies loose."""
    picks = [one for one in shipment.picks if one.line == line]
    return [one for one in picks if book.quants.at(one.item, shipment.slip_number)]


def put_back(book: Book, shipment: Shipment) -> None:
    """Its packages are opened: what was taken lies where it lay, or at the item's own place if that is no more."""
    for part in shipment.parts:
        for one in packed_of(book, shipment, part.line):
            _carry(book, shipment, one, shipment.slip_number, place_of(book, one))


def place_of(book: Book, one: Pick) -> str:
    """Where it was picked, as movements name it."""
    shelf = book.shelf(one.item)
    place = known_as(shelf, one.place)
    return place if lies_in(shelf, place) else OWN


def _carry(book: Book, shipment: Shipment, one: Pick, source: str, destination: str) -> None:
    for place, quantity in ((source, -one.quantity), (destination, one.quantity)):
        told = Movement(one.item, "packing", quantity, shipment.slip_number, str(shipment.shipment_id), book.now)
        book.lay(replace(told, place=place, lot=one.lot, expires_on=one.expires_on))
