"""Which pieces are named of what lies there, by their serial numbers, and what is wrong with other names (WHS-1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from chassis.refusal import Refusal
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.goods import ZERO, Shelf
from services.warehouse.book.rules.picking import place_now, usable_of
from services.warehouse.book.rules.places import lying_at
from services.warehouse.book.rules.serials import Faults, Serial

Places = Mapping[str, str]
"""By item the one place where pieces are named, as movements name it."""
EVERYWHERE: Places = {}


@dataclass(frozen=True)
class Chosen:
    """The pieces that were named, and what is wrong with the other names."""

    pieces: tuple[Serial, ...]
    faults: Faults

    def of(self, item: str) -> list[Serial]:
        return [one for one in self.pieces if one.item == item]


def chosen(book: Book, wanted: Mapping[str, Decimal], told: Sequence[str], places: Places = EVERYWHERE) -> Chosen:
    """For each name a piece of an item of which so many are wanted, wherever it lies or at its item's of ``places``.

    What was here before its item had serial numbers is named now, as far as there are pieces without a name.
    """
    left, pieces, faults = dict(wanted), list[Serial](), Faults()
    usable = _Usable(book, places)
    for name in dict.fromkeys(told):
        known = [book.serials.known[item, name] for item in left if (item, name) in book.serials.known]
        piece = next((one for one in known if left[one.item] > 0 and usable.takes(one)), None)
        if piece is None and not known:
            found = (item for item in left if left[item] > 0 and usable.takes_unnamed(item))
            piece = next((Serial(item, name, place=places.get(item)) for item in found), None)
        if piece is None:
            (faults.away if known else faults.unknown).append(name)
            continue
        left[piece.item] -= 1
        pieces.append(piece)
    return Chosen(tuple(pieces), faults)


def misnamed(
    book: Book, wanted: Mapping[str, Decimal], told: Sequence[str], places: Places = EVERYWHERE
) -> Refusal | None:
    """Why these are not the pieces that are wanted: all that is wrong with their names."""
    return chosen(book, wanted, told, places).faults.refusal(sum(wanted.values(), ZERO), told)


class _Usable:
    """What may still be named: of each lot what lies there, and of each item what has no name yet."""

    def __init__(self, book: Book, places: Places) -> None:
        self.book, self.places = book, places
        self.taken, self.named = Counter[tuple[str, str]](), Counter[str]()

    def takes(self, one: Serial) -> bool:
        if one.stands != "in stock" or self._there(one) <= self.taken[one.item, one.lot]:
            return False
        self.taken[one.item, one.lot] += 1
        return True

    def takes_unnamed(self, item: str) -> bool:
        if self._unnamed(item) <= self.named[item]:
            return False
        self.named[item] += 1
        return True

    def _there(self, one: Serial) -> Decimal:
        """How many pieces of its lot lie where it does; of an item that lies loose all that does."""
        shelf = self.book.shelves.get(one.item, Shelf(one.item))
        if (place := self.places.get(one.item)) is not None:
            here = place_now(shelf, one) in (None, place)
            return lying_at(self.book, shelf, place, one.lot) if here else ZERO
        return usable_of(self.book, shelf, one.lot) if self.book.quants.of(one.item) else shelf.on_hand

    def _unnamed(self, item: str) -> Decimal:
        """Of those that are named and of which nobody knows where they lie, all may lie here."""
        shelf, serials = self.book.shelves.get(item, Shelf(item)), self.book.serials
        everywhere = shelf.on_hand - serials.here.get(item, 0)
        if (place := self.places.get(item)) is None:
            return everywhere
        return min(everywhere, lying_at(self.book, shelf, place) - serials.lying.get((item, place), 0))
