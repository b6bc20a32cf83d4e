"""What customers, suppliers, carriers, the bank and staff do, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.integration.bodies import CURRENCY, CUSTOMER, CUSTOMER_MASTER, draft, money
from tests.integration.company import Company
from tests.integration.order import SOON_S, Order
from tests.waiting import within
from world.client import Answer, Body

STAFF = (
    "merchandiser", "salesperson", "sales manager", "buyer", "storekeeper", "inspector", "quality manager",
    "logistics clerk", "accountant", "bank", "customer service", "service supervisor", "management", "planner",
)  # fmt: skip


@dataclass
class Trade:
    """The outside of a company."""

    company: Company
    numbers: Iterator[int]

    async def ask(
        self, method: str, department: str, path: str, body: Body, roles: tuple[str, ...] = STAFF, person: str = "li.na"
    ) -> Answer:
        """One act with a new idempotency key."""
        who, key = self.company.api.acting_as(person, *roles), f"story-{next(self.numbers):06d}"
        return await getattr(who, method)(department, path, body, key=key)  # type: ignore[no-any-return]

    async def do(self, department: str, path: str, body: Body | None = None) -> Any:
        """A POST that is not refused; its answer."""
        answer = await self.ask("post", department, path, body or {})
        assert answer.ok, (path, answer)
        return answer.body

    async def refused(self, department: str, path: str, body: Body | None = None) -> str:
        """A POST that is refused; the problem's code."""
        answer = await self.ask("post", department, path, body or {})
        assert 400 <= answer.status < 500, (path, answer)
        return answer.problem

    async def put(self, department: str, path: str, body: Body) -> None:
        answer = await self.ask("put", department, path, body)
        assert answer.ok, (path, answer)

    async def get(self, department: str, path: str, **query: str) -> Any:
        answer = await self.company.api.acting_as("li.na", *STAFF).get(department, path, **query)
        assert answer.ok, (path, answer)
        return answer.body

    async def items(self, department: str, path: str, **query: str) -> list[dict[str, Any]]:
        """All of a list."""
        return await self.company.api.acting_as("li.na", *STAFF).listed(department, path, **query)

    async def open(self) -> None:
        """A good customer; a slow carrier and a fast one; two suppliers who sell nothing yet."""
        await self.put("sales", f"/customers/{CUSTOMER}", CUSTOMER_MASTER)
        for carrier, mode, days, base in (("C-1", "sea", 30, "50"), ("C-2", "air", 5, "400")):
            await self.put("logistics", f"/carriers/{carrier}", {"name": carrier})
            rate = {"days": days, "base": base, "per_kg": "0.5", "currency": CURRENCY}
            rate |= {"co2_per_kg": "0.1", "reliability": "0.9"}
            await self.put("logistics", f"/rates/{carrier}/{mode}/DE", rate)
        for supplier in ("S-1", "S-2"):
            body = {"name": supplier, "country": "CN", "currency": CURRENCY, "payment_days": 30}
            await self.put("purchasing", f"/suppliers/{supplier}", body)

    async def keep(
        self, stock: int, *, price: str = "5.00", suppliers: tuple[str, ...] = ("S-1", "S-2"), **master: Any
    ) -> str:
        """A new item on the shelf, which the suppliers agreed to sell for 5.00 and now sell for ``price``."""
        item = f"bolt-{next(self.numbers)}"
        await self.put("sales", f"/items/{item}", {"name": item, "weight_kg": "1", "volume_m3": "0.01", **master})
        await self.put("warehouse", f"/stock/{item}", {"quantity": str(stock)})
        for rank, supplier in enumerate(suppliers, start=1):
            offer = {"rank": rank, "agreed_price": money("5.00"), "unit_price": money(price), "lead_days": 7}
            await self.put("purchasing", f"/suppliers/{supplier}/items/{item}", offer)
        return item

    async def make(self, item: str, components: Mapping[str, int], minutes: str = "30", line: str = "L-1") -> None:
        """Our own shop makes the item on a line, of so much of each component for one."""
        body = {"name": "own shop", "country": "CN", "currency": CURRENCY}
        await self.put("purchasing", "/suppliers/own-shop", body)
        await self.put("purchasing", f"/lines/{line}", {"name": "Assembly", "shifts": 2})
        made = {"minutes_per_unit": minutes, "cost_per_unit": money("4.00")}
        await self.put("purchasing", f"/lines/{line}/items/{item}", made)
        bill = [{"item": one, "quantity": str(count)} for one, count in components.items()]
        await self.put("purchasing", f"/items/{item}/bill-of-materials", {"components": bill, "lead_days": 7})

    async def order(self, quantities: Mapping[str, int], price: str = "10.00", **other: Any) -> Order:
        """Place an order; ``other`` are fields of it that are not as usual."""
        answer = await self.do("sales", "/orders", draft(f"PO-{next(self.numbers)}", quantities, price, **other))
        return Order(self, answer["order_id"], answer["number"])

    async def waiting_for(self, reason: str, customer: str) -> int:
        """How many orders of the customer wait for this."""
        orders = await self.items("sales", "/orders", customer=customer)
        return sum(bool(order["waiting_for"]) and order["waiting_for"]["reason"] == reason for order in orders)

    async def stock(self, item: str) -> dict[str, Decimal]:
        """What the warehouse has of an item."""
        shelf = await self.get("warehouse", f"/stock/{item}")
        return {name: Decimal(shelf[name]) for name in ("on_hand", "free", "reserved", "on_order")}

    async def until_on_order(self, item: str, quantity: int) -> None:
        """Wait until the warehouse expects so much of an item."""

        async def expected() -> bool:
            return (await self.stock(item))["on_order"] == quantity

        await within(SOON_S, expected)

    async def sign(self, purchase_id: str, request: int) -> None:
        """The finance manager approves a price, then the general manager."""
        for role in ("finance manager", "general manager"):
            await self.sign_as(role, purchase_id, request)

    async def sign_as(self, role: str, purchase_id: str, request: int, *, approve: bool = True) -> None:
        body = {"request": request, "approve": approve}
        answer = await self.ask("post", "finance", f"/price-changes/{purchase_id}/sign", body, (role,), f"the {role}")
        assert answer.ok, answer

    async def books_agree(self) -> None:
        """Every shelf agrees with its traces, every account with the ledger; debits are credits."""
        for department in ("warehouse", "finance"):
            assert await self.get(department, "/check") == {"ok": True, "faults": []}
        for balance in await self.items("finance", "/ledger/balance"):
            assert Decimal(balance["difference"]) == 0
