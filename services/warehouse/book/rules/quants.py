"""Where goods lie: what is at other places than an item's own, each quantity in one of them (WHS-1, WHS-10)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from services.warehouse.book.rules.goods import ZERO

OWN = ""
"""The item's own place."""
Walk = tuple[tuple[int, int, str], ...]
_PIECES = re.compile(r"\d+|\D+")


@dataclass(slots=True)
class Quant:
    """So many of an item at a place, as warehouse management calls it."""

    item: str
    place: str
    quantity: Decimal = ZERO


def walking(place: str) -> Walk:
    """Where a place comes on the way through the warehouse: as they are numbered, A-2 before A-10 (WHS-6)."""
    return tuple((1, int(piece), "") if piece.isdecimal() else (0, 0, piece) for piece in _PIECES.findall(place))


class Quants:
    """What lies at other places, of the items that a batch touches. Remembers what changed."""

    def __init__(self, quants: Iterable[Quant] = ()) -> None:
        self.of: dict[str, dict[str, Quant]] = {}
        self.changed: dict[tuple[str, str], Quant] = {}
        for quant in quants:
            self.of.setdefault(quant.item, {})[quant.place] = quant

    def at(self, item: str, place: str) -> Decimal:
        """How many of an item lie at a place that is not its own."""
        quant = self.of.get(item, {}).get(place)
        return quant.quantity if quant else ZERO

    def change(self, item: str, place: str, quantity: Decimal) -> None:
        """More or less of it lies there."""
        quant = self.of.setdefault(item, {}).setdefault(place, Quant(item, place))
        quant.quantity += quantity
        self.changed[item, place] = quant

    def picked(self, item: str, at_own: Decimal, quantity: Decimal) -> Iterator[tuple[str, Decimal]]:
        """From which places so many are taken: from its own first, then on the way through the others."""
        others = sorted(self.of.get(item, {}).values(), key=lambda quant: walking(quant.place))
        for place, there in ((OWN, at_own), *((quant.place, quant.quantity) for quant in others)):
            taken = min(there, quantity)
            if taken:
                quantity -= taken
                yield place, taken
