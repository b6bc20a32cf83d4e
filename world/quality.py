"""Quality: the inspector judges lots in quarantine by their samples, the quality manager decides on rejected ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from world.cast import Cast
from world.chance import Chance
from world.client import Answer
from world.clock import day_of

BAD, BAD_AGAIN = 0.4, 0.1
"""Of lots that came, and of lots that were reworked: what has an inspection plan has it for a reason."""
EXAMINED_DAYS, REWORK_DAYS = (0, 1), (2, 3)
DEFECTS_ABOVE = (1, 3)
WAYS = ((0.5, "rework"), (0.75, "concede"), (0.9, "rma"), (1.0, "scrap"))
LET_IN = ("rework", "concede")
"""Which need somebody who is still owed the goods."""
REASONS = {
    "rework": "sorted and repaired here",
    "concede": "the customer takes them as they are",
    "rma": "not to be repaired",
    "scrap": "not worth its way back",
}
Lot = dict[str, Any]


class Quality:
    """The inspector and the quality manager; they find nothing where no item has a plan (WHS-4, WHS-5)."""

    def __init__(self, cast: Cast, chance: Chance) -> None:
        self._inspector, self._manager = cast.somebody("inspector"), cast.somebody("quality manager")
        self._chance = chance

    async def act(self, today: date) -> None:
        lots = await self._inspector.listed("warehouse", "/inspections")
        for lot, about in called(lots):
            if lot["state"] == "open" and today >= self._ready(lot, about):
                await self._examine(lot, about)
            elif lot["state"] == "rejected" and Decimal(lot["left_over"]):
                await self._decide(lot, about)

    def _ready(self, lot: Lot, about: str) -> date:
        days = REWORK_DAYS if lot["again"] else EXAMINED_DAYS
        return day_of(lot["opened_at"]) + timedelta(days=self._chance.between(*days, "examined", about))

    async def _examine(self, lot: Lot, about: str) -> None:
        bad = self._chance.happens(BAD_AGAIN if lot["again"] else BAD, "bad lot", about)
        found = {check["defects"]: self._found(check, bad, about) for check in lot["checks"]}
        body = {"examined": max(check["size"] for check in lot["checks"]), **found}
        await self._inspector.post("warehouse", _path(lot, "examine"), body, key=f"examine:{lot['number']}")

    def _found(self, check: dict[str, Any], bad: bool, about: str) -> int:
        """In a bad lot more major defects than the plan accepts; in a good one as many as it may have."""
        accepted = int(check["accept"])
        if bad and check["defects"] == "major":
            return min(int(check["size"]), accepted + self._chance.between(*DEFECTS_ABOVE, "defects", about))
        return self._chance.between(0, accepted, check["defects"], about)

    async def _decide(self, lot: Lot, about: str) -> None:
        """Reworked, let in by a signature, sent back or scrapped; what cannot be let in any more is sent back."""
        drawn = self._chance.share("way", about)
        way = "rma" if lot["again"] else next(way for limit, way in WAYS if drawn < limit)
        answer = await (self._concede(lot) if way == "concede" else self._dispose(lot, way))
        if way in LET_IN and not answer.ok:
            await self._dispose(lot, "rma")
        await self._resume(lot)

    async def _concede(self, lot: Lot) -> Answer:
        body = {"reason": REASONS["concede"]}
        return await self._manager.post("warehouse", _path(lot, "concede"), body, key=f"concede:{lot['number']}")

    async def _dispose(self, lot: Lot, way: str) -> Answer:
        body = {"kind": way, "quantity": lot["left_over"], "reason": REASONS[way]}
        return await self._manager.post("warehouse", _path(lot, "dispose"), body, key=f"{way}:{lot['number']}")

    async def _resume(self, lot: Lot) -> None:
        """A supplier whose inspection was ended acts, and is inspected again; one that goes on is left alone."""
        if any(check["severity"] == "tightened" for check in lot["checks"]):
            body = {"reason": "the supplier showed what he does about it"}
            await self._manager.post("warehouse", _path(lot, "resume"), body, key=f"resume:{lot['number']}")


def called(lots: Sequence[Lot]) -> list[tuple[Lot, str]]:
    """Each lot by its item and how many came before: numbers of receipts depend on who unloads first."""
    receipts: defaultdict[str, list[str]] = defaultdict(list)
    told = []
    for lot in sorted(lots, key=lambda one: str(one["opened_at"])):
        known = receipts[lot["item"]]
        if lot["receipt"] not in known:
            known.append(lot["receipt"])
        again = " again" if lot["again"] else ""
        told.append((lot, f"{lot['item']} {known.index(lot['receipt'])}{again}"))
    return told


def _path(lot: Lot, what: str) -> str:
    return f"/inspections/{lot['inspection_id']}/{what}"
