"""What a supplier answers to a request for quotation: a price for an item, or why he declines (PUR-10). Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from contracts.money import Money
from contracts.value import Value

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

    item: str = ""
    """Of which item; empty: the first of the request, which had no other when it was entered."""
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


def that_counts(quotes: tuple[Quote, ...]) -> Quote | None:
    """Of his answers about one item the last by the day on which it came."""
    return max(reversed(quotes), key=lambda one: one.received_on, default=None)


def state_of(quote: Quote | None, today: date) -> QuoteState:
    if quote is None:
        return "silent"
    if quote.priced is None:
        return "declined"
    return "expired" if quote.priced.valid_until < today else "quoted"
