"""Carriers' events, and the days on which it is looked at what is silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Reading, Timer
from chassis.ids import new_id
from chassis.refusal import Refusal
from contracts.logistics import ShipmentBooked, ShipmentDelayed, ShipmentDelivered
from services.logistics.journey import store
from services.logistics.journey.rules import event as rules
from services.logistics.journey.rules.event import CarrierEvent, Silent
from services.logistics.policy import Policy
from services.logistics.shipment import store as shipments
from services.logistics.shipment import work
from services.logistics.shipment.rules.shipment import Shipment

Named = tuple[CarrierEvent, Shipment | Refusal]


async def follow(
    db: Db, events: Sequence[CarrierEvent]
) -> list[Answer[ShipmentBooked | ShipmentDelayed | ShipmentDelivered] | Refusal]:
    """Each event once, whenever and however often it is told (LOG-5)."""
    loaded = await shipments.load_called(db, [event.called for event in events])
    by_name, now = store.by_name(loaded), clock.now()
    told: list[Named] = [(rules.known_by(event, new_id()), rules.meant(event, by_name)) for event in events]
    once = rules.Once(await store.known(db, told), now, clock.local_date)
    answers = await work.command_in_turn(db, told, loaded, once.follow)
    await store.keep(db, once.fresh, now)
    return answers


async def find_silent(db: Reading, _now: datetime) -> list[tuple[str, Silent | date]]:
    """Once a day; what is left to do when there is nothing more is to note the day."""
    today = clock.today()
    if await store.looked(db, today):
        return []
    found = await store.silent(db, today, await holding(db, Policy))
    return [(str(order_id), silent) for order_id, silent in found] or [("silence", today)]


async def fear(db: Db, found: Sequence[Silent | date]) -> list[tuple[ShipmentDelayed, ...]]:
    """shipment.delayed before the day, of shipments whose carrier says nothing (LOG-5)."""
    silent = [one for one in found if isinstance(one, Silent)]
    for day in (one for one in found if isinstance(one, date)):
        await store.look(db, day)
    loaded = await shipments.load(db, [one.shipment_id for one in silent])
    steps = {one.shipment_id: rules.fear(loaded[one.shipment_id], one) for one in silent}
    await shipments.save(db, [step.document for step in steps.values() if step.events])
    return [steps[one.shipment_id].events if isinstance(one, Silent) else () for one in found]


TIMERS = (Timer("silence", find_silent, fear, pace="day"),)
