"""Carriers: they tell the number of what they picked up, and deliver on the day that is expected or say it is later."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from world.chance import Chance
from world.client import Body, Somebody
from world.clock import day_of

DELAYED = 0.08
SILENT = 0.15
"""So often a carrier tells neither a number nor a place."""
DELAY_DAYS = (1, 6)
REASONS = ("port congestion", "bad weather", "customs inspection", "strike", "missed connection")


@dataclass
class Carriers:
    """All carriers; ``clerk`` speaks for them to logistics."""

    clerk: Somebody
    chance: Chance
    _delayed: set[str] = field(default_factory=set)

    async def act(self, today: date) -> None:
        """Say what was picked up under which number, then what is delivered and what is late, in one batch each."""
        under_way = await self.clerk.listed("logistics", "/shipments", state="dispatched")
        unnumbered = [one for one in under_way if not one["tracking"]]
        talking = [one for one in unnumbered if not self.chance.happens(SILENT, "silent", one["number"])]
        picked_up = [self._picked_up(shipment) for shipment in talking]
        await self.clerk.batch("logistics", "/journeys/batch", picked_up)
        news = [said for shipment in under_way if (said := self._news(shipment, today))]
        await self.clerk.batch("logistics", "/carrier-events/batch", news)

    def _picked_up(self, shipment: dict[str, Any]) -> tuple[str, Body]:
        number, at = shipment["number"], f"{day_of(shipment['dispatched_on']) - timedelta(days=1)}T12:00:00Z"
        tracking = f"{shipment['carrier']}{self.chance.between(10**8, 10**9 - 1, 'tracking', number)}"
        told = {"shipment": number, "kind": "picked_up", "at": at, "tracking": tracking}
        return f"picked up:{number}:{shipment['carrier']}", told

    def _news(self, shipment: dict[str, Any], today: date) -> tuple[str, Body] | None:
        number, expected = shipment["number"], day_of(shipment["expected"])
        about = {"shipment_id": shipment["id"]}
        if number not in self._delayed and today >= expected - timedelta(days=1):
            self._delayed.add(number)
            if self.chance.happens(DELAYED, "delay", number):
                return f"delayed:{number}", about | {"kind": "delayed", **self._delay(number, expected, today)}
        if today >= expected:
            return f"delivered:{number}", about | {"kind": "delivered", "proof": f"POD-{number}"}
        return None

    def _delay(self, number: str, expected: date, today: date) -> dict[str, str]:
        days = self.chance.between(*DELAY_DAYS, "delay days", number)
        reason = REASONS[self.chance.between(0, len(REASONS) - 1, "delay reason", number)]
        return {"expected": (max(expected, today) + timedelta(days=days)).isoformat(), "reason": reason}
