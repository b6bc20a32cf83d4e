"""Replacing: a buyer takes from a supplier what he brings too late, and the next one brings it sooner."""

from __future__ import annotations

from datetime import date
from typing import Any

from world.cast import Cast
from world.chance import Chance
from world.suppliers import PRODUCTION

REPLACES = 0.8
TOO_LATE = "too late; the next supplier is sooner"
Offered = dict[str, Any]


class Replacing:
    """The buyer; he finds nothing where no other supplier would be sooner (PUR-7)."""

    def __init__(self, cast: Cast, chance: Chance) -> None:
        self._buyer, self._chance = cast.somebody("buyer"), chance

    async def act(self, _today: date) -> None:
        answer = await self._buyer.get("purchasing", "/purchases/switches")
        for offered in answer.body["items"] if answer.ok else []:
            if self._wants(offered):
                await self._switch(offered)

    def _wants(self, offered: Offered) -> bool:
        """What our own shop makes is its planner's; of refused goods the supplier names a day first."""
        waits = offered["number"].startswith(PRODUCTION) or not offered["here_on"]
        return not waits and self._chance.happens(REPLACES, "replaces", offered["number"])

    async def _switch(self, offered: Offered) -> None:
        """About one day that a supplier names it is decided once."""
        path = f"/purchases/{offered['purchase_id']}/switch"
        key = f"switch:{offered['number']}:{offered['here_on']}"
        await self._buyer.post("purchasing", path, {"reason": TOO_LATE}, key=key)
