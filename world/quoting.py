"""Quoting: merchandisers answer inquiries by the price list or at the usual price, the sales manager signs below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from world.bank import rounded
from world.cast import Cast
from world.chance import Chance
from world.client import Body
from world.habits import Habits

VALID_DAYS = 21
SPECIAL, SPECIAL_SHARE = 0.3, Decimal("0.88")
"""So often a merchandiser offers a price below the floor."""
FOR_MANY = Decimal("0.97")
SIGNS = 0.7
TOO_LOW = "below the floor; quote by the list"
Inquiry = dict[str, Any]


class Quoting:
    """Who answers what customers ask for before they order (SAL-1, SAL-25); ``usual`` holds what they usually pay."""

    def __init__(self, cast: Cast, chance: Chance, usual: Habits) -> None:
        self._cast, self._chance, self._usual = cast, chance, usual
        self._manager = cast.somebody("sales manager")
        self._listed: dict[tuple[str, str], Decimal | None] = {}

    async def act(self, today: date) -> None:
        for inquiry in await self._manager.listed("sales", "/inquiries"):
            if inquiry["state"] == "open":
                await self._quote(inquiry, today)
            elif inquiry["state"] == "to_approve":
                await self._sign(inquiry)

    async def _quote(self, inquiry: Inquiry, today: date) -> None:
        customer = await self._manager.get("sales", f"/customers/{inquiry['customer']}")
        if not customer.ok:
            return
        currency, lines = customer.body["currency"], list[Body]()
        for asked in [line for line in inquiry["lines"] if line["item"]]:
            lines += await self._steps(inquiry, asked, currency)
        valid_until = (today + timedelta(days=VALID_DAYS)).isoformat()
        body: Body = {"currency": currency, "lines": lines, "valid_until": valid_until}
        merchandiser = self._cast.merchandiser(inquiry["merchandiser"])
        key = f"quote:{inquiry['number']}:{inquiry['reason']}"
        await merchandiser.post("sales", f"/inquiries/{inquiry['inquiry_id']}/quote", body, key=key)

    async def _steps(self, inquiry: Inquiry, asked: dict[str, Any], currency: str) -> list[Body]:
        """A price for one, and one for as many as were asked for; by the list where there is one."""
        item, many = asked["item"], asked["quantity"]
        listed = await self._list_price(item, currency)
        special = not inquiry["reason"] and self._chance.happens(SPECIAL, "special", inquiry["reference"], item)
        prices = (None, listed * SPECIAL_SHARE if special else None) if listed else self._usually(item, currency)
        steps = dict(zip((Decimal(1), Decimal(many)), prices, strict=True))
        return list(_lines(item, currency, steps))

    def _usually(self, item: str, currency: str) -> tuple[Decimal, Decimal]:
        usual = Decimal(self._usual.price(item, currency)["amount"])
        return usual, usual * FOR_MANY

    async def _list_price(self, item: str, currency: str) -> Decimal | None:
        """What one costs by the list; None where the list has nothing."""
        if (item, currency) not in self._listed:
            answer = await self._manager.get("sales", f"/items/{item}/prices/{currency}")
            self._listed[item, currency] = Decimal(answer.body["steps"][0]["price"]) if answer.ok else None
        return self._listed[item, currency]

    async def _sign(self, inquiry: Inquiry) -> None:
        about = f"{inquiry['number']}:{len(inquiry['quotations'])}"
        path = f"/inquiries/{inquiry['inquiry_id']}"
        if self._chance.happens(SIGNS, "signs", inquiry["reference"]):
            await self._manager.post("sales", f"{path}/approve", {}, key=f"approve:{about}")
        else:
            await self._manager.post("sales", f"{path}/send-back", {"reason": TOO_LOW}, key=f"send-back:{about}")


def _lines(item: str, currency: str, steps: Mapping[Decimal, Decimal | None]) -> Iterator[Body]:
    for quantity, price in steps.items():
        line: dict[str, Any] = {"item": item, "quantity": f"{quantity:f}"}
        if price is not None:
            line["unit_price"] = {"amount": f"{rounded(price, currency):f}", "currency": currency}
        yield line
