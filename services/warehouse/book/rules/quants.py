"""Where goods lie: what is at other places than an item's own or of a lot, each quantity once (WHS-1, WHS-10)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from services.warehouse.book.rules.goods import ZERO, Shelf

OWN = ""
"""The item's own place."""
LOOSE = ""
"""Of no lot."""
Walk = tuple[tuple[int, int, str], ...]
_PIECES = re.compile(r"\d+|\D+")


@dataclass(slots=True)
class Quant:
    """So many of an item and lot at a place, as warehouse management calls it."""

    item: str
    place: str = OWN
    lot: str = LOOSE
    expires_on: date | None = None
    quantity: Decimal = ZERO

    def is_past(self, today: date) -> bool:
        """A lot may be used on its last day, and not after it."""
        return self.expires_on is not None and self.expires_on < today


def walking(place: str) -> Walk:
    """Where a place comes on the way through the warehouse: as they are numbered, A-2 before A-10 (WHS-6)."""
    return tuple((1, int(piece), "") if piece.isdecimal() else (0, 0, piece) for piece in _PIECES.findall(place))


def lies_in(shelf: Shelf, place: str) -> bool:
    """Whether it can be taken from there; what is packed cannot."""
    return place == OWN or place in shelf.places


class Quants:
    """Those of the items that a batch touches. Remembers what changed. ``recalled``: the lots that nobody may use."""

    def __init__(self, quants: Iterable[Quant] = (), recalled: Iterable[str] = ()) -> None:
        self._recalled = frozenset(recalled)
        self._of: dict[str, dict[tuple[str, str], Quant]] = {}
        self.changed: dict[tuple[str, str, str], Quant] = {}
        for quant in quants:
            self._of.setdefault(quant.item, {})[quant.place, quant.lot] = quant

    def of(self, item: str) -> list[Quant]:
        return [quant for quant in self._of.get(item, {}).values() if quant.quantity]

    def is_barred(self, quant: Quant, today: date) -> bool:
        """Nobody is promised it: its lot is past its date, or recalled."""
        return quant.is_past(today) or quant.lot in self._recalled

    def at(self, item: str, place: str, lot: str | None = None) -> Decimal:
        """How many of an item lie in quants at a place, of all lots or of one."""
        there = (one for one in self.of(item) if one.place == place)
        return sum((one.quantity for one in there if lot is None or one.lot == lot), ZERO)

    def change(self, told: Quant) -> Quant:
        """More or less of it lies there; how it is from now on."""
        known = self._of.setdefault(told.item, {}).setdefault((told.place, told.lot), replace(told, quantity=ZERO))
        known.quantity += told.quantity
        self.changed[told.item, told.place, told.lot] = known
        return known

    def in_turn(self, shelf: Shelf, today: date, only: str | None) -> list[Quant]:
        """In which order they are taken: first expired, first out; else first in; on the way through the places.

        What has no lot came before there were lots. What is barred is the last; ``only`` at this place.
        """
        found = [Quant(shelf.item, quantity=shelf.loose), *self.of(shelf.item)]
        there = [one for one in found if (lies_in(shelf, one.place) if only is None else one.place == only)]

        def turn(one: Quant) -> tuple[bool, date, str, Walk]:
            return self.is_barred(one, today), one.expires_on or date.max, one.lot, walking(one.place)

        return sorted(there, key=turn)

    def picked(self, shelf: Shelf, quantity: Decimal, today: date, only: str | None) -> Iterator[Quant]:
        """From where so many are taken."""
        for quant in self.in_turn(shelf, today, only):
            if taken := min(quant.quantity, quantity):
                quantity -= taken
                yield replace(quant, quantity=taken)
