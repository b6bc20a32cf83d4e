"""Packages: whole pieces, as few as the limit allows; what is weighed out fills them up (WHS-6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from contracts.order import Package
from contracts.units import fits_unit
from services.warehouse.book.rules import ZERO, Part

GRAM = Decimal("0.001")
LITRE = Decimal("0.001")
NOISE = Decimal("0.000000001")
"""What division leaves behind is no litre more."""
HALF = Decimal("0.5")


@dataclass(frozen=True)
class Measure:
    """One unit of an item: kilograms and cubic metres, and in what it is counted."""

    weight_kg: Decimal
    volume_m3: Decimal
    unit: str = ""

    @property
    def whole(self) -> bool:
        """Whether it comes in pieces that nobody cuts; an unknown unit may be split."""
        return not fits_unit(HALF, self.unit)


Measures = Mapping[str, Measure]


@dataclass
class Box:
    """A package that is being filled."""

    kg: Decimal = ZERO
    m3: Decimal = ZERO


@dataclass(frozen=True)
class Pile:
    """So many alike pieces, or so much of what may be split."""

    count: Decimal
    kg: Decimal
    m3: Decimal

    def into(self, box: Box, count: Decimal) -> Pile:
        """What is left when so many of them are in the box."""
        box.kg += count * self.kg
        box.m3 += count * self.m3
        return Pile(self.count - count, self.kg, self.m3)


def packages_of(parts: Sequence[Part], measures: Measures, max_kg: Decimal) -> tuple[Package, ...]:
    """As few packages as whole pieces allow, heavy pieces first; rounded up to the gram and the litre.

    A piece above the limit goes alone.
    """
    pieces = sorted(_pieces(parts, measures), key=lambda pile: -pile.kg)
    boxes: list[Box] = []
    for pile in pieces:
        _pack(boxes, pile, max_kg)
    if bulk := _bulk(parts, measures):
        _pour(boxes, bulk, max_kg)
    return tuple(_package(number, box, max_kg) for number, box in enumerate(boxes or [Box()], 1))


def _pieces(parts: Iterable[Part], measures: Measures) -> Iterator[Pile]:
    """What is left of a piece that was cut before counts as a piece."""
    for part in parts:
        measure = measures[part.item]
        whole, rest = divmod(part.quantity, 1)
        if measure.whole and whole:
            yield Pile(whole, measure.weight_kg, measure.volume_m3)
        if measure.whole and rest:
            yield Pile(Decimal(1), rest * measure.weight_kg, rest * measure.volume_m3)


def _bulk(parts: Iterable[Part], measures: Measures) -> Box | None:
    """All that may be split, as if in one box; None where there is nothing such."""
    split = [(part.quantity, measures[part.item]) for part in parts if not measures[part.item].whole]
    kg = sum((quantity * measure.weight_kg for quantity, measure in split), ZERO)
    return Box(kg, sum((quantity * measure.volume_m3 for quantity, measure in split), ZERO)) if split else None


def _pack(boxes: list[Box], pile: Pile, max_kg: Decimal) -> None:
    """Into the boxes that have room, then into new ones; each takes one piece at least."""
    for box in boxes:
        pile = pile.into(box, _room(box, pile, max_kg))
    while pile.count:
        box = Box()
        boxes.append(box)
        pile = pile.into(box, max(Decimal(1), _room(box, pile, max_kg)))


def _room(box: Box, pile: Pile, max_kg: Decimal) -> Decimal:
    if box.kg > max_kg:
        return ZERO
    return min(pile.count, (max_kg - box.kg) // pile.kg) if pile.kg else pile.count


def _pour(boxes: list[Box], bulk: Box, max_kg: Decimal) -> None:
    """Fill the room that pieces leave; the rest goes into equal packages."""
    left = bulk.kg
    for box in boxes:
        share = min(left, max(ZERO, max_kg - box.kg))
        left -= share
        _add(box, share, bulk)
    if left or not boxes:
        new = max(1, int((left / max_kg).to_integral_value(ROUND_CEILING)))
        filled = [Box() for _ in range(new)]
        for box in filled:
            _add(box, left / new, bulk)
        boxes += filled


def _add(box: Box, kg: Decimal, bulk: Box) -> None:
    """So much of it by weight, and its share of the volume; what weighs nothing is all in one box."""
    box.kg += kg
    box.m3 += bulk.m3 * kg / bulk.kg if bulk.kg else bulk.m3
    if not bulk.kg:
        bulk.m3 = ZERO


def _package(number: int, box: Box, max_kg: Decimal) -> Package:
    weight, volume = box.kg.quantize(GRAM, ROUND_CEILING), box.m3.quantize(NOISE).quantize(LITRE, ROUND_CEILING)
    return Package(number=number, weight_kg=weight, volume_m3=volume, above_limit=box.kg > max_kg)
