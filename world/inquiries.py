"""Customers who ask for a quotation before they order, and order by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from world.arrival import Arrival
from world.chance import Chance
from world.client import Body, Somebody

ASKS_FIRST = 0.25
ASKS_BEFORE_DAYS = 4
WAITS_DAYS = 5
"""So long after his day he waits for the quotation; then he orders as he would have without one."""
NEEDS = ("deliver_to", "wanted", "currency")


@dataclass
class Inquiries:
    """What customers ask for, by the number of the order that they will send (SAL-1); ``desk`` writes it down."""

    desk: Somebody
    chance: Chance
    _asked: set[str] = field(default_factory=set)
    _quoted: dict[str, str] = field(default_factory=dict)

    async def act(self, coming: Iterable[Arrival], today: date) -> None:
        """Ask for what is ordered in some days; hear which quotations have come."""
        soon = today + timedelta(days=ASKS_BEFORE_DAYS)
        for arrival in coming:
            if arrival.on <= soon and self._asks_first(arrival) and _po(arrival) not in self._asked:
                await self._ask(arrival)
        if self._asked - self._quoted.keys():
            for inquiry in await self.desk.listed("sales", "/inquiries"):
                if inquiry["state"] == "quoted":
                    self._quoted[inquiry["reference"]] = inquiry["quotations"][-1]["number"]

    def order(self, arrival: Arrival, today: date) -> Arrival | None:
        """What he sends now; None while he waits for his quotation."""
        if not self._asks_first(arrival):
            return arrival
        quotation = self._quoted.get(_po(arrival))
        if quotation:
            return replace(arrival, body=by_quotation(arrival.body, quotation))
        return arrival if today > arrival.on + timedelta(days=WAITS_DAYS) else None

    def _asks_first(self, arrival: Arrival) -> bool:
        """Somebody who knows all that he wants."""
        body = arrival.body
        knows = all(map(body.get, NEEDS)) and all(line.keys() >= {"item", "quantity"} for line in body["lines"])
        return knows and self.chance.happens(ASKS_FIRST, "asks first", body["customer_po"])

    async def _ask(self, arrival: Arrival) -> None:
        body, po = arrival.body, _po(arrival)
        lines = [{name: line[name] for name in ("line", "item", "quantity")} for line in body["lines"]]
        asked: Body = {"customer": body["customer"], "reference": po, "lines": lines, "wanted": body["wanted"]}
        answer = await self.desk.post("sales", "/inquiries", asked, key=f"inquire:{po}")
        if not answer.worth_another_try:
            self._asked.add(po)


def by_quotation(body: Mapping[str, Any], number: str) -> Body:
    """The order names the quotation, which says the prices."""
    lines = [{name: value for name, value in line.items() if name != "unit_price"} for line in body["lines"]]
    return {**body, "quotation": number, "lines": lines}


def _po(arrival: Arrival) -> str:
    return str(arrival.body["customer_po"])
