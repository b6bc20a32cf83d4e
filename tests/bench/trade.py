"""The trade that the bench drives: plenty of stock, good customers, everything over the public HTTP API in batches."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from world.client import Api, Somebody

ITEMS, CUSTOMERS, LINES = 40, 50, 3
BATCH_ROWS = 500
PLENTY = "100000000"


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "USD"}


class Trade:
    """Places, delivers and pays orders."""

    def __init__(self, api: Api) -> None:
        self.sales = api.acting_as("bench", "sales manager", "merchandiser")
        self.storekeeper = api.acting_as("bench", "storekeeper")
        self.clerk = api.acting_as("bench", "logistics clerk")
        self.accountant = api.acting_as("bench", "accountant", "bank")
        self.reader = api.acting_as("bench", "merchandiser", "management")
        self._numbers = count(1)

    async def open(self) -> None:
        """Customers, items with stock, and a carrier."""
        terms = {"days": 30, "advance_share": "0"}
        customer = {"grade": "A", "country": "DE", "currency": "USD", "terms": terms, "credit_limit": PLENTY}
        for number in range(CUSTOMERS):
            await self._put(self.sales, "sales", f"/customers/C-{number}", customer | {"name": f"Customer {number}"})
        for number in range(ITEMS):
            item = {"name": f"Item {number}", "weight_kg": "1", "volume_m3": "0.01"}
            await self._put(self.sales, "sales", f"/items/I-{number}", item)
            await self._put(self.storekeeper, "warehouse", f"/stock/I-{number}", {"quantity": PLENTY})
        await self._put(self.clerk, "logistics", "/carriers/C-1", {"name": "C-1"})
        rate = {"days": 20, "base": "50", "per_kg": "0.5", "currency": "USD", "co2_per_kg": "0.1", "reliability": "0.9"}
        for mode in ("sea", "air"):
            await self._put(self.clerk, "logistics", f"/rates/C-1/{mode}/DE", rate)

    async def _put(self, who: Somebody, department: str, path: str, body: Mapping[str, Any]) -> None:
        answer = await who.put(department, path, body, key=f"bench-{next(self._numbers):08d}")
        if not answer.ok:
            raise SystemExit(f"{path}: {answer.body}")

    def _order(self, number: int) -> dict[str, Any]:
        lines = [
            {
                "line": line,
                "item": f"I-{(number * 7 + line) % ITEMS}",
                "quantity": str(line * 10),
                "unit_price": money("12.50"),
            }
            for line in range(1, LINES + 1)
        ]
        return {
            "customer": f"C-{number % CUSTOMERS}",
            "customer_po": f"PO-{number:08d}",
            "currency": "USD",
            "lines": lines,
            "deliver_to": {"street": "Hafen 1", "city": "Hamburg", "country": "DE"},
            "wanted": (datetime.now(UTC).date() + timedelta(days=60)).isoformat(),
        }

    async def place(self, orders: int) -> None:
        """Take so many orders, 500 a request, two requests at a time."""
        numbers = [next(self._numbers) for _ in range(orders)]
        rows = [(f"bench-{number:08d}", self._order(number)) for number in numbers]
        half = (len(rows) + 1) // 2
        await asyncio.gather(*(self._place(part) for part in (rows[:half], rows[half:])))

    async def _place(self, rows: list[tuple[str, dict[str, Any]]]) -> None:
        for answer in await self.sales.batch("sales", "/orders/batch", rows):
            if not answer.ok:
                raise SystemExit(f"an order was refused: {answer.body}")

    async def place_one(self) -> str:
        """One order; its id."""
        number = next(self._numbers)
        answer = await self.sales.post("sales", "/orders", self._order(number), key=f"bench-{number:08d}")
        return str(answer.body["order_id"])

    async def deliver(self) -> int:
        """The carrier's file: everything under way has arrived; how many shipments."""
        answer = await self.clerk.get("logistics", "/shipments", state="dispatched", limit=str(BATCH_ROWS))
        rows = [
            (f"deliver-{shipment['id']}", {"shipment_id": shipment["id"], "kind": "delivered", "proof": "signed"})
            for shipment in answer.body["items"]
        ]
        await self.clerk.batch("logistics", "/carrier-events/batch", rows)
        return len(rows)

    async def pay(self) -> int:
        """The bank's file: every open invoice is paid; how many."""
        answer = await self.accountant.get("finance", "/invoices", state="open", limit=str(BATCH_ROWS))
        rows = [
            (
                f"pay-{invoice['number']}",
                {
                    "customer": invoice["customer"],
                    "amount": money(invoice["outstanding"]),
                    "reference": invoice["number"],
                    "bank_reference": f"B-{invoice['number']}",
                },
            )
            for invoice in answer.body["items"]
        ]
        await self.accountant.batch("finance", "/bank-statements/batch", rows)
        return len(rows)

    async def closed(self) -> int:
        """How many orders notify knows as closed."""
        answer = await self.reader.get("notify", "/summary")
        return int(answer.body["by_state"].get("closed", 0))
