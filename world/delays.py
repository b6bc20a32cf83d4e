"""Delays: the merchandiser offers ways out, of which the customer chooses one, or waits for what comes."""

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
ANSWERS_IN = timedelta(days=7)


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
                    await self._agree(answer.body, today)

    def _wants_a_date(self, order: dict[str, Any], today: date) -> bool:
        forecast = order["forecast"]
        if not (forecast and forecast["late"] and forecast["because"] in SURE and day_of(forecast["until"]) > today):
            return False
        return self._chance.happens(AGREES, "agrees", order["customer_po"], forecast["on"])

    async def _agree(self, order: dict[str, Any], today: date) -> None:
        """About one version of an order he is asked once."""
        name = f"{order['number']}:{order['version']}"
        body = {
            "alternatives": _ways(order["forecast"]),
            "answer_by": (today + ANSWERS_IN).isoformat(),
            "expected_version": order["version"],
        }
        merchandiser = self._cast.merchandiser(order["merchandiser"])
        path = f"/orders/{order['order_id']}"
        offered = await merchandiser.post("sales", f"{path}/offer-alternatives", body, key=f"offer:{name}")
        if offered.ok:
            offer = offered.body["alternatives"]
            chosen = 1 + self._chance.between(0, len(offer["offered"]) - 1, "chooses", name)
            said = {"choice": chosen, "words": "we take this one", "expected_offer": offer["offer"]}
            customer = self._cast.customer(order["customer"])
            await customer.post("sales", f"{path}/choose-alternative", said, key=f"choose:{name}")


def _ways(forecast: dict[str, Any]) -> list[dict[str, str]]:
    """A later date, and what is here at once where that is possible."""
    promised = (day_of(forecast["on"]) + SPARE).isoformat()
    possible = {option["way"] for option in forecast["options"]}
    return [{"way": way, "promised": promised} for way in ("new_date", "ship_in_part") if way in possible]
