"""Which pieces a shipment is packed with, and which of them come back, by their serial numbers (WHS-1, WHS-6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from chassis.refusal import Refusal
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.demand import Shipment
from services.warehouse.book.rules.goods import ZERO, Shelf
from services.warehouse.book.rules.picking import usable_of
from services.warehouse.book.rules.serials import Faults, Misnamed, NoSerials, Serial


@dataclass(frozen=True)
class Chosen:
    """The pieces that were named, and what is wrong with the other names."""

    pieces: tuple[Serial, ...]
    faults: Faults


def serialised_in(book: Book, shipment: Shipment) -> Mapping[str, Decimal]:
    """How many pieces of which of its items have serial numbers."""
    wanted: dict[str, Decimal] = {}
    for part in shipment.parts:
        if book.master(part.item).serialised:
            wanted[part.item] = wanted.get(part.item, ZERO) + part.quantity
    return wanted


def misnamed(book: Book, shipment: Shipment, told: Sequence[str]) -> Refusal | None:
    """Why a shipment is not packed with these pieces: all that is wrong with their names."""
    wanted = serialised_in(book, shipment)
    if not wanted:
        return NoSerials(item=", ".join(sorted({part.item for part in shipment.parts}))) if told else None
    return chosen(book, shipment, told).faults.refusal(sum(wanted.values(), ZERO), told)


def chosen(book: Book, shipment: Shipment, told: Sequence[str]) -> Chosen:
    """For each name a piece of an item that is to be packed. What was here before its item had serial numbers is named
    now, as far as there are pieces without a name."""
    left, pieces, faults = dict(serialised_in(book, shipment)), list[Serial](), Faults()
    usable = _Usable(book)
    for name in dict.fromkeys(told):
        known = [book.serials.known[item, name] for item in left if (item, name) in book.serials.known]
        piece = next((one for one in known if left[one.item] > 0 and usable.takes(one)), None)
        if piece is None and not known:
            piece = next((Serial(item, name) for item in left if left[item] > 0 and usable.takes_unnamed(item)), None)
        if piece is None:
            (faults.away if known else faults.unknown).append(name)
            continue
        left[piece.item] -= 1
        pieces.append(piece)
    return Chosen(tuple(pieces), faults)


class _Usable:
    """What may still be named: of each lot what lies there, and of each item what has no name yet."""

    def __init__(self, book: Book) -> None:
        self.book, self.taken, self.named = book, Counter[tuple[str, str]](), Counter[str]()

    def takes(self, one: Serial) -> bool:
        shelf = self.book.shelves.get(one.item, Shelf(one.item))
        there = (
            not self.book.quants.of(one.item) or usable_of(self.book, shelf, one.lot) > self.taken[one.item, one.lot]
        )
        if one.stands != "in stock" or not there:
            return False
        self.taken[one.item, one.lot] += 1
        return True

    def takes_unnamed(self, item: str) -> bool:
        shelf = self.book.shelves.get(item, Shelf(item))
        if shelf.on_hand - self.book.serials.here.get(item, 0) <= self.named[item]:
            return False
        self.named[item] += 1
        return True


def put_in(book: Book, shipment: Shipment, told: Sequence[str]) -> None:
    """They lie in its packages from now on."""
    for one in chosen(book, shipment, told).pieces if told else ():
        went = (*one.went, shipment.shipment_id)
        book.serials.keep(replace(one, shipment_id=shipment.shipment_id, went=went, stands="packed"))


def misnamed_back(book: Book, shipment: Shipment, came: Mapping[str, Decimal], told: Sequence[str]) -> Misnamed | None:
    """Why these are not the pieces that came back; where it left without names, there are none to tell."""
    expected, faults = ZERO, Faults()
    gone = {one.serial: one for item in came for one in book.serials.with_shipment(shipment.shipment_id, item)}
    for item, quantity in came.items():
        expected += quantity if any(one.item == item for one in gone.values()) else ZERO
    known = {name for _, name in book.serials.known}
    for name in told:
        if name not in gone:
            (faults.away if name in known else faults.unknown).append(name)
    return faults.refusal(expected, told)


def take_back(book: Book, shipment: Shipment, told: Sequence[str], scrapped: Sequence[str]) -> None:
    """They are in no packages any more: on the shelf again, or scrapped."""
    for one in [one for one in book.serials.known.values() if one.shipment_id == shipment.shipment_id]:
        if one.serial in scrapped:
            book.serials.keep(replace(one, shipment_id=None, left_as="scrapped", stands="scrapped"))
        elif one.serial in told:
            book.serials.keep(replace(one, shipment_id=None, stands="in stock"))
