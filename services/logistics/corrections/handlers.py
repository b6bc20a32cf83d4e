"""Corrections of deliveries."""

from __future__ import annotations

from collections.abc import Sequence

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from services.logistics.corrections import rules
from services.logistics.corrections.rules import Correct
from services.logistics.shipments import store
from services.logistics.shipments.handlers import state_of


async def correct(db: Db, asked: Sequence[Correct]) -> list[Answer | Refusal]:
    """shipment.delivered again, with what is right; what was recorded before stays with the shipment."""
    shipments = await store.lock(db, [one.shipment_id for one in asked])
    results = [rules.correct(shipments.get(one.shipment_id), one, clock.now(), clock.local_date) for one in asked]
    await store.put(db, [result[0] for result in results if not isinstance(result, Refusal) and result[1]])
    return [r if isinstance(r, Refusal) else Answer(state_of(r[0]), r[1]) for r in results]
