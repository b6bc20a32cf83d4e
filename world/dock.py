"""The dock: what suppliers bring is counted, inspected and taken in, or refused."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal
from typing import Any

from world.chance import Chance
from world.character import Character
from world.client import Somebody

IN_TWO_LOTS, FIRST_LOT = 0.08, Decimal("0.6")
BAD_PERCENT = (10, 30)


class Dock:
    """Takes in goods; ``keeper`` is the storekeeper."""

    def __init__(self, keeper: Somebody, chance: Chance) -> None:
        self._keeper, self._chance = keeper, chance
        self._unloaded: set[str] = set()

    async def unload(self, purchase: dict[str, Any], manner: Character) -> None:
        """One lot of a purchase, once: all that is outstanding, or the first part of it."""
        key = f"receipt:{purchase['number']}:{purchase['outstanding']}:{purchase['promised_on']}"
        if key in self._unloaded:
            return
        came = self._came(purchase)
        bad = self._bad(purchase, came, manner)
        body = {
            "purchase_id": purchase["purchase_id"],
            "accepted": str(came - bad),
            "rejected": str(bad),
            "inspection": f"QC-{purchase['number']}",
            "lot": lot_of(purchase),
        }
        answer = await self._keeper.post("warehouse", "/receipts", body, key=key)
        if answer.ok:
            self._unloaded.add(key)

    def _came(self, purchase: dict[str, Any]) -> Decimal:
        outstanding = Decimal(purchase["outstanding"])
        first = not Decimal(purchase["accepted"])
        if first and self._chance.happens(IN_TWO_LOTS, "two lots", purchase["number"]):
            return _units(outstanding * FIRST_LOT, outstanding)
        return outstanding

    def _bad(self, purchase: dict[str, Any], came: Decimal, manner: Character) -> Decimal:
        about = (purchase["number"], purchase["promised_on"])
        if not self._chance.happens(manner.bad_lots, "bad lot", *about):
            return Decimal(0)
        return _units(came * self._chance.between(*BAD_PERCENT, "bad share", *about) / 100, came)


def lot_of(purchase: Mapping[str, Any]) -> str:
    """What its supplier calls the goods of a purchase (WHS-1)."""
    return f"LOT-{purchase['number']}"


def _units(quantity: Decimal, at_most: Decimal) -> Decimal:
    """Whole units, rounded up."""
    return min(quantity.to_integral_value(ROUND_CEILING), at_most)
