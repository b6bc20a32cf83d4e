"""ORDERS of UN/EDIFACT, directories D.96A to D.01B: which segment says what of an order (SAL-2).

Read are BGM, DTM, NAD, CUX, TOD, LIN, PIA, IMD, QTY, PRI and CNT, with the qualifiers below. What else comes is told
and not read: a message that says more than an order takes is an order all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from contracts.incoterms import TERMS
from contracts.texts import Text
from services.sales.intake.rules.edifact import Segment, interchange_of
from services.sales.intake.rules.in_files import LineInFile, OrderInFile, Reading

ORIGINAL = ("", "9", "7", "31")
"""1225: an original, or a copy of it, which is the same order."""
FORMATS = {"102": ("%Y%m%d", 8), "203": ("%Y%m%d%H%M", 12), "101": ("%y%m%d", 6)}
"""2379."""
SAID_ELSEWHERE = {"UNH", "UNS", "UNT"}
BUYER, SHIP_TO = "BY", ("DP", "ST")
SUREST = ("SA", "EN", "SRV", "UP", "BP", "IN")
"""7143: our number of the item; then GTIN; then the buyer's own number."""
NUMBER = re.compile(r"\d+([.,]\d*)?|[.,]\d+")


@dataclass
class Draft:
    """An order, or what changes it, while its segments are read, and its lines with what each is called."""

    reading: Reading
    at: str
    customer_po: str = ""
    buyer: str = ""
    ship_to: str = ""
    currency: str = ""
    told: dict[str, Any] = field(default_factory=dict)
    days: list[date] = field(default_factory=list)
    lines: list[LineInFile] = field(default_factory=list)
    called: list[dict[str, str]] = field(default_factory=list)
    number: str = ""
    """Of what changes an order, the customer's own."""
    function: str = ""
    """1225 of what changes an order."""
    actions: list[str] = field(default_factory=list)
    """1229: what becomes of each line, in what changes an order."""


Readers = Mapping[str, Callable[[Draft, Segment], bool]]
"""By tag; each says whether it made something of the segment."""


def read_orders(content: str) -> Reading:
    """The orders of an interchange."""
    interchange = interchange_of(content)
    reading = Reading(faults=interchange.faults)
    for message in interchange.messages:
        kind = message[0](1)
        if kind == "ORDERS":
            reading.orders.append(_order(reading, message))
        else:
            reading.pass_over(message[0].at, message[0])
    return reading


def _order(reading: Reading, message: list[Segment]) -> OrderInFile:
    draft = drafted(reading, message, READERS)
    if not draft.customer_po:
        reading.wrong(f"{draft.at}, BGM", Text("the number of the order (1004)"), "")
    return order_of(draft)


def drafted(reading: Reading, message: list[Segment], readers: Readers) -> Draft:
    """What a message says, segment by segment; what nothing is made of is told."""
    draft = Draft(reading, f"message {message[0].message}")
    for segment in message:
        read = readers.get(segment.tag)
        if not (read and read(draft, segment)) and segment.tag not in SAID_ELSEWHERE:
            reading.pass_over(segment.at, segment)
    return draft


def order_of(draft: Draft) -> OrderInFile:
    if draft.days:
        draft.told["wanted"] = str(min(draft.days))
    for day in sorted(set(draft.days))[1:]:
        draft.reading.later(draft.at, day)
    return OrderInFile(
        draft.at, draft.customer_po, draft.buyer, draft.ship_to, draft.currency, draft.told, tuple(_lines(draft))
    )


def _lines(draft: Draft) -> Iterator[LineInFile]:
    for line, called in zip(draft.lines, draft.called, strict=True):
        codes = [called[kind] for kind in SUREST if kind in called]
        yield replace(line, codes=tuple(dict.fromkeys([*codes, *called.values()])))


def _bgm(draft: Draft, segment: Segment) -> bool:
    draft.customer_po = segment(1)
    if segment(2) not in ORIGINAL:
        draft.reading.wrong(segment.at, Text("9, an original: what changes an order is said on the order"), segment(2))
    return True


def _dtm(draft: Draft, segment: Segment) -> bool:
    """When it is wanted: 2, or 63 at the latest. The date of the order itself is that of its receipt."""
    if segment(0) == "137":
        return True
    if segment(0) not in ("2", "63"):
        return False
    pattern, digits = FORMATS.get(segment(0, 2) or "102", ("", 0))
    try:
        draft.days.append(datetime.strptime(segment(0, 1)[:digits], pattern).date())  # noqa: DTZ007  a date has no zone
    except ValueError:
        expected = Text("a date in format {formats} (2379)", formats=tuple(FORMATS))
        draft.reading.wrong(segment.at, expected, ":".join(segment.elements[0]))
    return True


def _nad(draft: Draft, segment: Segment) -> bool:
    """BY is the customer; DP, or ST, where the goods go: by its number, or written out."""
    if segment(0) == BUYER:
        draft.buyer = segment(1)
        return True
    if segment(0) not in SHIP_TO:
        return False
    draft.ship_to = segment(1)
    street = " ".join(filter(None, segment.elements[4])) if len(segment.elements) > 4 else ""
    if street and segment(5) and segment(8):
        where = {"street": street, "city": segment(5), "postal_code": segment(7), "country": segment(8)}
        draft.told["deliver_to"] = where
    return bool(draft.ship_to or "deliver_to" in draft.told)


def _cux(draft: Draft, segment: Segment) -> bool:
    draft.currency = segment(0, 1)
    return True


def _tod(draft: Draft, segment: Segment) -> bool:
    if segment(2) not in TERMS:
        return False
    draft.told["incoterm"] = " ".join(filter(None, (segment(2), segment(2, 3))))
    return True


def _lin(draft: Draft, segment: Segment) -> bool:
    number = int(segment(0)) if segment(0).isdecimal() else len(draft.lines) + 1
    draft.lines.append(LineInFile(segment.at, number, ()))
    draft.called.append({segment(2, 1): segment(2)} if segment(2) else {})
    draft.actions.append(segment(1))
    return True


def _pia(draft: Draft, segment: Segment) -> bool:
    """What else the item is called."""
    for element in range(1, len(segment.elements)):
        if draft.called and segment(element):
            draft.called[-1].setdefault(segment(element, 1), segment(element))
    return bool(draft.called)


def _imd(draft: Draft, segment: Segment) -> bool:
    """In words, for an item that has no number."""
    words = " ".join(filter(None, (segment(2, 3), segment(2, 4))))
    if draft.called and words and not draft.called[-1]:
        draft.called[-1]["words"] = words[:100]
        return True
    return bool(draft.called and words)


def _qty(draft: Draft, segment: Segment) -> bool:
    if segment(0) != "21" or not draft.lines:
        return False
    quantity = _number(draft, segment, segment(0, 1))
    draft.lines[-1] = replace(draft.lines[-1], at=segment.at, quantity=quantity, unit=segment(0, 2))
    return True


def _pri(draft: Draft, segment: Segment) -> bool:
    """The net price, of as many units as it says (5284)."""
    if segment(0) != "AAA" or not draft.lines:
        return False
    price = _number(draft, segment, segment(0, 1))
    basis = _number(draft, segment, segment(0, 4)) if segment(0, 4) else Decimal(1)
    if price is not None and basis:
        draft.lines[-1] = replace(draft.lines[-1], price=price / basis, price_unit=segment(0, 5))
    return True


def _cnt(draft: Draft, segment: Segment) -> bool:
    """How many lines there are."""
    if segment(0) != "2":
        return False
    if segment(0, 1) != str(len(draft.lines)):
        draft.reading.wrong(segment.at, f"CNT+2:{len(draft.lines)}", segment)
    return True


def _number(draft: Draft, segment: Segment, came: str) -> Decimal | None:
    """With a point or a comma, whatever the service string says: both are met (ISO 9735, 10.1)."""
    if NUMBER.fullmatch(came):
        return Decimal(came.replace(",", "."))
    draft.reading.wrong(segment.at, Text("a number"), came)
    return None


READERS: Readers = {
    "BGM": _bgm, "DTM": _dtm, "NAD": _nad, "CUX": _cux, "TOD": _tod,
    "LIN": _lin, "PIA": _pia, "IMD": _imd, "QTY": _qty, "PRI": _pri, "CNT": _cnt,
}  # fmt: skip
