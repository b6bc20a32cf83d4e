"""The parts that events are made of: money, quantities, lines, addresses."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, TypeVar
from uuid import UUID

from pydantic import AfterValidator, Field

from contracts.event import Value
from contracts.scalars import Count, Country, Currency, Day, Days, Number, Quantity, Rank, Share

T = TypeVar("T")
Personal = Annotated[T, Field(json_schema_extra={"x-personal": True})]
"""Says something about a person or where a customer is; sealed by the security work (ALL-3)."""
Cost = Annotated[T, Field(json_schema_extra={"x-cost": True})]
"""What the company pays; its owner's alone (ALL-3)."""


MINOR_DIGITS = {
    "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0, "UGX": 0,
    "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
    "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
    "CLF": 4, "UYW": 4,
}  # fmt: skip
"""Every currency that has other than two digits after the point: ISO 4217, list one, as of 2026-01-01."""


class Money(Value):
    """An amount in a currency; never a bare number."""

    amount: Number
    currency: Currency


def can_be_booked(money: Money) -> Money:
    """ValueError for an amount that no ledger rounds once it is multiplied by a quantity."""
    if not within(money.amount, 10**12, places=8):
        raise ValueError("expected an amount below 10^12, of at most 8 decimals")
    return money


def can_be_counted(quantity: Decimal) -> Decimal:
    """ValueError for a quantity that nobody can sum, or weigh out."""
    if not within(quantity, 10**9, places=6):
        raise ValueError("expected a quantity below 10^9, of at most 6 decimals")
    return quantity


def within(number: Decimal, below: int, places: int) -> bool:
    """Whether it is so small and has so few decimals that arithmetic of 28 digits keeps what is made of it."""
    exponent = number.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -places and abs(number) < below


LineNumber = Annotated[Count, Field(ge=1)]
AskedPrice = Annotated[Money, AfterValidator(can_be_booked)]
AskedQuantity = Annotated[Quantity, AfterValidator(can_be_counted)]
"""Checked where they come in: a bound on every quantity and amount would cost every reader of every event."""


def rounded(amount: Decimal, currency: str) -> Decimal:
    """Half up to the currency's minor unit (ISO 4217)."""
    return amount.quantize(Decimal(1).scaleb(-MINOR_DIGITS.get(currency, 2)), ROUND_HALF_UP)


class Address(Value):
    """Where goods go."""

    street: str
    city: str
    postal_code: str = ""
    country: Country


class Terms(Value):
    """How the customer pays: ``days`` after the invoice, ``advance_share`` of the order before release."""

    days: Days
    advance_share: Share = Decimal(0)


class OrderLine(Value):
    """One line of a complete order."""

    line: LineNumber
    item: str
    quantity: Quantity
    unit_price: Money
    free: bool = False
    """Free of charge: its price is 0, and meant so."""


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
    partial: bool = False
    """The customer takes partial shipments."""
    incoterm: str = ""
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


class ShipmentLine(Value):
    """How much of one order line a shipment holds."""

    line: Count
    item: str
    quantity: Quantity


class ItemReady(Value):
    """By when an item could be here if it were ordered now, in the company's zone."""

    item: str
    on: Day


class Lack(Value):
    """What an order still lacks of an item, after free and held stock, never after what is on order."""

    item: str
    quantity: Quantity


class Need(Value):
    """All that one order lacks now; ``need_version`` counts per order, the highest holds."""

    order_id: UUID
    need_version: Count
    order_version: Count
    lacks: tuple[Lack, ...]


class Cover(Value):
    """What all orders together lack of an item; ``cover_version`` counts per item, the highest holds."""

    item: str
    cover_version: Count
    total: Quantity
    received: Quantity = Decimal(0)
    """All that ever came of purchases of the item; ``total`` is what is lacked after it."""


class Served(Value):
    """The part of a purchase that one order's need gets."""

    order_id: UUID
    item: str
    quantity: Quantity
    need_version: Count
    order_version: Count


class Reason(Value):
    """Why: a stable ``code`` for programs and translations, ``text`` in English for people."""

    code: str
    text: str


class Signature(Value):
    """Who signed what, when (RFC 3339, UTC); no person signs twice in one chain (FIN-7)."""

    step: str
    person: str
    at: str


class Package(Value):
    """One package of a shipment."""

    number: Count
    weight_kg: Quantity
    volume_m3: Quantity
    above_limit: bool = False
    """It is one piece alone, and heavier than the warehouse's limit for a package (WHS-6)."""
