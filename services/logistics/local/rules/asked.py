"""What logistics is told about local deliveries (LOG-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from uuid import UUID

from chassis.refusal import Refusal


class DepotHasNoVehicle(Refusal):
    """Depot {depot} has no vehicle in use; put one first."""


class NoAddress(Refusal):
    """Nobody told logistics the address of shipment {shipment_id}: its order was heard before addresses were kept."""


@dataclass(frozen=True)
class PutDepot:
    """Where tours start and end."""

    depot: str
    name: str
    latitude: Decimal
    longitude: Decimal


@dataclass(frozen=True)
class PutVehicle:
    """What drives from a depot: how much it takes, from when to when in our zone, what it costs in our currency."""

    vehicle: str
    depot: str
    capacity_kg: Decimal
    capacity_m3: Decimal
    starts: time
    ends: time
    per_km: Decimal
    per_hour: Decimal
    per_day: Decimal
    active: bool


@dataclass(frozen=True)
class PutPlace:
    """Where the address of a shipment is, from when to when goods are taken there, and how long that takes."""

    shipment_id: UUID
    latitude: Decimal
    longitude: Decimal
    opens: time
    closes: time
    service_minutes: int


@dataclass(frozen=True)
class PlanTours:
    """Tours are asked for: of a depot, on a day, for all packed goods of our own country."""

    depot: str
    day: date
    by: str
