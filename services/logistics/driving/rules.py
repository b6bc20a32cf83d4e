"""What becomes of goods on a tour (LOG-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.logistics import ShipmentDelayed
from services.logistics.shipment.rules.shipment import Shipment, back_to_depot
from services.logistics.tour.rules import Tour, TourPlan

Became = Literal["waits", "on the way", "delivered", "not taken"]
"""Of a stop: its tour has not started; it is on board; the goods are there; they are not on this tour any more."""


class NotOnATour(Refusal):
    """Shipment {number} is on no tour: it is {state}[ with {carrier}]."""


@dataclass(frozen=True)
class StartTour:
    """A vehicle leaves with its tour of a plan."""

    plan_id: UUID
    vehicle: str


@dataclass(frozen=True)
class NotTaken:
    """Goods come back from a tour."""

    shipment_id: UUID
    reason: str


@dataclass(frozen=True)
class Aboard:
    """As much of a shipment as who drives must know."""

    shipment_id: UUID
    order_id: UUID
    number: str
    customer: str
    address: str
    weight_kg: Decimal
    packages: int
    state: str
    tracking: str | None
    proof: str | None


@dataclass(frozen=True)
class Stop:
    """One call of a tour, in its order."""

    shipment_id: UUID
    order_id: UUID
    number: str
    customer: str
    address: str
    weight_kg: Decimal
    packages: int
    arrives: datetime
    leaves: datetime
    became: Became
    proof: str | None


def tracking_of(plan: TourPlan, tour: Tour) -> str:
    """What goods on a tour are called by: the plan and the vehicle."""
    return f"{plan.number} {tour.vehicle}"


def not_taken(shipment: Shipment, asked: NotTaken, today: date) -> Step[Shipment, ShipmentDelayed] | Refusal:
    """They wait for the next tour, tomorrow at the earliest."""
    if shipment.state != "dispatched" or not (shipment.tracking or "").startswith("TP-"):
        return NotOnATour(number=shipment.number, state=shipment.state, carrier=shipment.carrier)
    return back_to_depot(shipment, today + timedelta(days=1), asked.reason)


def stops_of(plan: TourPlan, tour: Tour, aboard: dict[UUID, Aboard]) -> tuple[Stop, ...]:
    """With what became of each."""
    on_it = tracking_of(plan, tour)
    return tuple(
        Stop(
            *(one.shipment_id, one.order_id, one.number, one.customer, one.address, one.weight_kg, one.packages),
            *(call.arrives, call.leaves, _became(one, tour, on_it), one.proof),
        )
        for call in tour.calls
        if (one := aboard.get(call.shipment_id))
    )


def _became(one: Aboard, tour: Tour, tracking: str) -> Became:
    if one.state == "delivered":
        return "delivered"
    if one.state == "dispatched" and one.tracking == tracking:
        return "on the way"
    return "not taken" if tour.started_at or one.state == "cancelled" else "waits"
