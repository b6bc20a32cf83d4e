"""A shipment goes to another carrier."""

from __future__ import annotations

from collections.abc import Sequence

from chassis import clock
from chassis.handling import Answer, Db, Step
from chassis.refusal import Refusal
from contracts.disruptions import TransportSettled
from contracts.logistics import ShipmentBooked, ShipmentDelayed
from services.logistics.contingency import store as disruptions
from services.logistics.contingency.rules import settle
from services.logistics.rebooking import rules
from services.logistics.rebooking.rules import CarrierFailed
from services.logistics.shipment import work
from services.logistics.shipment.rules.shipment import Shipment
from services.logistics.shipment.rules.transport import Tariff

Said = ShipmentBooked | ShipmentDelayed | TransportSettled


async def carrier_failed(
    db: Db, asked: Sequence[CarrierFailed]
) -> list[Answer[ShipmentBooked | ShipmentDelayed | TransportSettled] | Refusal]:
    """shipment.booked with the next carrier, and shipment.delayed where the goods arrive on another day (LOG-2).

    transport.settled, too, where a disruption held the goods up: another transport takes them (LOG-3).
    """
    open_, now = await disruptions.to_decide(db, [one.shipment_id for one in asked]), clock.now()

    def fail(shipment: Shipment, wish: CarrierFailed, tariff: Tariff) -> Step[Shipment, Said] | Refusal:
        step = rules.fail(shipment, wish, tariff, now)
        if isinstance(step, Refusal) or shipment.shipment_id not in open_:
            return step
        return step.then(settle(step.document, "rebooked", wish.reason))

    answers = await work.command_to_leave(db, asked, fail)
    done = [one.shipment_id for one, answer in zip(asked, answers, strict=True) if isinstance(answer, Answer)]
    await disruptions.answered(db, done)
    return answers
