"""A request for quotation, what suppliers answer to it, and which of them was chosen (PUR-10). Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from contracts.money import Money
from contracts.value import Value

Standing = Literal["open", "to_choose", "chosen", "closed"]
"""``open``: some may still answer. ``to_choose``: all have, or may not any more. ``closed``: nobody is taken."""
QuoteState = Literal["silent", "declined", "expired", "quoted"]


class Priced(Value):
    """For what a supplier sells one unit, from which quantity on, and how long that stands."""

    unit_price: Money
    minimum: Decimal
    """The least that he sells; 0: any quantity."""
    lead_days: int
    """Calendar days from the order until the goods are here."""
    valid_until: date
    """The last day on which it may be taken."""
    payment_days: int
    """Calendar days from the bill until it is paid."""


class Quote(Value):
    """What a supplier answered on a day: his price, or (``priced`` none) why he declines."""

    received_on: date
    priced: Priced | None = None
    declined: str = ""
    remarks: str = ""
    entered_by: str
    """He himself, the buyer who was told, or who sent him the link."""
    person: str = ""
    """Who answered for him by the link; empty: in another way."""


class Asked(Value):
    """A supplier who is asked, and all that he answered, in the order in which it was entered."""

    supplier: str
    quotes: tuple[Quote, ...] = ()

    @property
    def quote(self) -> Quote | None:
        """The one that counts: the last by the day on which it came."""
        return max(reversed(self.quotes), key=lambda one: one.received_on, default=None)

    def state(self, today: date) -> QuoteState:
        if (quote := self.quote) is None:
            return "silent"
        if quote.priced is None:
            return "declined"
        return "expired" if quote.priced.valid_until < today else "quoted"


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


class Rfq(Value):
    """The document: so much of an item is wanted by a day, and suppliers answer until another."""

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

    @property
    def suppliers(self) -> tuple[str, ...]:
        return tuple(one.supplier for one in self.asked)

    @property
    def answered(self) -> bool:
        """Whether all have."""
        return all(one.quotes for one in self.asked)

    def of(self, supplier: str) -> Asked | None:
        return next((one for one in self.asked if one.supplier == supplier), None)

    def standing(self, today: date) -> Standing:
        if self.choice:
            return "chosen" if self.choice.supplier else "closed"
        return "to_choose" if self.answered or self.answer_by < today else "open"

    def takes_answers(self, today: date) -> bool:
        """From suppliers themselves."""
        return self.choice is None and today <= self.answer_by

    def with_quote(self, supplier: str, quote: Quote) -> Rfq:
        asked = (one.but(quotes=(*one.quotes, quote)) if one.supplier == supplier else one for one in self.asked)
        return self.but(asked=tuple(asked))
