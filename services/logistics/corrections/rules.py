"""What a clerk makes right of a delivery that was reported wrongly (LOG-5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from chassis.refusal import NotFound, Refusal
from contracts.logistics import ShipmentDelivered
from services.logistics.shipments.rules import Correction, DayOf, Shipment, delivered, delivery_refusal


class NotDeliveredYet(Refusal):
    """Shipment {shipment_id} is {state}; only a delivery that was reported can be corrected."""


@dataclass(frozen=True)
class Correct:
    """A clerk knows better when the goods arrived, or by which proof; what is None was right."""

    shipment_id: UUID
    reason: str
    by: str
    at: datetime | None = None
    proof: str | None = None


def correct(
    shipment: Shipment | None, asked: Correct, now: datetime, day_of: DayOf
) -> tuple[Shipment, tuple[ShipmentDelivered, ...]] | Refusal:
    """The delivery is said anew under a higher version; silent when nothing differs."""
    if shipment is None:
        return NotFound(what="shipment", id=asked.shipment_id)
    if shipment.state != "delivered" or shipment.delivered_at is None:
        return NotDeliveredYet(shipment_id=asked.shipment_id, state=shipment.state)
    at, proof = asked.at or shipment.delivered_at, asked.proof or shipment.proof or ""
    if (at, proof) == (shipment.delivered_at, shipment.proof):
        return shipment, ()
    if refusal := delivery_refusal(shipment, at, now, day_of):
        return refusal
    before = Correction(shipment.version, shipment.delivered_at, shipment.proof or "", asked.reason, asked.by, now)
    corrected = replace(shipment, corrections=(*shipment.corrections, before))
    after, event = delivered(corrected, at, proof, asked.reason)
    return after, (event,)
