"""Gates of the own shop: the inspector judges first articles and runs, the quality manager may let one go on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from world.cast import Cast
from world.chance import Chance

BAD = 0.1
"""Of what is made, but for the first article of an item's first run: its tools are new, and it fails."""
CONCESSION = "the customer takes them as they are"
Inspection = dict[str, Any]


class Gates:
    """The inspector and the quality manager; they have nothing to do where no item has gates (WHS-4, PUR-9)."""

    def __init__(self, cast: Cast, chance: Chance) -> None:
        self._inspector, self._manager = cast.somebody("inspector"), cast.somebody("quality manager")
        self._chance = chance

    async def act(self, _today: date) -> None:
        inspections = await self._inspector.listed("warehouse", "/gate-inspections")
        for one in inspections:
            if one["state"] == "open":
                await self._examine(one, first=one["number"] in first_articles(inspections))
            elif one["state"] == "failed" and one["again"]:
                await self._concede(one)

    async def _examine(self, one: Inspection, *, first: bool) -> None:
        """What was reworked is good; a bad piece is found among those that must not have any, or above the number."""
        bad = not one["again"] and (first or self._chance.happens(BAD, "bad at the gate", one["number"]))
        found = {check["defects"]: _found(check, bad) for check in one["checks"]}
        body = {"examined": one["to_examine"], **found}
        await self._inspector.post("warehouse", _path(one, "examine"), body, key=f"examine:{one['number']}")

    async def _concede(self, one: Inspection) -> None:
        """Reworked in vain, which is not inspected a third time."""
        body = {"reason": CONCESSION}
        await self._manager.post("warehouse", _path(one, "concede"), body, key=f"concede:{one['number']}")


def _found(check: dict[str, Any], bad: bool) -> int:
    return int(check["accept"]) + 1 if bad and check["defects"] == "major" else 0


def first_articles(inspections: Sequence[Inspection]) -> set[str]:
    """By item the first article of the run that was presented first; the oldest come first in the list."""
    firsts: dict[str, str] = {}
    for one in inspections:
        if one["gate"] == "first_article" and not one["again"]:
            firsts.setdefault(one["item"], one["number"])
    return set(firsts.values())


def _path(one: Inspection, what: str) -> str:
    return f"/gate-inspections/{one['inspection_id']}/{what}"
