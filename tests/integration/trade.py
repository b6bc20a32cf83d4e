"""What customers, suppliers, carriers, the bank and staff do, over HTTP; and one order as the tests follow it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from chassis import clock
from contracts.catalogue import DEPARTMENTS
from tests.integration.company import Company, Fact
from tests.waiting import within
from world.client import Answer, Body

CUSTOMER = "NINGBO"
CURRENCY = "USD"
SOON_S = 30.0
HEARD_BEFORE_THE_RECEIPT = "purchase.changed"
"""Said when purchasing hears a reservation before the receipt that made it: nobody needs the purchase any more."""
STAFF = (
    "merchandiser", "salesperson", "sales manager", "buyer", "storekeeper", "inspector", "logistics clerk",
    "accountant", "bank", "customer service", "management",
)  # fmt: skip
CUSTOMER_MASTER = {
    "name": "Ningbo Trading",
    "grade": "A",
    "country": "DE",
    "currency": CURRENCY,
    "terms": {"days": 30, "advance_share": "0"},
    "credit_limit": "1000000",
}
ADDRESS = {"street": "Hafen 1", "city": "Hamburg", "country": "DE"}


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": CURRENCY}


def lines(quantities: Mapping[str, int], price: str = "10.00") -> list[dict[str, Any]]:
    """Order lines in the order of the mapping."""
    return [
        {"line": number, "item": item, "quantity": str(quantity), "unit_price": money(price)}
        for number, (item, quantity) in enumerate(quantities.items(), start=1)
    ]


def draft(po: str, quantities: Mapping[str, int], price: str = "10.00", **other: Any) -> dict[str, Any]:
    """The body of an order that lacks nothing."""
    return {
        "customer": CUSTOMER,
        "customer_po": po,
        "currency": CURRENCY,
        "lines": lines(quantities, price),
        "deliver_to": ADDRESS,
        "wanted": (clock.today() + timedelta(days=60)).isoformat(),
        **other,
    }


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
        found: list[dict[str, Any]] = (await self.get(department, path, **query))["items"]
        return found

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
        self, item: str, stock: int, *, price: str = "5.00", suppliers: tuple[str, ...] = ("S-1", "S-2"), **master: Any
    ) -> None:
        """An item on the shelf, which the suppliers agreed to sell for 5.00 and now sell for ``price``."""
        await self.put("sales", f"/items/{item}", {"name": item, "weight_kg": "1", "volume_m3": "0.01", **master})
        await self.put("warehouse", f"/stock/{item}", {"quantity": str(stock)})
        for rank, supplier in enumerate(suppliers, start=1):
            offer = {"rank": rank, "agreed_price": money("5.00"), "unit_price": money(price), "lead_days": 7}
            await self.put("purchasing", f"/suppliers/{supplier}/items/{item}", offer)

    async def order(self, quantities: Mapping[str, int], price: str = "10.00", **other: Any) -> Order:
        """Place an order; ``other`` are fields of it that are not as usual."""
        answer = await self.do("sales", "/orders", draft(f"PO-{next(self.numbers)}", quantities, price, **other))
        return Order(self, answer["order_id"], answer["number"])

    async def waiting_for(self, reason: str) -> int:
        """How many orders wait for this."""
        orders = await self.company.api.acting_as("li.na", "merchandiser").listed("sales", "/orders")
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


@dataclass(frozen=True)
class Order:
    """One order, what is done with it from outside, and what became of it."""

    trade: Trade
    id: str
    number: str

    async def page(self) -> Any:
        """The order as sales shows it."""
        return await self.trade.get("sales", f"/orders/{self.id}")

    async def until(self, stage: str) -> Any:
        """Wait for a stage, then until everything said about the order is heard; sales' page of it."""

        async def reached() -> bool:
            return (await self.page())["stage"] == stage  # type: ignore[no-any-return]

        await self._within(reached, stage)
        await self.rest()
        page = await self.page()
        assert page["stage"] == stage
        return page

    async def rest(self) -> None:
        """Wait until nobody has anything to hear about the order."""
        await self._within(lambda: self.trade.company.is_at_rest(self.id), "rest")

    async def _within(self, condition: Any, wanted: str) -> None:
        try:
            await within(SOON_S, condition)
        except TimeoutError:
            page = await self.page()
            told = {name: [f"{f.kind} {f.topic}" for f in each] for name, each in (await self.facts()).items()}
            raise AssertionError(f"not {wanted} but {page['stage']}, waits for {page['waiting_for']}: {told}") from None

    async def facts(self) -> dict[str, list[Fact]]:
        return await self.trade.company.all_facts(self.id)

    async def said(self, *, but: str = "") -> dict[str, list[str]]:
        """What each department said about the order, in the order of its saying; without the silent ones."""
        facts = await self.facts()
        said = {name: [f.topic for f in each if f.kind == "said" and f.topic != but] for name, each in facts.items()}
        return {name: said[name] for name in DEPARTMENTS if said.get(name)}

    async def told(self) -> Counter[str]:
        """What notify's story of the order tells, by topic."""
        story = await self.trade.get("notify", f"/orders/{self.id}")
        return Counter(event["topic"] for event in story["events"])

    async def do(self, act: str, body: Body | None = None) -> Any:
        """What staff or the customer does in sales: confirm, reject, clarify, change, cancel."""
        return await self.trade.do("sales", f"/orders/{self.id}/{act}", body)

    async def refused(self, act: str, body: Body | None = None) -> str:
        return await self.trade.refused("sales", f"/orders/{self.id}/{act}", body)

    async def shipments(self, state: str | None = None) -> list[dict[str, Any]]:
        """As sales knows them, oldest first."""
        return [each for each in (await self.page())["shipments"] if state in (None, each["state"])]

    async def shipment(self, state: str) -> str:
        """The one shipment in this state."""
        (shipment,) = await self.shipments(state)
        return str(shipment["shipment_id"])

    async def packed(self) -> str:
        """Wait until logistics has goods of the order that have not left; their shipment."""
        found: list[dict[str, Any]] = []

        async def taken_over() -> bool:
            found[:] = await self.trade.items("logistics", "/shipments", order_id=self.id, state="packed")
            return bool(found)

        await self._within(taken_over, "packed")
        await self.rest()
        (shipment,) = found
        return str(shipment["id"])

    async def purchases(self, state: str | None = None) -> list[dict[str, Any]]:
        """Those that serve the order or did, oldest first."""
        found = await self.trade.items("purchasing", "/purchases", **({"state": state} if state else {}))
        items = {line["item"] for line in (await self.page())["content"]["lines"]}
        return [purchase for purchase in found if purchase["item"] in items]

    async def confirm_purchase(self) -> str:
        """The supplier promises a date for the one purchase that is ordered."""
        (purchase,) = await self.purchases("ordered")
        promised = {"promised_on": (clock.today() + timedelta(days=7)).isoformat()}
        await self.trade.do("purchasing", f"/purchases/{purchase['purchase_id']}/confirm", promised)
        return str(purchase["purchase_id"])

    async def receive(self, purchase_id: str, accepted: int) -> None:
        """Goods of a purchase come, as soon as the dock knows of it."""

        async def known() -> bool:
            awaited = await self.trade.items("warehouse", "/purchases")
            return purchase_id in [purchase["purchase_id"] for purchase in awaited]

        await self._within(known, "known at the dock")
        await self.trade.do("warehouse", "/receipts", {"purchase_id": purchase_id, "accepted": str(accepted)})

    async def deliver(self) -> None:
        """Carriers deliver every shipment under way."""
        for shipment in await self.shipments("dispatched"):
            await self.trade.do("logistics", f"/shipments/{shipment['shipment_id']}/deliver", {"proof": "signed"})

    async def accept(self) -> None:
        """The customer accepts every delivery."""
        for shipment in await self.shipments("delivered"):
            await self.do(f"shipments/{shipment['shipment_id']}/accept")

    async def invoices(self) -> list[dict[str, Any]]:
        """Finance's, in the order of their issue."""
        return await self.trade.items("finance", "/invoices", order_id=self.id)

    async def pay(self, amount: str | None = None, *, reference: str | None = None) -> Any:
        """The customer pays; without an amount each open invoice."""
        if amount is not None:
            return await self._pay(reference or self.number, amount)
        return [await self._pay(invoice["number"], invoice["outstanding"]) for invoice in await self.invoices()]

    async def _pay(self, reference: str, amount: str) -> Any:
        bank_reference = f"bank-{next(self.trade.numbers):06d}"
        body = {"customer": CUSTOMER, "amount": money(amount), "reference": reference, "bank_reference": bank_reference}
        return await self.trade.do("finance", "/payments", body)

    async def end_well(self) -> Any:
        """Delivered, accepted, paid, closed."""
        await self.until("dispatched")
        await self.deliver()
        await self.until("delivered")
        await self.accept()
        await self.until("accepted")
        await self.pay()
        return await self.until("closed")
