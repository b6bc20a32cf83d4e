"""Which goods lie in which package, as a storekeeper says, or as a rule laid them there (WHS-6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from chassis.refusal import Refusal
from contracts.order import Package, PackedContent
from contracts.texts import Text
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.demand import Part, Shipment
from services.warehouse.book.rules.gate import unfit
from services.warehouse.book.rules.goods import ZERO
from services.warehouse.book.rules.naming import chosen
from services.warehouse.book.rules.serials import NoSerials
from services.warehouse.dispatch.rules.pieces import serialised_in


class NotAsPacked(Refusal):
    """What lies in the packages is not what is packed: {faults}"""

    of_input = True


class PiecesElsewhere(Refusal):
    """Named for the shipment or in its packages, and not in both: {serials}."""

    of_input = True


@dataclass(frozen=True)
class Laid:
    """So much of a line lies in the package of this number; of an item with serial numbers these pieces."""

    package: int
    line: int
    quantity: Decimal
    serials: tuple[str, ...] = ()


def with_contents(packages: Sequence[Package], shipment: Shipment, laid: Sequence[Laid]) -> tuple[Package, ...]:
    """Packages with what was said to lie in each; as they were where nothing was said."""
    items = {part.line: part.item for part in shipment.parts}

    def lies_in(number: int) -> tuple[PackedContent, ...]:
        here = [one for one in laid if one.package == number]
        return tuple(
            PackedContent(line=one.line, item=items[one.line], quantity=one.quantity, serials=one.serials)
            for one in here
        )

    return tuple(one.but(contents=lies_in(one.number)) for one in packages) if laid else tuple(packages)


def contents_refusal(book: Book, shipment: Shipment, packages: int, laid: Sequence[Laid]) -> NotAsPacked | None:
    """Why this cannot lie in so many packages: all that is wrong with it."""
    if not laid:
        return None
    lines = {part.line: part for part in shipment.parts}
    known = [(one, lines[one.line]) for one in laid if one.line in lines]
    found = [
        *(Text("the shipment has no line {line}", line=line) for line in sorted({x.line for x in laid} - lines.keys())),
        *_packages(packages, laid),
        *(fault for part in shipment.parts if (fault := _sum(part, laid))),
        *(fault for one, part in known for fault in _piecewise(book, one, part)),
        *_names(book, shipment, known),
    ]
    return NotAsPacked(faults=tuple(found)) if found else None


def elsewhere(told: Sequence[str], laid: Sequence[Laid]) -> PiecesElsewhere | None:
    """Who names the pieces besides, names those that lie in the packages."""
    inside = {serial for one in laid for serial in one.serials}
    away = sorted(set(told) ^ inside) if told and inside else []
    return PiecesElsewhere(serials=", ".join(away)) if away else None


def _packages(packages: int, laid: Sequence[Laid]) -> Iterator[Text]:
    told = {one.package for one in laid}
    for number in sorted(told - set(range(1, packages + 1))):
        yield Text("there is no package {number}", number=number)
    for number in sorted(set(range(1, packages + 1)) - told):
        yield Text("nothing lies in package {number}", number=number)


def _sum(part: Part, laid: Sequence[Laid]) -> Text | None:
    """What lies of a line in all packages is what is packed of it."""
    told = sum((one.quantity for one in laid if one.line == part.line), ZERO)
    if told == part.quantity:
        return None
    about = {"line": part.line, "item": part.item, "told": told, "packed": part.quantity}
    return Text("of line {line} {told} of {item} lie in packages, and {packed} are packed", **about)


def _piecewise(book: Book, one: Laid, part: Part) -> Iterator[Text]:
    """Whole pieces, and each by its serial number where the item has them."""
    master = book.master(part.item)
    if odd := unfit(part.item, master, one.quantity):
        yield odd.text
    if one.serials and not master.serialised:
        yield NoSerials(item=part.item).text
    if master.serialised and len(one.serials) != one.quantity:
        about = {"package": one.package, "item": part.item, "quantity": one.quantity, "told": len(one.serials)}
        yield Text("in package {package} lie {quantity} of {item}, and {told} are named", **about)


def _names(book: Book, shipment: Shipment, known: Sequence[tuple[Laid, Part]]) -> Iterator[Text]:
    """Each piece lies in one package, and under its own item."""
    named = [(part.item, serial) for one, part in known for serial in one.serials]
    if twice := [serial for (_, serial), times in Counter(named).items() if times > 1]:
        yield Text("in two packages: {serials}", serials=", ".join(twice))
    told = [serial for _, serial in named]
    packed = {one.serial: one.item for one in chosen(book, serialised_in(book, shipment), told).pieces}
    if wrong := sorted({serial for item, serial in named if packed.get(serial, item) != item}):
        yield Text("of another item: {serials}", serials=", ".join(wrong))
