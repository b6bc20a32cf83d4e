"""What a supplier may answer, and until when (PUR-10). Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from chassis.refusal import InvalidInput, NotFound, Refusal
from contracts.texts import Text
from contracts.units import fits_unit
from contracts.value import fields_of
from services.purchasing.rfq.rules.quote import Priced, Quote
from services.purchasing.rfq.rules.request import Line, Rfq


class AnswersEnded(Refusal):
    """Request for quotation {number} takes no answers any more; it was to be answered until {answer_by}."""


OF_THE_LETTER = ("supplier", "received_on")


@dataclass(frozen=True)
class Said:
    """What a supplier says of an item: his price, or why he declines."""

    item: str
    priced: Priced | None
    declined: str
    remarks: str


@dataclass(frozen=True)
class Answer:
    """What a supplier says of an item, and with the same letter of others (``further``).

    ``item`` empty: the only one that is asked for.
    ``only_of``: the supplier who answers himself, signed in or by his link, where ``person`` is who he says he is.
    ``received_on``: when a buyer heard it, none: today.
    """

    rfq_id: UUID
    supplier: str
    priced: Priced | None
    declined: str
    remarks: str
    received_on: date | None
    by: str
    only_of: str = ""
    person: str = ""
    item: str = ""
    further: tuple[Said, ...] = ()


def answer(rfq: Rfq, asked: Answer, today: date, currencies: Collection[str]) -> Rfq | Refusal:
    """His newest word of each item beside the earlier ones; the same again changes nothing, and a fault leaves all.

    To a supplier who is not asked there is no such request. ``currencies``: those whose rate is known.
    """
    faults: list[dict[str, Any]] = []
    for prefix, one in _each(asked):
        done = _answer(rfq, one, today, currencies)
        if isinstance(done, InvalidInput):
            faults += [{**fault, "field": prefix + fault["field"]} for fault in _once(done.faults, prefix)]
        elif isinstance(done, Refusal):
            return done
        else:
            rfq = done
    return InvalidInput(faults) if faults else rfq


def _each(asked: Answer) -> Iterator[tuple[str, Answer]]:
    """Each item's answer, behind the place of its fields."""
    yield "", asked
    for place, said in enumerate(asked.further):
        yield f"further.{place}.", replace(asked, **fields_of(said))


def _once(faults: list[dict[str, Any]], prefix: str) -> list[dict[str, Any]]:
    """What is said of the whole letter is told with its first item."""
    return [fault for fault in faults if not prefix or fault["field"] not in OF_THE_LETTER]


def _answer(rfq: Rfq, asked: Answer, today: date, currencies: Collection[str]) -> Rfq | Refusal:
    if asked.only_of and (asked.only_of != asked.supplier or rfq.of(asked.supplier) is None):
        return NotFound(what="request for quotation", id=asked.rfq_id)
    line = rfq.line(asked.item)
    over = line.choice is not None if line else rfq.closed
    if over or (asked.only_of and today > rfq.answer_by):
        return AnswersEnded(number=rfq.number, answer_by=rfq.answer_by)
    faults = [*_faults_of_item(rfq, asked), *_faults(rfq, asked, today)]
    faults += _faults_of_price(rfq, line, asked.priced, currencies)
    if faults or line is None:
        return InvalidInput(faults)
    return _with(rfq, line.item, asked, asked.received_on or today)


def _with(rfq: Rfq, item: str, asked: Answer, received_on: date) -> Rfq:
    said = {name: getattr(asked, name) for name in ("priced", "declined", "remarks", "person")}
    quote = Quote.having({"item": item, "received_on": received_on, "entered_by": asked.by, **said})
    last = rfq.quotes(asked.supplier, item)[-1:]
    return rfq if last and last[0].but(item=item) == quote else rfq.with_quote(asked.supplier, quote)


def _faults_of_item(rfq: Rfq, asked: Answer) -> Iterator[dict[str, Any]]:
    if rfq.line(asked.item) is None:
        yield {"field": "item", "expected": one_of_its_items(rfq), "came": asked.item}


def one_of_its_items(rfq: Rfq) -> Text:
    """What is expected of who names an item of it."""
    return Text("one of the items that are asked for: {items}", items=", ".join(one.item for one in rfq.lines))


def _faults(rfq: Rfq, asked: Answer, today: date) -> Iterator[dict[str, Any]]:
    if rfq.of(asked.supplier) is None:
        expected = Text("one of those who are asked: {suppliers}", suppliers=", ".join(rfq.suppliers))
        yield {"field": "supplier", "expected": expected, "came": asked.supplier}
    if asked.priced is None and not asked.declined:
        yield {"field": "priced", "expected": Text("a price, or why he declines"), "came": ""}
    if asked.priced and asked.declined:
        yield {"field": "declined", "expected": Text("nothing, for there is a price"), "came": asked.declined}
    if asked.only_of and asked.received_on:
        yield {"field": "received_on", "expected": Text("nothing, for it comes today"), "came": asked.received_on}
    elif (asked.received_on or today) > rfq.answer_by:
        expected = Text("{day}, until which suppliers answer, or earlier", day=rfq.answer_by)
        yield {"field": "received_on", "expected": expected, "came": asked.received_on or today}
    elif (asked.received_on or today) < rfq.opened_on:
        expected = Text("{day}, when they were asked, or later", day=rfq.opened_on)
        yield {"field": "received_on", "expected": expected, "came": asked.received_on}


def _faults_of_price(
    rfq: Rfq, line: Line | None, priced: Priced | None, currencies: Collection[str]
) -> Iterator[dict[str, Any]]:
    if priced is None:
        return
    if priced.unit_price.amount <= 0:
        came = f"{priced.unit_price.amount:f}"
        yield {"field": "priced.unit_price.amount", "expected": Text("more than 0"), "came": came}
    if priced.unit_price.currency not in currencies:
        known = ", ".join(sorted(currencies))
        expected = Text("a currency of which finance says what it is worth: {currencies}", currencies=known)
        yield {"field": "priced.unit_price.currency", "expected": expected, "came": priced.unit_price.currency}
    if line and not fits_unit(priced.minimum, line.unit):
        expected = Text("whole {unit}", unit=line.unit)
        yield {"field": "priced.minimum", "expected": expected, "came": f"{priced.minimum:f}"}
    if priced.valid_until < rfq.answer_by:
        expected = Text("{day}, until which suppliers answer, or later", day=rfq.answer_by)
        yield {"field": "priced.valid_until", "expected": expected, "came": priced.valid_until}
