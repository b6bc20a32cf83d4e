"""Suppliers: they confirm, are late, cannot, and make good what was refused, each after its character."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from world.cast import Cast
from world.chance import Chance
from world.character import Character, character_of
from world.client import Answer, Body
from world.clock import Clock, day_of
from world.dock import Dock

Purchase = dict[str, Any]
AT_ONCE_MAX = 8
ANSWER_DAYS, SILENT_DAYS = (0, 1), (3, 6)
EXTRA_DAYS, LATE_DAYS, AGAIN_DAYS = (0, 2), (2, 8), (3, 8)
TELLS_DELAY, REDELIVERS = 0.7, 0.85
USUAL_LEAD_DAYS = 7
PRODUCTION = "MO-"
"""So begin the numbers of what our own shop makes (PUR-11)."""


class Suppliers:
    """All suppliers, and the dock where their goods arrive."""

    def __init__(self, cast: Cast, chance: Chance, clock: Clock, slow_call: timedelta = timedelta()) -> None:
        """``slow_call``: so much business time may pass until the company has what a supplier says."""
        self._cast, self._chance, self._clock = cast, chance, clock
        self._buyer, self._dock = cast.somebody("buyer"), Dock(cast.somebody("storekeeper"), chance)
        self._turns = asyncio.Semaphore(AT_ONCE_MAX)
        self._notice = timedelta(days=1) + slow_call
        self._lead_days: dict[str, dict[str, int]] = {}
        self._delay_told: set[str] = set()

    async def act(self, _today: date) -> None:
        """Everything that is due on open purchases; what our own shop makes, its planner says."""
        ordered = await self._buyer.listed("purchasing", "/purchases", state="ordered")
        confirmed = await self._buyer.listed("purchasing", "/purchases", state="confirmed")
        await asyncio.gather(*(self._in_turn(purchase) for purchase in (*ordered, *confirmed)))

    async def _in_turn(self, purchase: Purchase) -> None:
        """Today is the day on which the turn comes: where the clock runs fast, days pass while others act."""
        async with self._turns:
            await self._work(purchase, self._clock.today())

    async def _work(self, purchase: Purchase, today: date) -> None:
        if Decimal(purchase["cancel_asked"]):
            await self._answer_cancel(purchase)
        elif purchase["number"].startswith(PRODUCTION):
            return
        elif purchase["state"] == "ordered":
            await self._answer(purchase, today)
        elif Decimal(purchase["rejected"]):
            await self._make_good(purchase, today)
        else:
            await self._deliver(purchase, today)

    async def _answer(self, purchase: Purchase, today: date) -> None:
        number, manner = purchase["number"], self._character(purchase)
        silent = self._chance.happens(manner.silent, "silent", number)
        days = self._chance.between(*(SILENT_DAYS if silent else ANSWER_DAYS), "answers", number)
        if today < day_of(purchase["ordered_on"]) + timedelta(days=days):
            return
        if self._chance.happens(manner.declines, "declines", number):
            await self._say(purchase, "decline", {"reason": "no capacity"})
        else:
            lead = await self._lead(purchase) + self._chance.between(*EXTRA_DAYS, "extra", number)
            ready = day_of(purchase["ordered_on"]) + timedelta(days=lead)
            await self._say(purchase, "confirm", {"promised_on": self._at_notice(ready, today)})

    async def _deliver(self, purchase: Purchase, today: date) -> None:
        number, promised = purchase["number"], day_of(purchase["promised_on"])
        late = timedelta(days=self._late_days(number, self._character(purchase)))
        if late and today >= promised - timedelta(days=1) and self._chance.happens(TELLS_DELAY, "tells", number):
            self._delay_told.add(number)
            news = {"promised_on": self._at_notice(promised + late, today), "reason": "material came late"}
            await self._say(purchase, "delay", news)
        elif today >= promised + late:
            await self._dock.unload(purchase, self._character(purchase))

    async def _make_good(self, purchase: Purchase, today: date) -> None:
        """What was turned down at the dock at once; a lot in quarantine when the quality manager has decided on it."""
        if await self._is_in_quarantine(purchase):
            return
        about = (purchase["number"], purchase["promised_on"])
        if self._chance.happens(REDELIVERS, "redelivers", *about):
            again = today + timedelta(days=self._chance.between(*AGAIN_DAYS, "again", *about))
            await self._say(purchase, "redeliver", {"promised_on": self._at_notice(again, today)})
        else:
            body = {"quantity": purchase["rejected"], "reason": "the supplier cannot replace it"}
            path, key = f"/purchases/{purchase['purchase_id']}/give-up", f"give-up:{':'.join(about)}"
            await self._buyer.post("purchasing", path, body, key=key)

    async def _is_in_quarantine(self, purchase: Purchase) -> bool:
        about = {"item": purchase["item"], "supplier": purchase["supplier"]}
        lots = await self._buyer.listed("warehouse", "/inspections", **about)
        return any(lot["purchase_id"] == purchase["purchase_id"] and Decimal(lot["left_over"]) for lot in lots)

    async def _answer_cancel(self, purchase: Purchase) -> None:
        about = (purchase["number"], purchase["cancel_asked"])
        keeps = self._chance.happens(self._character(purchase).keeps_orders, "refuses cancel", *about)
        await self._say(purchase, "refuse-cancel" if keeps else "agree-cancel", {})

    async def _say(self, purchase: Purchase, what: str, body: Body) -> Answer:
        """A supplier's word about his purchase; about one state of it he says a thing once."""
        supplier = self._cast.supplier(purchase["supplier"])
        key = f"{what}:{purchase['number']}:{purchase['version']}"
        return await supplier.post("purchasing", f"/purchases/{purchase['purchase_id']}/{what}", body, key=key)

    async def _lead(self, purchase: Purchase) -> int:
        item = purchase["item"]
        if item not in self._lead_days:
            answer = await self._buyer.get("purchasing", f"/items/{item}/offers")
            offers = answer.body if answer.ok else []
            self._lead_days[item] = {offer["supplier"]: offer["lead_days"] for offer in offers}
        return self._lead_days[item].get(purchase["supplier"], USUAL_LEAD_DAYS)

    def _late_days(self, number: str, manner: Character) -> int:
        late = number not in self._delay_told and self._chance.happens(manner.late, "late", number)
        return self._chance.between(*LATE_DAYS, "late days", number) if late else 0

    def _character(self, purchase: Purchase) -> Character:
        return character_of(purchase["supplier"], self._chance)

    def _at_notice(self, day: date, today: date) -> str:
        return max(day, today + self._notice).isoformat()
