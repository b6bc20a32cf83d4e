"""The trade that the bench drives: good customers, carriers, a bank and a supplier, over the public HTTP API."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

from tests.bench.orders import CUSTOMERS, ITEMS, SHORT_ITEMS, Shape, money, order, spread
from world.client import Answer, Api, Somebody

BATCH_ROWS = 500
PLENTY = "100000000"
ROUTES = {
    "sales": ["PUT /customers/{}", "PUT /items/{}", "POST /orders", "POST /orders/batch"],
    "warehouse": ["PUT /stock/{}", "GET /purchases", "POST /receipts"],
    "logistics": ["PUT /carriers/{}", "PUT /rates/{}/{}/{}", "GET /shipments", "POST /carrier-events/batch"],
    "finance": ["GET /invoices", "POST /bank-statements/batch"],
    "purchasing": ["PUT /suppliers/{}", "PUT /suppliers/{}/items/{}"],
}
"""What the trade asks of each department, under /api/v1."""


class Trade:
    """Places orders, delivers, pays, and brings what was bought."""

    def __init__(self, api: Api) -> None:
        self.sales = api.acting_as("bench", "sales manager", "merchandiser")
        self.storekeeper = api.acting_as("bench", "storekeeper")
        self.buyer = api.acting_as("bench", "buyer")
        self.clerk = api.acting_as("bench", "logistics clerk")
        self.accountant = api.acting_as("bench", "accountant", "bank")
        self.numbers: Iterator[int] = count(1)

    async def open(self) -> None:
        """Customers, items with and without stock, a supplier of all of them, and a carrier."""
        terms = {"days": 30, "advance_share": "0"}
        customer = {"grade": "A", "country": "DE", "currency": "USD", "terms": terms, "credit_limit": PLENTY}
        await asyncio.gather(*(self._customer(f"C-{number}", customer) for number in range(CUSTOMERS)))
        supplier = {"name": "S-1", "country": "CN", "currency": "USD", "payment_days": 30}
        await self._put(self.buyer, "purchasing", "/suppliers/S-1", supplier)
        await asyncio.gather(*(self._item(f"I-{number}", PLENTY) for number in range(ITEMS)))
        await asyncio.gather(*(self._item(f"S-{number}", "0") for number in range(SHORT_ITEMS)))
        await self._put(self.clerk, "logistics", "/carriers/C-1", {"name": "C-1"})
        rate = {"days": 20, "base": "50", "per_kg": "0.5", "currency": "USD", "co2_per_kg": "0.1", "reliability": "0.9"}
        for mode in ("sea", "air"):
            await self._put(self.clerk, "logistics", f"/rates/C-1/{mode}/DE", rate)

    async def _customer(self, customer: str, master: Mapping[str, Any]) -> None:
        await self._put(self.sales, "sales", f"/customers/{customer}", {"name": customer, **master})

    async def _item(self, item: str, stock: str) -> None:
        master = {"name": f"Item {item}", "weight_kg": "1", "volume_m3": "0.01"}
        await self._put(self.sales, "sales", f"/items/{item}", master)
        await self._put(self.storekeeper, "warehouse", f"/stock/{item}", {"quantity": stock})
        offer = {"rank": 1, "agreed_price": money("5.00"), "unit_price": money("5.00"), "lead_days": 7}
        await self._put(self.buyer, "purchasing", f"/suppliers/S-1/items/{item}", offer)

    async def _put(self, who: Somebody, department: str, path: str, body: Mapping[str, Any]) -> None:
        insist(path, await who.put(department, path, body, key=self._key()))

    def _key(self) -> str:
        return f"bench-{next(self.numbers):08d}"

    async def place(self, orders: int, shape: Shape = spread) -> UUID:
        """Take so many orders, 500 a request, two requests at a time; the first of their ids."""
        numbers = [next(self.numbers) for _ in range(orders)]
        rows = [(f"bench-{number:08d}", order(number, shape)) for number in numbers]
        half = (len(rows) + 1) // 2
        placed = await asyncio.gather(*(self._place(part) for part in (rows[:half], rows[half:]) if part))
        return min(order_id for part in placed for order_id in part)

    async def _place(self, rows: list[tuple[str, dict[str, Any]]]) -> list[UUID]:
        answers = await self.sales.batch("sales", "/orders/batch", rows)
        return [UUID(insist("an order", answer)["order_id"]) for answer in answers]

    async def act(self) -> int:
        """All that the outside has to do now: arrivals, payments, receipts; how many were not refused."""
        return sum(await asyncio.gather(self.deliver(), self.pay(), self.receive()))

    async def deliver(self) -> int:
        """The carrier's file: everything under way has arrived; how many."""
        answer = await self.clerk.get("logistics", "/shipments", state="dispatched", limit=str(BATCH_ROWS))
        rows = [
            (f"deliver-{shipment['id']}", {"shipment_id": shipment["id"], "kind": "delivered", "proof": "signed"})
            for shipment in answer.body["items"]
        ]
        return sum(answer.ok for answer in await self.clerk.batch("logistics", "/carrier-events/batch", rows))

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
        return sum(answer.ok for answer in await self.accountant.batch("finance", "/bank-statements/batch", rows))

    async def receive(self) -> int:
        """The supplier's lorry: what is outstanding of every purchase has come; how many lots."""
        answer = await self.storekeeper.get("warehouse", "/purchases", limit=str(BATCH_ROWS))
        lots = [(purchase["purchase_id"], _outstanding(purchase)) for purchase in answer.body["items"]]
        return sum(await asyncio.gather(*(self._receive(purchase, lot) for purchase, lot in lots)))

    async def _receive(self, purchase: str, lot: Decimal) -> bool:
        """Refused where the purchase has changed meanwhile: the next lorry brings what is outstanding then."""
        body = {"purchase_id": purchase, "accepted": str(lot)}
        return (await self.storekeeper.post("warehouse", "/receipts", body, key=self._key())).ok


def _outstanding(purchase: Mapping[str, str]) -> Decimal:
    return Decimal(purchase["ordered"]) - Decimal(purchase["accepted"]) - Decimal(purchase["cancelled"])


def insist(what: str, answer: Answer) -> Any:
    if not answer.ok:
        raise SystemExit(f"{what} was refused: {answer.body}")
    return answer.body
