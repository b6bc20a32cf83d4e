"""Ways out of a shortage or a delay that a customer is offered: each is the change that it would make of his order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from contracts.delays import Option
from contracts.money import Money
from contracts.order import LineNumber, OrderContent, OrderLine
from contracts.scalars import Quantity, Share
from contracts.texts import Text
from contracts.value import Value
from services.sales.order.rules.facts import Delay

AlternativeWay = Literal["new_date", "ship_in_part", "express_carriage", "substitute"]


class Substitute(Value):
    """So much of a line, as another item at its own price."""

    line: LineNumber
    item: str
    quantity: Quantity
    unit_price: Money


class StandIn(Value):
    """What was found free to stand in for what lacks of a line, by the item master and the departments (SAL-10)."""

    version: int
    """Of the order, of which it lacks."""
    rank: int
    """Among the items that may stand in for that one, from 1."""
    substitute: Substitute
    promised: date
    """When all of the order can be with the customer by it."""


class Alternative(Value):
    """One way out. ``freight`` and ``discount`` are the whole order's by it; None: as they are."""

    way: AlternativeWay
    promised: date
    """When all of the order is with the customer by it, in the company's zone."""
    freight: Money | None = None
    discount: Share | None = None
    substitute: Substitute | None = None
    total: Decimal = Decimal(0)
    """What the order comes to by it, in its currency, with tax."""

    @property
    def text(self) -> Text:
        other = self.substitute
        if other:
            told = {"quantity": f"{other.quantity:f}", "item": other.item, "line": other.line}
            return Text("{quantity} of {item} in place of line {line}", **told)
        return {
            "new_date": Text("all of it later"),
            "ship_in_part": Text("what is here at once, the rest later"),
            "express_carriage": Text("by faster transport"),
        }[self.way]


class Alternatives(Value):
    """What the customer was offered at once, of one version of his order, and what he said to it (SAL-10)."""

    offer: int
    """Counts the offers of an order."""
    version: int
    """Of the order, which each of them would change."""
    offered: tuple[Alternative, ...]
    offered_on: date
    offered_by: str
    answer_by: date
    """The last day of his answer, in the company's zone."""
    choice: int | None = None
    """Which of them, counted from 1; 0: none of them; None: he has not answered."""
    words: str = ""
    """His."""
    answered_on: date | None = None
    person: str = ""
    """Who at the customer, where he answered by link."""
    recorded_by: str = ""
    """The customer himself, or who was told by him, or sent him the link."""

    @property
    def drawn_from(self) -> str:
        """What its paper is drawn from."""
        return f"offer {self.offer}"


def foreseen(delay: Delay | None, stand_ins: Sequence[StandIn] = ()) -> list[Alternative]:
    """What is known already of the ways out of a delay or a shortage; an offer begins with them."""
    late = delay if delay and not delay.ended else None
    ways = [one for option in late.options if (one := _foreseen(option, late.forecast))] if late else []
    return [*ways, *(substituted(one) for one in stand_ins)]


def substituted(one: StandIn) -> Alternative:
    """The way out that it is."""
    return Alternative(way="substitute", promised=one.promised, substitute=one.substitute)


def _foreseen(option: Option, all_there: date) -> Alternative | None:
    """Another supplier is the company's own affair."""
    if option.way == "express_carriage":
        return Alternative(way=option.way, promised=option.on or all_there)
    return None if option.way == "other_supplier" else Alternative(way=option.way, promised=all_there)


def differing(content: OrderContent, dropped: Sequence[OrderLine], one: Alternative) -> dict[str, Any]:
    """The fields of the order that are others by it."""
    told: dict[str, Any] = {"promised": one.promised, "freight": one.freight, "discount": one.discount}
    if one.way == "ship_in_part":
        told["partial"] = True
    if one.substitute:
        told["lines"] = tuple(_with(one.substitute, content.lines, dropped))
    return {name: value for name, value in told.items() if value is not None}


def _with(other: Substitute, lines: Sequence[OrderLine], dropped: Sequence[OrderLine]) -> Iterator[OrderLine]:
    """A line of another item has a number that was never used."""
    for line in lines:
        left = line.quantity - other.quantity if line.line == other.line else line.quantity
        if left:
            yield line.but(quantity=left)
    number = max(line.line for line in (*lines, *dropped)) + 1
    yield OrderLine(line=number, item=other.item, quantity=other.quantity, unit_price=other.unit_price)
