"""Which pieces leave with a transfer and come with it, by their serial numbers: meanwhile they lie nowhere (WHS-1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from chassis.refusal import Refusal
from services.warehouse.book.rules import naming
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.goods import ZERO
from services.warehouse.book.rules.naming import Chosen, chosen
from services.warehouse.book.rules.places import known_as
from services.warehouse.book.rules.serials import Faults, NoSerials, Serial
from services.warehouse.transfer.rules import Content, Line, Transfer

Leaving = Mapping[str, Decimal]
"""By item how many leave."""


def misnamed(book: Book, known: Transfer, leaves: Leaving, told: Sequence[str]) -> Refusal | None:
    """Why these pieces do not leave: not named, not known, not in stock where the transfer begins."""
    wanted = _serialised(book, leaves)
    if not wanted:
        return NoSerials(item=", ".join(leaves)) if told else None
    return naming.misnamed(book, wanted, told, _source(book, known, wanted))


def leaving(book: Book, known: Transfer, leaves: Leaving, told: Sequence[str]) -> Chosen:
    """The pieces that were named, each of its item."""
    wanted = _serialised(book, leaves)
    return chosen(book, wanted, told, _source(book, known, wanted))


def _serialised(book: Book, leaves: Leaving) -> Leaving:
    return {item: quantity for item, quantity in leaves.items() if book.master(item).serialised}


def _source(book: Book, known: Transfer, wanted: Leaving) -> Mapping[str, str]:
    """Where it begins, which may be the own place of some of its items."""
    return {item: known_as(book.shelf(item), known.source) for item in wanted}


def send(book: Book, known: Transfer, named: Sequence[Serial]) -> None:
    """They lie nowhere until they come."""
    for one in named:
        book.serials.keep(replace(one, place=None, transfer_id=known.transfer_id, stands="in transit"))


def misnamed_back(book: Book, comes: Sequence[tuple[Line, Decimal]], told: Sequence[str]) -> Refusal | None:
    """Why these are not the pieces that came: of lines that all came nobody need be named."""
    named = [(line, quantity) for line, quantity in comes if line.on_their_way]
    if not named:
        return NoSerials(item=", ".join(line.item for line, _ in comes)) if told else None
    if not told and all(quantity in (0, len(line.on_their_way)) for line, quantity in named):
        return None
    under_way = {serial for line, _ in named for serial in line.on_their_way}
    known = {serial for _, serial in book.serials.known}
    faults = Faults()
    for name in told:
        if name not in under_way:
            (faults.away if name in known else faults.unknown).append(name)
    return faults.refusal(sum((quantity for _, quantity in named), ZERO), told)


def arriving(line: Line, quantity: Decimal, told: Sequence[str]) -> tuple[str, ...]:
    """Those of a line that came now."""
    if not told:
        return line.on_their_way if quantity else ()
    return tuple(serial for serial in line.on_their_way if serial in told)


def contents(book: Book, line: Line, came: Sequence[str]) -> list[Content]:
    """Of which lots the pieces are that came; nothing where some were here before they had a name."""
    sent = [book.serials.known[line.item, serial] for serial in line.serials]
    if not sent or not all(one.receipt for one in sent):
        return []
    lots = Counter((one.lot, one.expires_on) for one in sent if one.serial in came)
    return [Content(lot=lot, expires_on=day, quantity=Decimal(many)) for (lot, day), many in lots.items()]


def arrive(book: Book, known: Transfer, line: Line, came: Line) -> None:
    """What came lies at its new place; what is still missing when all is said is written off."""
    place = known_as(book.shelf(line.item), known.destination)
    here = came.arrivals[-1].serials
    for serial in line.on_their_way:
        one = replace(book.serials.known[line.item, serial], transfer_id=None)
        if serial in here:
            book.serials.keep(replace(one, place=place, stands="in stock"))
        elif came.state == "received":
            book.serials.keep(replace(one, left_as="written off", stands="written off"))
