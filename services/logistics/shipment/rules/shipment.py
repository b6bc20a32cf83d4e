"""What a shipment is: packed, then dispatched or cancelled, then delivered (LOG-1, LOG-5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from chassis.handling import Step
from contracts.logistics import ShipmentCancelled, ShipmentDelayed, ShipmentDelivered, ShipmentDispatched
from contracts.order import Package, ShipmentLine
from contracts.review import Reason
from contracts.scalars import Mode
from services.logistics.shipment.rules.transport import Choice

State = Literal["packed", "dispatched", "delivered", "cancelled"]


@dataclass(frozen=True)
class Correction:
    """What was recorded of a delivery until it was corrected: by whom, when and why."""

    version: int
    at: datetime
    proof: str
    reason: str
    by: str
    corrected_at: datetime


@dataclass(frozen=True)
class Shipment:
    """One shipment; ``version`` counts what was said of it."""

    shipment_id: UUID
    number: str
    order_id: UUID
    order_version: int
    customer: str
    country: str
    promised: date | None
    weight_kg: Decimal
    lines: tuple[ShipmentLine, ...]
    state: State = "packed"
    version: int = 0
    carrier: str | None = None
    mode: Mode | None = None
    tracking: str | None = None
    expected: date | None = None
    delivered_at: datetime | None = None
    proof: str | None = None
    dispatched_on: date | None = None
    corrections: tuple[Correction, ...] = ()
    packages: tuple[Package, ...] = ()

    def now(self, **changes: Any) -> Shipment:
        """This shipment under its next version."""
        return replace(self, version=self.version + 1, **changes)

    @property
    def named(self) -> dict[str, Any]:
        """By what every event of a shipment names it."""
        return {name: getattr(self, name) for name in ("order_id", "order_version", "shipment_id", "version")}


def cancel(shipment: Shipment, reason: Reason) -> Step[Shipment, ShipmentCancelled]:
    """The goods go back to the warehouse."""
    after = shipment.now(state="cancelled")
    return Step(after, (ShipmentCancelled(**after.named, reason=reason.text, reasons=(reason,)),))


def dispatch(
    shipment: Shipment, choice: Choice, today: date, tracking: str | None = None
) -> Step[Shipment, ShipmentDispatched]:
    """The goods leave with the chosen transport; by rule alone a tracking number is made up, never for a clerk."""
    rate = choice.option.rate
    if tracking is None:
        tracking = f"{rate.carrier}{shipment.number}".replace("-", "")
    transport: dict[str, Any] = {"carrier": rate.carrier, "mode": rate.mode, "tracking": tracking}
    transport |= {"dispatched_on": today, "expected": choice.option.arrives}
    after = shipment.now(state="dispatched", **transport)
    event = ShipmentDispatched(**after.named, **transport, number=after.number, lines=after.lines, reason=choice.reason)
    return Step(after, (event,))


def delay(shipment: Shipment, expected: date, reason: str) -> Step[Shipment, ShipmentDelayed]:
    """The goods arrive on another day."""
    after = shipment.now(expected=expected)
    return Step(after, (ShipmentDelayed(**after.named, expected=expected, reason=reason),))


def deliver(shipment: Shipment, at: datetime, proof: str, correction: str = "") -> Step[Shipment, ShipmentDelivered]:
    """The goods arrived then, by that proof; said under the next version."""
    after = shipment.now(state="delivered", delivered_at=at, proof=proof)
    event = ShipmentDelivered(**after.named, lines=after.lines, at=at, proof=proof, correction=correction)
    return Step(after, (event,))
