"""What a shipment is: packed, then dispatched or cancelled, then delivered (LOG-1, LOG-5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from chassis.handling import Step
from contracts.logistics import (
    ShipmentBooked,
    ShipmentCancelled,
    ShipmentDelayed,
    ShipmentDelivered,
    ShipmentDispatched,
)
from contracts.money import Money
from contracts.order import Package, ShipmentLine
from contracts.reasons import because
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
class Failure:
    """A carrier that was to take a shipment and did not: by whom that was told, when and why (LOG-2)."""

    carrier: str
    mode: Mode
    tracking: str
    expected: date | None
    reason: str
    by: str
    at: datetime


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
    due: date | None = None
    """The arrival that was told when it left; None of one that left before this was kept."""
    failures: tuple[Failure, ...] = ()
    told_at: datetime | None = None
    """Of the newest word of its carrier."""
    packages: tuple[Package, ...] = ()
    address: str = ""
    """Empty of goods whose order was heard before addresses were kept."""
    waits: Mapping[str, int] = field(default_factory=dict)
    """By the number of each disruption that it met the days that ``expected`` holds for it (LOG-3)."""

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


def dispatch(shipment: Shipment, choice: Choice, today: date, tracking: str = "") -> Step[Shipment, ShipmentDispatched]:
    """The goods leave with the chosen transport, under a tracking number if anybody knows one (LOG-5)."""
    rate = choice.option.rate
    transport: dict[str, Any] = {"carrier": rate.carrier, "mode": rate.mode, "tracking": tracking}
    transport |= {"dispatched_on": today, "expected": choice.option.arrives}
    after = shipment.now(state="dispatched", due=choice.option.arrives, waits=rate.waits, **transport)
    event = ShipmentDispatched(**after.named, **transport, number=after.number, lines=after.lines, reason=choice.reason)
    return Step(after, (event,))


def rebook(
    shipment: Shipment, choice: Choice, failure: Failure, costs_more: Money | None, failures: tuple[Failure, ...]
) -> Step[Shipment, ShipmentBooked | ShipmentDelayed]:
    """Another carrier takes goods, its number not known yet; ``failures`` hold this one if it blames (LOG-2, LOG-3)."""
    rate, arrives = choice.option.rate, choice.option.arrives
    before = shipment.expected or arrives
    transport: dict[str, Any] = {"carrier": rate.carrier, "mode": rate.mode, "tracking": ""}
    waits = {**dict.fromkeys(shipment.waits, 0), **rate.waits}
    after = shipment.now(**transport, due=arrives, failures=failures, waits=waits, told_at=None)
    told: dict[str, Any] = {"instead_of": failure.carrier, "reason": failure.reason, "costs_more": costs_more}
    days_later = (arrives - before).days
    event = ShipmentBooked(
        **after.named, **transport, **told, number=after.number, expected=arrives, days_later=days_later
    )
    step = Step(after, (event,))
    return step.then(delay(after, arrives, failure.reason)) if arrives != before else step


def go_on_tour(
    shipment: Shipment, vehicle: str, tracking: str, day: date, today: date
) -> Step[Shipment, ShipmentDispatched | ShipmentBooked | ShipmentDelayed]:
    """One of our vehicles brings it on this day: packed goods leave, those that nobody took go once more (LOG-4)."""
    transport: dict[str, Any] = {"carrier": vehicle, "mode": "road", "tracking": tracking}
    if shipment.state == "packed":
        transport |= {"dispatched_on": today, "expected": day}
        after = shipment.now(state="dispatched", due=day, **transport)
        why = because("on_tour", vehicle=vehicle, tour=tracking)
        event = ShipmentDispatched(**after.named, **transport, number=after.number, lines=after.lines, reason=why)
        return Step(after, (event,))
    if shipment.state != "dispatched" or shipment.carrier:
        return Step(shipment)
    after = shipment.now(**transport)
    booked = Step(after, (ShipmentBooked(**after.named, **transport, number=after.number, expected=day),))
    return booked.then(delay(after, day, tracking)) if day != shipment.expected else booked


def back_to_depot(shipment: Shipment, expected: date, reason: str) -> Step[Shipment, ShipmentDelayed]:
    """Nobody took it: it goes on the next tour, so that it has no carrier until then (LOG-4)."""
    return delay(replace(shipment, carrier=None, mode=None, tracking=""), expected, reason)


def number(shipment: Shipment, tracking: str) -> Step[Shipment, ShipmentBooked]:
    """The number that the carrier gave is known (LOG-5)."""
    after = shipment.now(tracking=tracking)
    told: dict[str, Any] = {name: getattr(after, name) for name in ("carrier", "mode", "tracking", "expected")}
    return Step(after, (ShipmentBooked(**after.named, **told, number=after.number),))


def delay(shipment: Shipment, expected: date, reason: str) -> Step[Shipment, ShipmentDelayed]:
    """The goods arrive on another day."""
    after = shipment.now(expected=expected)
    return Step(after, (ShipmentDelayed(**after.named, expected=expected, reason=reason),))


def deliver(shipment: Shipment, at: datetime, proof: str, correction: str = "") -> Step[Shipment, ShipmentDelivered]:
    """The goods arrived then, by that proof; said under the next version."""
    after = shipment.now(state="delivered", delivered_at=at, proof=proof)
    told: dict[str, Any] = {"proof": proof, "correction": correction, "held_up": bool(shipment.waits)}
    event = ShipmentDelivered(**after.named, lines=after.lines, at=at, **told)
    return Step(after, (event,))
