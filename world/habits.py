"""What customers answer when they are asked: what they usually order, pay and where they want it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from world.arrival import Arrival

USUAL_QUANTITY, USUAL_PRICE, USUAL_DAYS = "10", "10.00", 30
NOWHERE = {"street": "1 Main Street", "city": "Ningbo", "postal_code": "315000", "country": "CN"}


@dataclass
class Habits:
    """Addresses by customer, prices by item and currency, and something that can be ordered."""

    addresses: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    prices: dict[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    item: str = ""

    @classmethod
    def of(cls, schedule: Iterable[Arrival]) -> Habits:
        habits = cls()
        for arrival in schedule:
            habits._learn(arrival.body)
        return habits

    def _learn(self, body: Mapping[str, Any]) -> None:
        if body.get("deliver_to"):
            self.addresses[body["customer"]] = body["deliver_to"]
        for line in body.get("lines", ()):
            price = line.get("unit_price")
            if price and line.get("item"):
                self.prices[line["item"], price["currency"]] = price
                self.item = line["item"]

    def price(self, item: str, currency: str) -> Mapping[str, Any]:
        """What is usually paid for one."""
        return self.prices.get((item, currency), {"amount": USUAL_PRICE, "currency": currency})

    def answer(self, order: Mapping[str, Any], today: date) -> dict[str, Any]:
        """The body for ``clarify`` with all that is missing; empty when the customer has no answer."""
        missing, content = order["missing"], order["content"]
        told: dict[str, Any] = {}
        if "deliver_to" in missing:
            told["deliver_to"] = self.addresses.get(order["customer"], NOWHERE)
        if "wanted" in missing:
            told["wanted"] = (today + timedelta(days=USUAL_DAYS)).isoformat()
        if "terms" in missing:
            told["terms"] = {"days": USUAL_DAYS}
        if any(name.startswith("lines") for name in missing):
            told["lines"] = self._lines(content["lines"], content["currency"])
        return told

    def _lines(self, lines: Sequence[Mapping[str, Any]], currency: str) -> list[dict[str, Any]]:
        named = [line for line in lines if line.get("item") in {item for item, _ in self.prices}]
        asked = named or [{"item": self.item}]
        return [self._line(number, line, currency) for number, line in enumerate(asked, start=1)]

    def _line(self, number: int, line: Mapping[str, Any], currency: str) -> dict[str, Any]:
        usual = self.price(line["item"], currency)
        price = line.get("unit_price")
        return {
            "line": number,
            "item": line["item"],
            "quantity": line.get("quantity") or USUAL_QUANTITY,
            "unit_price": price if price and price["currency"] == currency and Decimal(price["amount"]) > 0 else usual,
        }
