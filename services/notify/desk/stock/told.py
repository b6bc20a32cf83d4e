"""As much as the page reads of an item's pace (WHS-7)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

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
