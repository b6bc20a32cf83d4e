"""Packages: whole pieces, as few as the limit allows; what is weighed out fills them up (WHS-6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, Decimal

from contracts.order import Package, PackedContent
from services.warehouse.book.rules.demand import Part
from services.warehouse.book.rules.gate import Master
from services.warehouse.book.rules.goods import ZERO

GRAM = Decimal("0.001")
LITRE = Decimal("0.001")
NOISE = Decimal("0.000000001")
"""What division leaves behind is no litre more."""
Masters = Mapping[str, Master]


@dataclass
class Box:
    """A package that is being filled."""

    kg: Decimal = ZERO
    m3: Decimal = ZERO
    lines: dict[int, Decimal] = field(default_factory=dict)
    """How much of which order lines lies in it, as far as it is pieces."""


@dataclass(frozen=True)
class Pile:
    """So many alike pieces of an order line, each so much of it: 1, but for what is left of one that was cut."""

    count: Decimal
    kg: Decimal
    m3: Decimal
    line: int
    each: Decimal = Decimal(1)

    def into(self, box: Box, count: Decimal) -> Pile:
        """What is left when so many of them are in the box."""
        box.kg += count * self.kg
        box.m3 += count * self.m3
        if count:
            box.lines[self.line] = box.lines.get(self.line, ZERO) + count * self.each
        return replace(self, count=self.count - count)


def packages_of(parts: Sequence[Part], masters: Masters, max_kg: Decimal) -> tuple[Package, ...]:
    """As few packages as whole pieces allow, heavy pieces first; rounded up to the gram and the litre.

    A piece above the limit goes alone.
    """
    pieces = sorted(_pieces(parts, masters), key=lambda pile: -pile.kg)
    boxes: list[Box] = []
    for pile in pieces:
        _pack(boxes, pile, max_kg)
    if bulk := _bulk(parts, masters):
        _pour(boxes, bulk, max_kg)
    boxes = boxes or [Box()]
    lies = _contents(parts, boxes, bulk)
    return tuple(_package(number, *each, max_kg) for number, each in enumerate(zip(boxes, lies, strict=True), 1))


def _contents(parts: Sequence[Part], boxes: Sequence[Box], bulk: Box | None) -> Iterator[tuple[PackedContent, ...]]:
    """What lies in each; of what is weighed out into several nobody can say how much."""
    for box in boxes:
        held = box.lines if len(boxes) > 1 else {part.line: part.quantity for part in parts}
        items = {part.line: part.item for part in parts}
        told = (PackedContent(line=line, item=items[line], quantity=held[line]) for line in sorted(held))
        yield () if bulk and len(boxes) > 1 else tuple(told)


def _pieces(parts: Iterable[Part], masters: Masters) -> Iterator[Pile]:
    """What is left of a piece that was cut before counts as a piece."""
    for part in parts:
        master = masters[part.item]
        whole, rest = divmod(part.quantity, 1)
        if master.whole and whole:
            yield Pile(whole, master.weight_kg, master.volume_m3, part.line)
        if master.whole and rest:
            yield Pile(Decimal(1), rest * master.weight_kg, rest * master.volume_m3, part.line, rest)


def _bulk(parts: Iterable[Part], masters: Masters) -> Box | None:
    """All that may be split, as if in one box; None where there is nothing such."""
    split = [(part.quantity, masters[part.item]) for part in parts if not masters[part.item].whole]
    kg = sum((quantity * master.weight_kg for quantity, master in split), ZERO)
    return Box(kg, sum((quantity * master.volume_m3 for quantity, master in split), ZERO)) if split else None


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


def _package(number: int, box: Box, contents: tuple[PackedContent, ...], max_kg: Decimal) -> Package:
    weight, volume = box.kg.quantize(GRAM, ROUND_CEILING), box.m3.quantize(NOISE).quantize(LITRE, ROUND_CEILING)
    return Package(number=number, weight_kg=weight, volume_m3=volume, above_limit=box.kg > max_kg, contents=contents)
