"""As much as the pages read of an item's pace, of lots that expire, and of what is asked back (WHS-1, WHS-7, WHS-8)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from contracts.value import Value


class ItemPace(Value):
    """Quantities in the item's unit."""

    item: str
    place: str
    on_hand: Decimal
    available: Decimal
    issued: Decimal
    turns_per_year: Decimal | None
    lasts_days: Decimal | None
    last_left: datetime | None
    slow: bool
    running_out: bool
    foreseen: bool = False


class Paces(Value):
    items: tuple[ItemPace, ...]
    next: str | None = None


class ExpiringLot(Value):
    """``receipt`` is our number of the lot, ``lot`` its supplier's; ``orders`` have some of it, or are served by it."""

    receipt: str
    item: str
    lot: str
    supplier: str
    expires_on: date
    days_left: int
    here: Decimal
    orders: tuple[str, ...] = ()


class ExpiringLots(Value):
    items: tuple[ExpiringLot, ...]
    next: str | None = None


class ExpectedLine(Value):
    line: int
    item: str
    quantity: Decimal


class ExpectedReturn(Value):
    """Of one shipment; each line with what has still to come."""

    order_id: UUID
    order_number: str
    sales_slip: str
    asked_on: date
    lines: tuple[ExpectedLine, ...]


class ExpectedReturns(Value):
    items: tuple[ExpectedReturn, ...]
    next: str | None = None
