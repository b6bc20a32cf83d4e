"""As much as the page reads of a tour (LOG-4)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from contracts.value import Value


class Stop(Value):
    """One call, in its order; ``became`` in logistics' words."""

    order_id: UUID
    number: str
    customer: str
    address: str
    weight_kg: Decimal
    packages: int
    arrives: datetime
    leaves: datetime
    became: str
    proof: str | None = None


class Tour(Value):
    number: str
    vehicle: str
    starts: datetime
    ends: datetime
    started_at: datetime | None
    load_kg: Decimal
    load_m3: Decimal
    distance_km: Decimal
    stops: tuple[Stop, ...]


class Tours(Value):
    items: tuple[Tour, ...]


def day_of(written: str, today: date) -> date:
    """What is no day is today."""
    try:
        return date.fromisoformat(written) if written.isascii() else today
    except ValueError:
        return today
