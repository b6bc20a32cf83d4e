"""What a carrier's word makes of a shipment, and what a clerk makes right of a delivery (LOG-5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.logistics import ShipmentDelayed, ShipmentDelivered
from contracts.texts import Text
from services.logistics.shipment.rules.shipment import Correction, Shipment, delay, deliver

DayOf = Callable[[datetime], date]
"""The company's calendar date at a time."""


class DeliveredAlready(Refusal):
    """Shipment {shipment_id} was delivered already: {at}, proof {proof}. A clerk can correct the delivery."""


class DeliveredWhenItCannotBe(Refusal):
    """Delivered {came}: expected a time from {first} to {last} (now)."""

    status: ClassVar[int] = 422


class NotUnderWay(Refusal):
    """Shipment {shipment_id} is {state}; only a dispatched shipment can be delivered or delayed."""


class NotDeliveredYet(Refusal):
    """Shipment {shipment_id} is {state}; only a delivery that was reported can be corrected."""


class ShipmentOfAnotherCarrier(Refusal):
    """Shipment {shipment_id} does not travel with {carrier}."""

    status: ClassVar[int] = 403


@dataclass(frozen=True)
class Deliver:
    """The goods have arrived; ``carrier`` is who says so, if it is a carrier. ``at`` None: now."""

    shipment_id: UUID
    proof: str
    at: datetime | None = None
    carrier: str | None = None


@dataclass(frozen=True)
class Delay:
    """The goods arrive on another day than was expected."""

    shipment_id: UUID
    expected: date
    reason: str
    carrier: str | None = None


@dataclass(frozen=True)
class Correct:
    """A clerk knows better when the goods arrived, or by which proof; what is None was right."""

    shipment_id: UUID
    reason: str
    by: str
    at: datetime | None = None
    proof: str | None = None


def report(
    shipment: Shipment, said: Deliver | Delay, now: datetime, day_of: DayOf
) -> Step[Shipment, ShipmentDelivered | ShipmentDelayed] | Refusal:
    """What a carrier's word makes of a shipment. The same word again says nothing; another one is refused (LOG-5)."""
    if said.carrier is not None and said.carrier != shipment.carrier:
        return ShipmentOfAnotherCarrier(shipment_id=said.shipment_id, carrier=said.carrier)
    if shipment.state == "delivered" and isinstance(said, Deliver):
        return _delivered_again(shipment, said)
    if shipment.state != "dispatched":
        return NotUnderWay(shipment_id=said.shipment_id, state=shipment.state)
    if isinstance(said, Delay):
        same = said.expected == shipment.expected
        heard = replace(shipment, told_at=max(now, shipment.told_at or now))
        return Step(shipment) if same else delay(heard, said.expected, said.reason)
    at = said.at or now
    return delivery_refusal(shipment, at, now, day_of) or deliver(shipment, at, said.proof)


def correct(
    shipment: Shipment, asked: Correct, now: datetime, day_of: DayOf
) -> Step[Shipment, ShipmentDelivered] | Refusal:
    """The delivery is said anew under a higher version; silent when nothing differs."""
    if shipment.state != "delivered" or shipment.delivered_at is None:
        return NotDeliveredYet(shipment_id=asked.shipment_id, state=shipment.state)
    at, proof = asked.at or shipment.delivered_at, asked.proof or shipment.proof or ""
    if (at, proof) == (shipment.delivered_at, shipment.proof):
        return Step(shipment)
    if refusal := delivery_refusal(shipment, at, now, day_of):
        return refusal
    before = Correction(shipment.version, shipment.delivered_at, shipment.proof or "", asked.reason, asked.by, now)
    corrected = replace(shipment, corrections=(*shipment.corrections, before))
    return deliver(corrected, at, proof, asked.reason)


def delivery_refusal(shipment: Shipment, at: datetime, now: datetime, day_of: DayOf) -> Refusal | None:
    """Why goods cannot have arrived then: before the day they left, or after now."""
    since = shipment.dispatched_on
    if at <= now and (since is None or since <= day_of(at)):
        return None
    first = Text("{day} (the day it left)", day=since) if since else Text("the day it left")
    return DeliveredWhenItCannotBe(came=at.isoformat(), first=first, last=now.isoformat(timespec="seconds"))


def _delivered_again(shipment: Shipment, said: Deliver) -> Step[Shipment, ShipmentDelivered] | Refusal:
    if said.proof == shipment.proof and said.at in (None, shipment.delivered_at):
        return Step(shipment)
    at = shipment.delivered_at.isoformat() if shipment.delivered_at else ""
    return DeliveredAlready(shipment_id=shipment.shipment_id, at=at, proof=shipment.proof)
