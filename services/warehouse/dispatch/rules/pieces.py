"""Which pieces a shipment is packed with, and which of them come back, by their serial numbers (WHS-1, WHS-6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from chassis.refusal import Refusal
from services.warehouse.book.rules import naming
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.demand import Shipment
from services.warehouse.book.rules.goods import ZERO
from services.warehouse.book.rules.naming import chosen
from services.warehouse.book.rules.quants import OWN
from services.warehouse.book.rules.serials import Faults, Misnamed, NoSerials


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
    return naming.misnamed(book, wanted, told)


def put_in(book: Book, shipment: Shipment, told: Sequence[str]) -> None:
    """They lie in its packages from now on."""
    for one in chosen(book, serialised_in(book, shipment), told).pieces if told else ():
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
            book.serials.keep(replace(one, shipment_id=None, place=OWN, stands="in stock"))
