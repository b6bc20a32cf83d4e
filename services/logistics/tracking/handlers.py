"""What carriers say of shipments under way, and corrections of deliveries."""

from __future__ import annotations

from collections.abc import Sequence

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from contracts.logistics import ShipmentDelayed, ShipmentDelivered
from services.logistics.shipment import work
from services.logistics.tracking import rules
from services.logistics.tracking.rules import Correct, Delay, Deliver


async def report(
    db: Db, said: Sequence[Deliver | Delay]
) -> list[Answer[ShipmentDelivered | ShipmentDelayed] | Refusal]:
    """What carriers say of shipments under way; the same word again changes nothing (LOG-5)."""
    return await work.command(db, said, lambda s, word: rules.report(s, word, clock.now(), clock.local_date))


async def correct(db: Db, asked: Sequence[Correct]) -> list[Answer[ShipmentDelivered] | Refusal]:
    """shipment.delivered again, with what is right; what was recorded before stays with the shipment."""
    return await work.command(db, asked, lambda s, wish: rules.correct(s, wish, clock.now(), clock.local_date))
