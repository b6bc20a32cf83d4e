"""What an order says: its head, its lines, where it goes and how it is paid; what of it a shipment holds."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from contracts.codec import converted
from contracts.markings import Personal
from contracts.money import AskedPrice, AskedQuantity, Money, can_be_booked, can_be_counted, rounded
from contracts.scalars import Count, Country, Currency, Day, Days, Note, Quantity, Rank, Share
from contracts.value import Value

Quadrant = Literal["", "important and urgent", "important", "urgent", "neither"]
"""Of importance and urgency; empty where nobody weighed it (SAL-7)."""
LineNumber = Annotated[Count, Field(ge=1)]


class Address(Value):
    """Where goods go."""

    street: str
    city: str
    postal_code: str = ""
    country: Country

    @property
    def lines(self) -> tuple[str, ...]:
        """As an envelope has it."""
        town = f"{self.postal_code} {self.city}".strip()
        return tuple(line for line in (self.street, town, self.country) if line)


class Terms(Value):
    """How the customer pays: ``days`` after the invoice, ``advance_share`` of the order before release."""

    days: Days
    advance_share: Share = Decimal(0)
    by_credit: bool = False
    """Paid under a letter of credit, which must be in order before anything is released (SAL-17, LOG-7)."""


class OrderLine(Value):
    """One line of a complete order."""

    line: LineNumber
    item: str
    quantity: Quantity
    unit_price: Money
    free: bool = False
    """Free of charge: its price is 0, and meant so."""
    specification: Note = ""
    """What the goods of this line must be like, beyond the item; empty: as the item is (SAL-9)."""
    process: Note = ""
    """How they are to be made, treated or packed; empty: as ever (SAL-9)."""


def can_be_kept(line: OrderLine) -> OrderLine:
    """ValueError for a line of which quantity or price is beyond all reason."""
    can_be_counted(line.quantity)
    can_be_booked(line.unit_price)
    return line


AskedLine = Annotated[OrderLine, AfterValidator(can_be_kept)]


class DraftLine(Value):
    """One line as the customer sent it; what he left out is ``None``."""

    line: LineNumber
    item: str | None = None
    quantity: AskedQuantity | None = None
    unit_price: AskedPrice | None = None
    free: bool = False
    """Free of charge: its price is 0, and meant so."""
    specification: Note = ""
    """What the goods of this line must be like, beyond the item; empty: as the item is (SAL-9)."""
    process: Note = ""
    """How they are to be made, treated or packed; empty: as ever (SAL-9)."""


class OrderHead(Value):
    """What every order has, complete or not."""

    number: str
    """What people call it: SO-2026-000123."""
    customer: str
    customer_name: Personal[str]
    customer_po: str
    merchandiser: str
    """The person who answers for the order (person code)."""
    currency: Currency
    freight: Money
    discount: Share = Decimal(0)
    tax_rate: Share = Decimal(0)
    priority: Rank = 0
    """Higher is served first (SAL-7)."""
    quadrant: Quadrant = ""
    """Which of the four the priority puts it in (SAL-7)."""
    partial: bool = False
    """The customer takes partial shipments."""
    rush: bool = False
    """It goes before others: it was pulled forward, or somebody of sales says so (SAL-9)."""
    incoterm: str = ""
    quotation: str = ""
    """By which it was ordered: QU-2026-000123-1; empty where it was ordered by none (SAL-1)."""
    contract: str = ""
    """The contract that it is under: SC-2026-000123; empty where it is under none (SAL-18)."""
    samples: tuple[str, ...] = ()
    """Which the customer approves before it is confirmed: SM-2026-000123 (SAL-23)."""
    promised: Day | None = None
    """In the company's zone, with the buffer of SAL-8; set when the order is confirmed."""


class OrderContent(OrderHead):
    """A complete order (SAL-3)."""

    lines: tuple[OrderLine, ...]
    deliver_to: Personal[Address]
    terms: Terms
    wanted: Day


class OrderDraft(OrderHead):
    """An order that still lacks something (SAL-3)."""

    lines: tuple[DraftLine, ...] = ()
    deliver_to: Personal[Address] | None = None
    terms: Terms | None = None
    wanted: Day | None = None


def as_draft(content: OrderContent | OrderDraft) -> OrderDraft:
    """An order as one that may lack something."""
    return converted(content, OrderDraft)


def completed(draft: OrderDraft) -> OrderContent:
    """An order that lacks nothing; raises msgspec.ValidationError where it does."""
    return converted(draft, OrderContent)


class Amounts(Value):
    """What an order comes to, part by part, in its currency; the sum of all is its value (FIN-1)."""

    lines: tuple[Decimal, ...]
    """Of each line in the order's order: quantity by price."""
    discount: Decimal
    """Not above 0."""
    freight: Decimal
    tax: Decimal

    @property
    def value(self) -> Decimal:
        return sum(self.lines, Decimal(0)) + self.discount + self.freight + self.tax


def amounts_of(content: OrderContent | OrderDraft) -> Amounts:
    """As one invoice would say. What a draft does not tell yet counts nothing."""
    currency = content.currency
    priced = ((line.quantity, line.unit_price) for line in content.lines)
    lines = tuple(rounded(q * price.amount, currency) if q and price else Decimal(0) for q, price in priced)
    discount = -rounded(content.discount * sum(lines), currency)
    freight = rounded(content.freight.amount, currency)
    tax = rounded(content.tax_rate * (sum(lines) + discount + freight), currency)
    return Amounts(lines=lines, discount=discount, freight=freight, tax=tax)


def value_of(content: OrderContent | OrderDraft) -> Decimal:
    """What an order comes to in its currency: discount, freight and tax in it (FIN-1)."""
    return amounts_of(content).value


class ShipmentLine(Value):
    """How much of one order line a shipment holds."""

    line: Count
    item: str
    quantity: Quantity


class PackedContent(ShipmentLine):
    """How much of one order line lies in a package."""

    serials: tuple[str, ...] = ()
    """Of an item with serial numbers the pieces, where somebody named them (WHS-1)."""


class Package(Value):
    """One package of a shipment."""

    number: Count
    weight_kg: Quantity
    volume_m3: Quantity
    above_limit: bool = False
    """It is heavier than the warehouse's limit for a package, and one piece alone where a rule packed it (WHS-6)."""
    sscc: str = ""
    """The Serial Shipping Container Code (GS1) of its label; empty where it has none."""
    length_cm: Quantity = Decimal(0)
    """Its edges as a storekeeper measured them; 0 where nobody did."""
    width_cm: Quantity = Decimal(0)
    height_cm: Quantity = Decimal(0)
    contents: tuple[PackedContent, ...] = ()
    """What lies in it; empty where nobody said (WHS-6)."""
