"""A shipment goes to another carrier."""

from __future__ import annotations

from collections.abc import Sequence

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from contracts.logistics import ShipmentBooked, ShipmentDelayed
from services.logistics.rebooking import rules
from services.logistics.rebooking.rules import CarrierFailed
from services.logistics.shipment import work


async def carrier_failed(
    db: Db, asked: Sequence[CarrierFailed]
) -> list[Answer[ShipmentBooked | ShipmentDelayed] | Refusal]:
    """shipment.booked with the next carrier, and shipment.delayed where the goods arrive on another day (LOG-2)."""
    now = clock.now()
    return await work.command_to_leave(db, asked, lambda s, wish, tariff: rules.fail(s, wish, tariff, now))
