"""The answer to an order as data: ORDRSP of UN/EDIFACT, directory D.96A (SAL-2, SAL-8). Pure.

BGM 1225 is 29, accepted as it is; 4, for a later day than wanted; 27, not accepted; 12, not decided yet, without
lines. A line is accepted (LIN 1229 is 5), so for a later day (3), not accepted (7), or no part of the order now (2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from contracts.order import DraftLine, OrderLine
from contracts.units import common_code
from services.sales.masters.rules import Units
from services.sales.order.rules.document import Order

Segment = Sequence[str | Sequence[str]]
Answer = Literal["accepted", "later", "refused", "undecided", "cancelled"]
FUNCTIONS = {"accepted": "29", "later": "4", "refused": "27", "undecided": "12", "cancelled": "29"}
ACTIONS = {"accepted": "5", "later": "3", "refused": "7", "cancelled": "2"}
NAME_MAX = 35
PIECE = {"H87": "PCE"}
"""What directories of 1996 call it."""


@dataclass(frozen=True)
class Known:
    """What the masters say of it: the customer's global location number, if he has one, and the units of its items."""

    gln: str
    units: Units


def answer_of(order: Order) -> Answer:
    """What the customer hears of his order as a whole."""
    if order.status in ("rejected", "cancelled"):
        return "refused" if order.status == "rejected" else "cancelled"
    if order.status == "open":
        return "undecided"
    promised, wanted = order.content.promised, order.content.wanted
    return "later" if promised and wanted and promised > wanted else "accepted"


def response(order: Order, known: Known, seller: str, now: datetime) -> bytes:
    """The interchange, in Latin 1 where that has all its letters, else in UTF-8; ``now`` is in UTC."""
    body = [*_head(order, known, seller, now), *_lines(order, known.units), ["UNS", "S"], ["CNT", ["2", _count(order)]]]
    message = [["UNH", "1", ["ORDRSP", "D", "96A", "UN"]], *body, ["UNT", str(len(body) + 2), "1"]]
    text = "".join(map(_written, [*message, ["UNZ", "1", order.content.number]]))
    latin = all(ord(letter) < 256 for letter in f"{text}{seller}{order.content.customer}")
    buyer = [known.gln, "14"] if known.gln else [order.content.customer]
    sent = [f"{now:%y%m%d}", f"{now:%H%M}"]
    begin = ["UNB", ["UNOC" if latin else "UNOY", "3"], seller[:NAME_MAX], buyer, sent, order.content.number]
    return (_written(begin) + text).encode("latin-1" if latin else "utf-8")


def _head(order: Order, known: Known, seller: str, now: datetime) -> Iterator[Segment]:
    content = order.content
    yield ["BGM", "231", f"{content.number}-{order.version}", FUNCTIONS[answer_of(order)]]
    yield ["DTM", ["137", f"{now:%Y%m%d}", "102"]]
    yield from _day("2", content.wanted)
    yield from _day("69", content.promised)
    yield ["RFF", ["ON", content.customer_po]]
    yield ["RFF", ["VN", content.number]]
    yield ["NAD", "BY", [known.gln, "", "9"] if known.gln else [content.customer, "", "91"]]
    yield ["NAD", "SU", "", "", seller[:NAME_MAX]]
    yield ["CUX", ["2", content.currency, "9"]]


def _lines(order: Order, units: Units) -> Iterator[Segment]:
    """With the promised day on each that is accepted; of an order that waits none, for nothing is said of them yet."""
    answer = answer_of(order)
    if answer == "undecided":
        return
    for line in order.content.lines:
        yield from _line(line, ACTIONS[answer], units)
        yield from _day("69", order.content.promised if answer in ("accepted", "later") else None)
        if line.unit_price:
            yield ["PRI", ["AAA", f"{line.unit_price.amount:f}"]]
    for line in order.dropped:
        yield from _line(line, ACTIONS["cancelled"], units)


def _line(line: OrderLine | DraftLine, action: str, units: Units) -> Iterator[Segment]:
    yield ["LIN", str(line.line), action, [line.item or "", "SA"]]
    if line.quantity is not None:
        unit = common_code(units.get(line.item or "", ""))
        yield ["QTY", ["21", f"{line.quantity:f}", *([PIECE.get(unit, unit)] if unit else [])]]


def _count(order: Order) -> str:
    return str(sum(segment[0] == "LIN" for segment in _lines(order, {})))


def _day(kind: str, day: date | None) -> Iterator[Segment]:
    if day:
        yield ["DTM", [kind, f"{day:%Y%m%d}", "102"]]


def _written(segment: Segment) -> str:
    parts = [[part] if isinstance(part, str) else part for part in segment]
    return "+".join(":".join(map(_released, part)) for part in parts) + "'"


def _released(said: str) -> str:
    """Each character of the service string is released where it is a letter (ISO 9735)."""
    return re.sub(r"([?+:'])", r"?\1", re.sub(r"[\x00-\x1f]+", " ", said))
