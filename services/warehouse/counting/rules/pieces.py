"""Which pieces were found by their serial numbers, which are missing, and how both are booked (WHS-1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from chassis.refusal import Refusal
from contracts.texts import Text
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.picking import place_now
from services.warehouse.book.rules.places import known_as
from services.warehouse.book.rules.serials import Key, NoSerials, Serial
from services.warehouse.stock_count.rules import Line, Piece, StockCount


class PiecesUnnamed(Refusal):
    """Each piece that was counted is named once: {faults}"""

    of_input = True


class FoundElsewhere(Refusal):
    """By the book these pieces are elsewhere: {serials}; count there too, or tell first how they came here."""


def misnamed(book: Book, told: Sequence[Line], counted: Sequence[Line]) -> PiecesUnnamed | None:
    """What is wrong with the names of these lines, and of all that were counted: all of it at once."""
    names = Counter((line.item, serial) for line in counted for serial in line.serials)
    faults = [*(fault for line in told for fault in _unnamed(book, line))]
    if twice := sorted({serial for (_, serial), times in names.items() if times > 1}):
        faults.append(Text("counted twice: {serials}", serials=", ".join(twice)))
    return PiecesUnnamed(faults=tuple(faults)) if faults else None


def _unnamed(book: Book, line: Line) -> Iterator[Text]:
    about = {"item": line.item, "place": line.place, "counted": line.counted, "told": len(line.serials)}
    if line.serials and not book.master(line.item).serialised:
        yield NoSerials(item=line.item).text
    elif book.master(line.item).serialised and line.counted != len(line.serials):
        yield Text("{counted} of {item} were counted[ at {place}], and {told} are named", **about)
    known = (book.serials.known.get((line.item, serial)) for serial in line.serials)
    if strange := sorted(one.serial for one in known if one and one.receipt and one.lot != line.lot):
        yield Text("of another lot: {serials}", serials=", ".join(strange))


def compared(book: Book, known: StockCount) -> StockCount:
    """With the pieces that nobody found, and with those that were found where the book has none."""
    if known.state != "counted":
        return known.but(missing=(), found=())
    expected, told = _expected(book, known), _told(book, known)
    found = [
        Piece(item=item, serial=serial, place=line.place)
        for (item, serial), line in told.items()
        if not _lies_at(book, (item, serial), line)
    ]
    missing = [Piece(item=key[0], serial=key[1], place=place) for key, place in expected.items() if key not in told]
    return known.but(missing=tuple(sorted(missing, key=_turn)), found=tuple(sorted(found, key=_turn)))


def _turn(one: Piece) -> tuple[str, str]:
    return one.item, one.serial


def _told(book: Book, known: StockCount) -> Mapping[Key, Line]:
    return {(line.item, serial): line for line in known.lines for serial in line.serials}


def _expected(book: Book, known: StockCount) -> Mapping[Key, str]:
    """By the book, at the places that were counted; of whole items also what lies nobody knows where."""
    counted = {(line.item, known_as(book.shelf(line.item), line.place)): line.place for line in known.lines}
    here: dict[Key, str] = {}
    for one in book.serials.known.values():
        place = place_now(book.shelf(one.item), one)
        if one.stands == "in stock" and place is not None and (one.item, place) in counted:
            here[one.key] = counted[one.item, place]
        elif one.stands == "in stock" and place is None and not known.place:
            here[one.key] = ""
    return here


def _lies_at(book: Book, key: Key, line: Line) -> bool:
    """Whether a piece is found where the book has it, or may have it."""
    one, shelf = book.serials.known.get(key), book.shelf(line.item)
    return bool(one and one.stands == "in stock" and place_now(shelf, one) in (None, known_as(shelf, line.place)))


def elsewhere(book: Book, known: StockCount) -> FoundElsewhere | None:
    """Pieces that the book has at a place that was not counted, with a customer, on their way: never in two places."""
    expected = _expected(book, known)
    pieces = [(one, book.serials.known.get((one.item, one.serial))) for one in known.found]
    away = [one.serial for one, is_ in pieces if is_ and is_.key not in expected and is_.stands != "written off"]
    return FoundElsewhere(serials=", ".join(away)) if away else None


def book_names(book: Book, known: StockCount) -> None:
    """Who was found lies where he was found from now on; who is missing is written off."""
    for (item, serial), line in _told(book, known).items():
        one = book.serials.known.get((item, serial), Serial(item, serial, receipt=line.lot, lot=line.lot))
        place = known_as(book.shelf(item), line.place)
        if one.key not in book.serials.known or (one.place, one.left_as) != (place, ""):
            book.serials.keep(replace(one, place=place, left_as="", stands="in stock"))
    for gone in known.missing:
        one = book.serials.known[gone.item, gone.serial]
        book.serials.keep(replace(one, left_as="written off", stands="written off"))
