"""What customers, suppliers, carriers, the bank and staff do, over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from chassis import clock
from tests.simulation.company import Company

CUSTOMER = "NINGBO"
CURRENCY = "USD"


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": CURRENCY}


@dataclass
class Outside:
    """Acts on a company; what a department refuses is remembered, never hidden."""

    company: Company
    refused: list[str] = field(default_factory=list)

    async def ask(self, department: str, method: str, path: str, body: Any = None, person: str = "outside") -> Any:
        answer = await self.company.ask(department, method, path, body, person=person)
        if answer.status_code >= 400:
            self.refused.append(f"{method} {path}: {answer.json()['detail']} {answer.json().get('faults', '')}")
            return None
        return answer.json()

    async def open_trade(
        self, stock: dict[str, int], *, customer: dict[str, Any] | None = None, dearer: Sequence[str] = ()
    ) -> None:
        """One customer, some items with stock, two suppliers for each, two carriers."""
        terms = {"days": 30, "advance_share": "0"}
        master = {"name": "Ningbo Trading", "grade": "A", "country": "DE", "currency": CURRENCY, "terms": terms}
        await self.ask(
            "sales", "PUT", f"/customers/{CUSTOMER}", master | {"credit_limit": "1000000"} | (customer or {})
        )
        for carrier, mode, days, base in (("C-1", "sea", 30, "50"), ("C-2", "air", 5, "400")):
            await self.ask("logistics", "PUT", f"/carriers/{carrier}", {"name": carrier})
            rate = {"days": days, "base": base, "per_kg": "0.5", "currency": CURRENCY}
            await self.ask(
                "logistics", "PUT", f"/rates/{carrier}/{mode}/DE", rate | {"co2_per_kg": "0.1", "reliability": "0.9"}
            )
        for supplier in ("S-1", "S-2"):
            body = {"name": supplier, "country": "CN", "currency": CURRENCY, "payment_days": 30}
            await self.ask("purchasing", "PUT", f"/suppliers/{supplier}", body)
        for item, quantity in stock.items():
            await self._item(item, quantity, "7.00" if item in dearer else "5.00")

    async def _item(self, item: str, quantity: int, asked_price: str) -> None:
        await self.ask("sales", "PUT", f"/items/{item}", {"name": item, "weight_kg": "1", "volume_m3": "0.01"})
        await self.ask("warehouse", "PUT", f"/stock/{item}", {"quantity": str(quantity)})
        for rank, supplier in enumerate(("S-1", "S-2"), start=1):
            offer = {"rank": rank, "agreed_price": money("5.00"), "unit_price": money(asked_price), "lead_days": 7}
            await self.ask("purchasing", "PUT", f"/suppliers/{supplier}/items/{item}", offer)

    async def order(self, po: str, lines: dict[str, int], **other: Any) -> str | None:
        """Place an order; its id, or None when sales refused it."""
        body = {
            "customer": CUSTOMER,
            "customer_po": po,
            "currency": CURRENCY,
            "lines": self.lines(lines),
            "deliver_to": {"street": "Hafen 1", "city": "Hamburg", "country": "DE"},
            "wanted": (clock.today() + timedelta(days=60)).isoformat(),
            **other,
        }
        answer = await self.ask("sales", "POST", "/orders", body)
        return answer and str(answer["order_id"])

    def lines(self, quantities: dict[str, int]) -> list[dict[str, Any]]:
        return [
            {"line": number, "item": item, "quantity": str(quantity), "unit_price": money("10.00")}
            for number, (item, quantity) in enumerate(quantities.items(), start=1)
        ]

    async def sign_prices(self) -> int:
        """Finance manager, then general manager, sign every price that is asked."""
        asked = await self.company.items("finance", "/price-changes?state=awaited")
        for change in asked:
            for person, role in (("fan.li", "finance manager"), ("gao.ming", "general manager")):
                path = f"/price-changes/{change['purchase_id']}/sign"
                body = {"request": change["request"], "approve": True}
                await self.company.ask("finance", "POST", path, body, person=person, roles=(role,))
        return len(asked)

    async def confirm_purchases(self) -> int:
        """Suppliers promise a date for what was ordered."""
        ordered = await self.company.items("purchasing", "/purchases?state=ordered")
        for purchase in ordered:
            promised = {"promised_on": (clock.today() + timedelta(days=7)).isoformat()}
            await self.ask("purchasing", "POST", f"/purchases/{purchase['purchase_id']}/confirm", promised)
        return len(ordered)

    async def receive_goods(self) -> int:
        """Everything that the dock awaits comes, whole."""
        awaited = await self.company.items("warehouse", "/purchases")
        for purchase in awaited:
            body = {"purchase_id": purchase["purchase_id"], "accepted": str(purchase["outstanding"])}
            await self.ask("warehouse", "POST", "/receipts", body)
        return len(awaited)

    async def deliver(self) -> int:
        """Carriers deliver everything under way."""
        under_way = await self.company.items("logistics", "/shipments?state=dispatched")
        for shipment in under_way:
            await self.ask("logistics", "POST", f"/shipments/{shipment['id']}/deliver", {"proof": "signed"})
        return len(under_way)

    async def accept(self) -> int:
        """The customer accepts every delivery."""
        delivered = await self.company.items("sales", "/shipments?state=delivered")
        for shipment in delivered:
            path = f"/orders/{shipment['order_id']}/shipments/{shipment['shipment_id']}/accept"
            await self.ask("sales", "POST", path, {})
        return len(delivered)

    async def pay(self) -> int:
        """The customer pays every open invoice and advance, whole."""
        invoices = await self.company.items("finance", "/invoices?state=open")
        advances = await self.company.items("finance", "/advances?state=open")
        for due in (*invoices, *advances):
            body = {
                "customer": CUSTOMER,
                "amount": money(due["outstanding"]),
                "reference": due["number"],
                "bank_reference": f"bank-{next(self.company.keys):06d}",
            }
            await self.ask("finance", "POST", "/payments", body)
        return len(invoices) + len(advances)
