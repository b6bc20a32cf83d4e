"""Delays: the merchandiser tells the customer, who agrees to another date or waits for what comes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from world.cast import Cast
from world.chance import Chance
from world.clock import day_of

AGREES = 0.85
SURE = ("supply", "carriage")
"""Where somebody outside has named a day; where nobody has, there is nothing to agree on yet."""
SPARE = timedelta(days=2)


class Delays:
    """Looks through the exceptions of sales for orders that are late."""

    def __init__(self, cast: Cast, chance: Chance) -> None:
        self._cast, self._chance = cast, chance
        self._reader = cast.somebody("management")

    async def act(self, today: date) -> None:
        for exception in await self._reader.listed("notify", "/exceptions", state="open", owner="sales"):
            for order_id in exception["orders"]:
                answer = await self._reader.get("sales", f"/orders/{order_id}")
                if answer.ok and self._wants_a_date(answer.body, today):
                    await self._agree(answer.body)

    def _wants_a_date(self, order: dict[str, Any], today: date) -> bool:
        forecast = order["forecast"]
        if not (forecast and forecast["late"] and forecast["because"] in SURE and day_of(forecast["until"]) > today):
            return False
        return self._chance.happens(AGREES, "agrees", order["customer_po"], forecast["on"])

    async def _agree(self, order: dict[str, Any]) -> None:
        """About one version of an order it is agreed once."""
        promised = day_of(order["forecast"]["on"]) + SPARE
        body = {
            "promised": promised.isoformat(),
            "reason": "the customer agreed to the later date",
            "expected_version": order["version"],
        }
        merchandiser = self._cast.merchandiser(order["merchandiser"])
        key = f"agree:{order['number']}:{order['version']}"
        await merchandiser.post("sales", f"/orders/{order['order_id']}/change", body, key=key)
