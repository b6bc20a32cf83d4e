"""The own shop: its planner releases production orders and tells each day how far they are; the dock takes them in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Any

from world.cast import Cast
from world.chance import Chance
from world.character import Character
from world.client import Body
from world.clock import day_of
from world.dock import Dock

SLIPS, SLIP_DAYS = 0.35, (1, 3)
REWORK_DAYS = timedelta(days=1)
SOUND = Character(late=0, silent=0, declines=0, bad_lots=0, keeps_orders=0)
"""What our own shop brings to the dock passed its own milestones."""
PERCENT = Decimal("0.01")
Production = dict[str, Any]


class Workshop:
    """Who makes what has a bill of materials (PUR-9, PUR-11); does nothing where the company has none."""

    def __init__(self, cast: Cast, chance: Chance) -> None:
        self._planner, self._chance = cast.somebody("planner"), chance
        self._dock = Dock(cast.somebody("storekeeper"), chance)

    async def act(self, today: date) -> None:
        for order in await self._planner.listed("purchasing", "/production"):
            await (self._release(order) if order["state"] == "planned" else self._go_on(order, today))

    async def _release(self, order: Production) -> None:
        await self._post(order, "release", {}, key=f"release:{order['number']}")

    async def _go_on(self, order: Production, today: date) -> None:
        """Each milestone as far as it is by now, the first ones first, none after a gate that is not open (WHS-4).

        What is packed is brought to the dock.
        """
        slip = self._slip(order["number"])
        for step, done in complete(order["steps"], made(order["days"], today - slip)):
            if done > Decimal(step["done"]) and today >= reworked_on(step):
                told = {"milestone": step["name"], "share": f"{done:f}"}
                why = {"reason": "a machine stood still"} if slip else {}
                key = f"tell:{order['number']}:{step['name']}:{done:f}:{times(step)}"
                await self._post(order, "progress", told | why, key=key)
            if is_shut(step):
                break
        if Decimal(order["steps"][-1]["done"]) == 1:
            await self._bring(order)

    def _slip(self, number: str) -> timedelta:
        slips = self._chance.happens(SLIPS, "slips", number)
        return timedelta(days=self._chance.between(*SLIP_DAYS, "slip days", number) if slips else 0)

    async def _bring(self, order: Production) -> None:
        answer = await self._planner.get("purchasing", f"/purchases/{order['production_id']}")
        if answer.ok and Decimal(answer.body["outstanding"]):
            await self._dock.unload(answer.body, SOUND)

    async def _post(self, order: Production, what: str, body: Body, *, key: str) -> None:
        await self._planner.post("purchasing", f"/production/{order['production_id']}/{what}", body, key=key)


def is_shut(step: dict[str, Any]) -> bool:
    return bool(step.get("gate")) and step["gate"]["state"] not in ("passed", "conceded")


def times(step: dict[str, Any]) -> int:
    """How often a milestone was presented at its gate."""
    return int(step["gate"]["times"]) if step.get("gate") else 0


def reworked_on(step: dict[str, Any]) -> date:
    """From which day on a milestone that failed at its gate is good."""
    failed = bool(step.get("gate")) and step["gate"]["state"] == "failed"
    return day_of(step["told_on"]) + REWORK_DAYS if failed else date.min


def made(days: Sequence[dict[str, Any]], by: date) -> Decimal:
    """The share of the run that the planned days up to this one make."""
    minutes: int = sum(day["minutes"] for day in days if day_of(day["on"]) <= by)
    return Decimal(minutes) / Decimal(sum(day["minutes"] for day in days))


def complete(steps: Sequence[dict[str, Any]], run: Decimal) -> Iterator[tuple[dict[str, Any], Decimal]]:
    """How much of each milestone is complete when so much of the run is made; nothing is before the run begins."""
    before = Decimal(0)
    for step in steps:
        share = Decimal(step["share"])
        done = Decimal(run > 0) if run >= share else max(Decimal(0), (run - before) / (share - before))
        yield step, done.quantize(PERCENT, ROUND_DOWN)
        before = share
