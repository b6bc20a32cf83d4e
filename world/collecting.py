"""Merchandisers ask for the money of what was delivered; now and then one forgets, and it is an exception (SAL-11)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from world.cast import Cast
from world.chance import Chance
from world.clock import day_of

ASKS_DAYS = (3, 8)
FORGETS = 0.05
SAID = "has the invoice and pays it when it is due"


class Collecting:
    """What was asked for once is not asked for again."""

    def __init__(self, cast: Cast, chance: Chance) -> None:
        self._cast, self._chance = cast, chance
        self._reader, self._asked = cast.somebody("management"), set[str]()

    async def act(self, today: date) -> None:
        for state in ("delivered", "accepted"):
            for order in await self._reader.listed("sales", "/orders", state=state):
                await self._ask(order, today)

    async def _ask(self, order: dict[str, Any], today: date) -> None:
        """Once for all of the order that has been there long enough."""
        due = [one["shipment_id"] for one in order["shipments"] if one["delivered_at"] and self._is_due(one, today)]
        if not set(due) - self._asked:
            return
        self._asked.update(due)
        if not self._chance.happens(FORGETS, "forgets the money", order["customer_po"]):
            body = {"asked_on": str(today), "how": "telephone", "said": SAID}
            path, key = f"/orders/{order['order_id']}/chases", f"chase:{max(due)}"
            await self._cast.merchandiser(order["merchandiser"]).post("sales", path, body, key=key)

    def _is_due(self, shipment: dict[str, Any], today: date) -> bool:
        days = self._chance.between(*ASKS_DAYS, "asks for the money", shipment["slip_number"])
        return today >= day_of(shipment["delivered_at"]) + timedelta(days=days)
