"""A request for quotation of one or several items, and whom a buyer took for each (PUR-10). Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from contracts.money import Money
from contracts.value import Value, fields_of
from services.purchasing.rfq.rules.quote import Asked, Quote, QuoteState, that_counts

Standing = Literal["open", "to_choose", "chosen", "closed"]
"""``open``: some may still answer. ``to_choose``: all have, or may not any more. ``closed``: nobody is taken."""


class Compared(Value):
    """A supplier's answer beside the others; amounts in his own currency and in the company's.

    What it costs is reckoned for ``quantity``: what is asked for, or the least that he sells if that is more. An answer
    ``fits`` that is in time and sells so little.
    """

    supplier: str
    state: QuoteState
    declined: str = ""
    remarks: str = ""
    unit_price: Money | None = None
    minimum: Decimal = Decimal(0)
    quantity: Decimal = Decimal(0)
    total: Money | None = None
    """In the company's currency, by the rate of the day."""
    lead_days: int | None = None
    arrives_on: date | None = None
    """If it is ordered on the day on which it is compared."""
    days_late: int = 0
    """After the day on which the goods are wanted."""
    valid_until: date | None = None
    payment_days: int | None = None
    settlement_method: str = ""
    score: Decimal | None = None
    """Of 100; none of a supplier with too few deliveries."""
    deliveries: int = 0
    """On so many the score is measured."""
    fits: bool = False


class Choice(Value):
    """Whom a buyer took, empty: nobody; why, and what he saw side by side."""

    supplier: str
    reason: str
    chosen_by: str
    chosen_on: date
    compared: tuple[Compared, ...]


class Wanted(Value):
    """So much of an item by a day, with what suppliers must know of it besides."""

    item: str
    quantity: Decimal
    unit: str
    wanted_on: date
    specification: str = ""


class Line(Wanted):
    """An item of a request, and whom a buyer took for it."""

    choice: Choice | None = None

    @property
    def standing(self) -> Standing:
        """While nobody chose it is ``to_choose``."""
        return ("chosen" if self.choice.supplier else "closed") if self.choice else "to_choose"


class Rfq(Value):
    """The document: so much of each item is wanted by a day, and suppliers answer until another.

    It tells its first item itself, as requests of one item always did; ``further`` has the others, each item once.
    """

    rfq_id: UUID
    number: str
    """What people call it: RFQ-2026-000123."""
    item: str
    quantity: Decimal
    unit: str
    wanted_on: date
    answer_by: date
    """The last day for an answer, in the company's zone."""
    specification: str
    asked: tuple[Asked, ...]
    single_reason: str
    """Why fewer are asked than the company wants; empty: they are not fewer."""
    opened_by: str
    opened_on: date
    choice: Choice | None = None
    further: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every item of it; the first is told by the document itself."""
        return (Line.having(fields_of(self)), *self.further)

    @property
    def suppliers(self) -> tuple[str, ...]:
        return tuple(one.supplier for one in self.asked)

    @property
    def closed(self) -> bool:
        """Whether each of its items is decided."""
        return all(one.choice for one in self.lines)

    @property
    def answered(self) -> bool:
        """Whether there is an item to choose for, of which all have told."""
        return any(not one.choice and not self.silent(one.item) for one in self.lines)

    def line(self, item: str) -> Line | None:
        """By its item; without one the only one."""
        found = (one for one in self.lines if one.item == item or not (item or self.further))
        return next(found, None)

    def of(self, supplier: str) -> Asked | None:
        return next((one for one in self.asked if one.supplier == supplier), None)

    def quotes(self, supplier: str, item: str) -> tuple[Quote, ...]:
        """All that he answered of an item, in the order in which it was entered."""
        asked = self.of(supplier)
        return tuple(one for one in asked.quotes if (one.item or self.item) == item) if asked else ()

    def quote(self, supplier: str, item: str) -> Quote | None:
        """His answer of an item that counts."""
        return that_counts(self.quotes(supplier, item))

    def silent(self, item: str) -> tuple[str, ...]:
        """Who said nothing of an item."""
        return tuple(one for one in self.suppliers if not self.quotes(one, item))

    def standing(self, today: date) -> Standing:
        if self.closed:
            return "chosen" if any(one.standing == "chosen" for one in self.lines) else "closed"
        return "to_choose" if self.answered or self.answer_by < today else "open"

    def standing_of(self, line: Line, today: date) -> Standing:
        """How it stands with one of its items."""
        waits = line.choice is None and self.answer_by >= today and self.silent(line.item)
        return "open" if waits else line.standing

    def takes_answers(self, line: Line, today: date) -> bool:
        """From suppliers themselves."""
        return line.choice is None and today <= self.answer_by

    def with_quote(self, supplier: str, quote: Quote) -> Rfq:
        asked = (one.but(quotes=(*one.quotes, quote)) if one.supplier == supplier else one for one in self.asked)
        return self.but(asked=tuple(asked))

    def with_choice(self, item: str, choice: Choice) -> Rfq:
        if item == self.item:
            return self.but(choice=choice)
        return self.but(further=tuple(one.but(choice=choice) if one.item == item else one for one in self.further))
