"""What lines say of their goods beyond the item, and what they said before a purchase was ordered (SAL-9). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from contracts.sales import OrderChanged, OrderConfirmed
from contracts.texts import Text
from contracts.value import Value


class LineWords(Value):
    """Of one line of an order; both empty: its goods are as the item is."""

    line: int
    item: str
    quantity: Decimal
    """Of the line."""
    specification: str = ""
    process: str = ""

    @property
    def said(self) -> tuple[str, str]:
        return self.specification, self.process


class WordsOf(Value):
    """One version of an order, and when it was heard."""

    version: int
    kept_on: date
    lines: tuple[LineWords, ...]
    of_change: bool = False
    """Where it is the oldest that is known, nothing was said before it."""


class Specified(Value):
    """What goods of a purchase are to be like for a line of an order that it serves."""

    order_id: UUID | None
    """None for its supplier, who hears of no order."""
    line: int
    quantity: Decimal
    """Of the line, of which the purchase may serve a part."""
    specification: str
    process: str
    changed_on: date | None = None
    """When the order said otherwise than before, where that was on the day on which it was ordered, or later."""
    specification_before: str = ""
    process_before: str = ""

    @property
    def text(self) -> Text:
        told = {"quantity": f"{self.quantity:f}", "specification": self.specification, "process": self.process}
        if not (self.specification or self.process):
            return Text("{quantity} as the item is", **told)
        return Text("{quantity}[; specification: {specification}][; process: {process}]", **told)


def words_of(order: OrderConfirmed | OrderChanged) -> tuple[LineWords, ...]:
    """All lines of the items of which some line says more; the others are as their items are."""
    lines = order.content.lines
    saying = {one.item for one in lines if one.specification or one.process}
    return tuple(
        LineWords(
            line=one.line,
            item=one.item,
            quantity=one.quantity,
            specification=one.specification,
            process=one.process,
        )
        for one in lines
        if one.item in saying
    )


def kept(order: OrderConfirmed | OrderChanged) -> bool:
    """A change that says nothing may have taken words away."""
    return isinstance(order, OrderChanged) or bool(words_of(order))


def specified(
    item: str, orders: Sequence[UUID], ordered_on: date | None, known: Mapping[UUID, Sequence[WordsOf]]
) -> Iterator[Specified]:
    """Of each line of the orders that a purchase serves; ``known`` from their oldest version on."""
    for order_id in orders:
        versions = known.get(order_id, ())
        if versions:
            yield from _of_order(item, order_id, ordered_on, versions)


def _of_order(item: str, order_id: UUID, ordered_on: date | None, versions: Sequence[WordsOf]) -> Iterator[Specified]:
    now, before = _lines(item, versions[-1].lines), _lines(item, _as_ordered(versions, ordered_on))
    for line in sorted(now.keys() | before.keys()):
        words, old = now.get(line), before.get(line)
        one = words or old
        assert one
        told = Specified(
            order_id=order_id,
            line=line,
            quantity=one.quantity,
            specification=words.specification if words else "",
            process=words.process if words else "",
        )
        was = old.said if old else ("", "")
        if was == (told.specification, told.process):
            yield told
        else:
            since = {"specification_before": was[0], "process_before": was[1]}
            yield told.but(changed_on=versions[-1].kept_on, **since)


def _as_ordered(versions: Sequence[WordsOf], ordered_on: date | None) -> Sequence[LineWords]:
    """What held when it was ordered: the newest of before that day, else what was said first."""
    if ordered_on is None:
        return versions[-1].lines
    first = () if versions[0].of_change else versions[0].lines
    return next((one.lines for one in reversed(versions) if one.kept_on < ordered_on), first)


def _lines(item: str, lines: Sequence[LineWords]) -> dict[int, LineWords]:
    return {one.line: one for one in lines if one.item == item}
