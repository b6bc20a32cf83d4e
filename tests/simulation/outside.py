"""What customers, suppliers, carriers, the bank and staff do, over HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any, Literal

from chassis import clock
from tests.simulation.company import Company

CUSTOMER = "NINGBO"
ADVANCE_CUSTOMER = "ALFKI"
"""Pays 30 % before anything is released to him."""
CURRENCY = "USD"
PRICES = {"bolt": "10.00", "nut": "3.33", "gear": "7.77"}
ALL_PRICES = PRICES | {"pump": "5.00"}
"""Also of what has serial numbers, which no schedule orders."""
SUPPLIERS = ("S-1", "S-2")
Row = dict[str, Any]
Receipt = Literal["whole", "part", "rejected"]


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": CURRENCY}


@dataclass
class Outside:
    """Acts on a company; what a department refuses is remembered, never hidden.

    An act takes ``pick``: which of the things that wait for it, or None for all of them; it gives how many were done.
    """

    company: Company
    orders: dict[str, str] = field(default_factory=dict)
    """Order id by the customer's PO number."""
    refused: list[str] = field(default_factory=list)

    async def ask(
        self, department: str, method: str, path: str, body: Any = None, *, person: str = "outside",
        roles: tuple[str, ...] = (),
    ) -> Any:  # fmt: skip
        """The answer, or None when the department refused."""
        as_whom: dict[str, Any] = {"roles": roles} if roles else {}
        answer = await self.company.ask(department, method, path, body, person=person, **as_whom)
        if answer.status_code >= 400:
            self.refused.append(f"{method} {path}: {answer.json()['detail']} {answer.json().get('faults', '')}")
            return None
        return answer.json()

    async def each(self, department: str, path: str, pick: int | None = None) -> list[Row]:
        """All of a list, or one of it."""
        found = await self.company.items(department, path)
        return found if pick is None or not found else [found[pick % len(found)]]

    async def _post(self, department: str, paths: Sequence[tuple[str, Any]]) -> int:
        """How many of these were not refused."""
        return sum([await self.ask(department, "POST", path, body) is not None for path, body in paths])

    # ---- master data

    async def open_trade(
        self, stock: Mapping[str, int], *, dearer: Sequence[str] = (), reorder_points: Mapping[str, int] | None = None
    ) -> None:
        """Two customers, some items with stock, two suppliers for each, two carriers."""
        for customer, share in ((CUSTOMER, "0"), (ADVANCE_CUSTOMER, "0.3")):
            master = {"name": customer, "grade": "A", "country": "DE", "currency": CURRENCY, "credit_limit": "1000000"}
            terms = {"days": 30, "advance_share": share}
            await self.ask("sales", "PUT", f"/customers/{customer}", master | {"terms": terms})
        for carrier, mode, days, base in (("C-1", "sea", 30, "50"), ("C-2", "air", 5, "400")):
            await self.ask("logistics", "PUT", f"/carriers/{carrier}", {"name": carrier})
            rate = {"days": days, "base": base, "per_kg": "0.5", "currency": CURRENCY}
            await self.ask(
                "logistics", "PUT", f"/rates/{carrier}/{mode}/DE", rate | {"co2_per_kg": "0.1", "reliability": "0.9"}
            )
        for supplier in SUPPLIERS:
            body = {"name": supplier, "country": "CN", "currency": CURRENCY, "payment_days": 30}
            await self.ask("purchasing", "PUT", f"/suppliers/{supplier}", body)
        for item, quantity in stock.items():
            await self._item(item, quantity, (reorder_points or {}).get(item, 0), "7.00" if item in dearer else "5.00")

    async def _item(self, item: str, quantity: int, reorder_point: int, asked_price: str) -> None:
        await self.ask("sales", "PUT", f"/items/{item}", {"name": item, "weight_kg": "1", "volume_m3": "0.01"})
        shelf = {"quantity": str(quantity), "reorder_point": str(reorder_point)}
        await self.ask("warehouse", "PUT", f"/stock/{item}", shelf)
        for rank, supplier in enumerate(SUPPLIERS, start=1):
            offer = {"rank": rank, "agreed_price": money("5.00"), "unit_price": money(asked_price), "lead_days": 7}
            await self.ask("purchasing", "PUT", f"/suppliers/{supplier}/items/{item}", offer)

    # ---- the customer

    async def order(self, po: str, lines: Mapping[str, int], **other: Any) -> str | None:
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
        if answer:
            self.orders[po] = str(answer["order_id"])
        return self.orders.get(po)

    def lines(self, quantities: Mapping[str, int]) -> list[Row]:
        return [
            {"line": number, "item": item, "quantity": str(quantity), "unit_price": money(ALL_PRICES[item])}
            for number, (item, quantity) in enumerate(quantities.items(), start=1)
        ]

    async def sales_order(self, po: str) -> Row:
        """An order as sales sees it."""
        answer: Row = await self.ask("sales", "GET", f"/orders/{self.orders[po]}")
        return answer

    async def change(self, po: str, **wanted: Any) -> bool:
        """Ask for another version; ``quantities`` maps items to what is wanted of them, 0 drops the line."""
        quantities = wanted.pop("quantities", None)
        if quantities is not None:
            wanted["lines"] = _changed((await self.sales_order(po))["content"]["lines"], quantities)
        path = f"/orders/{self.orders[po]}/change"
        return await self.ask("sales", "POST", path, wanted | {"reason": "asked"}) is not None

    async def cancel(self, po: str) -> bool:
        return await self.ask("sales", "POST", f"/orders/{self.orders[po]}/cancel", {"reason": "asked"}) is not None

    async def accept(self, pick: int | None = None) -> int:
        """The customer accepts deliveries."""
        delivered = await self.each("sales", "/shipments?state=delivered", pick)
        return await self._post("sales", [(f"{_shipment(s)}/accept", {}) for s in delivered])

    async def pay(self, pick: int | None = None, *, part: bool = False) -> int:
        """The customer pays open invoices and advances; of a part, less than is owed."""
        due = [*await self.each("finance", "/invoices?state=open"), *await self.each("finance", "/advances?state=open")]
        done = 0
        for owed in due if pick is None or not due else [due[pick % len(due)]]:
            amount = Decimal(owed["outstanding"])
            done += await self.pay_amount(owed, max(Decimal("0.01"), round(amount / 3, 2)) if part else amount)
        return done

    async def pay_amount(self, owed: Row, amount: Decimal, reference: str | None = None) -> bool:
        body = {
            "customer": owed["customer"],
            "amount": money(str(amount)),
            "reference": reference or owed["number"],
            "bank_reference": f"bank-{next(self.company.keys):06d}",
        }
        return await self.ask("finance", "POST", "/payments", body) is not None

    async def asked_back(self, pick: int | None = None) -> list[Row]:
        """The shipments that sales asked back and that are neither back nor waived."""
        found = [
            {**shipment, "order_id": order["order_id"]}
            for order in await self.each("sales", "/orders")
            for shipment in order["shipments"]
            if shipment["state"] == "asked_back"
        ]
        return found if pick is None or not found else [found[pick % len(found)]]

    async def return_goods(self, pick: int | None = None, *, part: bool = False) -> int:
        """What was asked back comes back."""
        wanted = {shipment["shipment_id"] for shipment in await self.asked_back(pick)}
        left = await self.each("warehouse", "/shipments?state=dispatched")
        return sum([await self._take_back(shipment, part) for shipment in left if shipment["shipment_id"] in wanted])

    async def return_unasked(self, pick: int, *, part: bool = False) -> int:
        """Goods come back that nobody asked for."""
        left = await self.each("warehouse", "/shipments?state=dispatched", pick)
        return sum([await self._take_back(shipment, part) for shipment in left])

    async def _take_back(self, shipment: Row, part: bool) -> bool:
        out = [(line["line"], Decimal(line["quantity"]) - Decimal(line["returned"])) for line in shipment["lines"]]
        lines = [{"line": line, "quantity": str(min(q, Decimal(1)) if part else q)} for line, q in out if q]
        body = {"order_id": shipment["order_id"], "shipment_id": shipment["shipment_id"], "lines": lines}
        return bool(lines) and await self.ask("warehouse", "POST", "/returns", body) is not None

    # ---- staff

    async def waive_returns(self, pick: int | None = None) -> int:
        """The merchandiser lets customers keep what was asked back."""
        return await self._post("sales", [(f"{_shipment(s)}/waive-return", {}) for s in await self.asked_back(pick)])

    async def decide_infeasible(self, pick: int | None = None, *, confirm: bool = False) -> int:
        """The merchandiser rejects what the reviews say cannot be done, or confirms it all the same."""
        paths = [f"/orders/{order['order_id']}" for order in await self.each("sales", "/orders?state=infeasible", pick)]
        no = {"reasons": [{"code": "infeasible", "text": "It cannot be done."}]}
        return await self._post("sales", [(f"{p}/confirm", None) if confirm else (f"{p}/reject", no) for p in paths])

    async def sign_prices(self, pick: int | None = None, *, approve: bool = True) -> int:
        """Finance manager, then general manager, sign prices that are asked; refusing needs one of them."""
        asked = await self.each("finance", "/price-changes?state=awaited", pick)
        signers = (("fan.li", "finance manager"), ("gao.ming", "general manager"))
        for change in asked:
            for person, role in signers if approve else signers[:1]:
                path = f"/price-changes/{change['purchase_id']}/sign"
                body = {"request": change["request"], "approve": approve}
                await self.ask("finance", "POST", path, body, person=person, roles=(role,))
        return len(asked)

    async def hold(self, customer: str) -> bool:
        path = f"/customers/{customer}/hold"
        return await self.ask("finance", "POST", path, {"reason": "asked"}) is not None

    async def release_holds(self) -> int:
        """The finance manager releases every customer."""
        done = 0
        for customer in await self.each("finance", "/customers?held=true"):
            path = f"/customers/{customer['customer']}/release"
            done += await self.ask("finance", "POST", path, roles=("finance manager",)) is not None
        return done

    async def adjust(self, item: str, quantity: int) -> bool:
        body = {"quantity": str(quantity), "reason": "counted"}
        return await self.ask("warehouse", "POST", f"/stock/{item}/adjust", body) is not None

    # ---- suppliers and the dock

    async def confirm_purchases(self, pick: int | None = None) -> int:
        """Suppliers promise a date for what was ordered."""
        return await self._of_purchases("confirm", "ordered", pick, {"promised_on": _in_a_week()})

    async def decline(self, pick: int | None = None) -> int:
        """Suppliers cannot deliver what is on order."""
        return await self._of_purchases("decline", "ordered", pick, {"reason": "no capacity"})

    async def decline_late(self, pick: int | None = None) -> int:
        """Suppliers cannot deliver what they had promised."""
        return await self._of_purchases("decline", "confirmed", pick, {"reason": "the machine broke"})

    async def _of_purchases(self, act: str, state: str, pick: int | None, body: Row | None) -> int:
        found = await self.each("purchasing", f"/purchases?state={state}", pick)
        return await self._post("purchasing", [(f"/purchases/{p['purchase_id']}/{act}", body) for p in found])

    async def answer_cancels(self, pick: int | None = None, *, agree: bool = True) -> int:
        """Suppliers agree to the cancels that they were asked, or not."""
        asked = [p for p in await self.each("purchasing", "/purchases") if Decimal(p["cancel_asked"])]
        asked = asked if pick is None or not asked else [asked[pick % len(asked)]]
        act = "agree-cancel" if agree else "refuse-cancel"
        return await self._post("purchasing", [(f"/purchases/{p['purchase_id']}/{act}", None) for p in asked])

    async def answer_rejections(self, pick: int | None = None, *, redeliver: bool = True) -> int:
        """What the dock refused is delivered again, or given up."""
        refused = [p for p in await self.each("purchasing", "/purchases") if Decimal(p["rejected"])]
        refused = refused if pick is None or not refused else [refused[pick % len(refused)]]
        paths = [
            (f"/purchases/{p['purchase_id']}/redeliver", {"promised_on": _in_a_week()})
            if redeliver
            else (f"/purchases/{p['purchase_id']}/give-up", {"quantity": p["rejected"], "reason": "bad lot"})
            for p in refused
        ]
        return await self._post("purchasing", paths)

    async def receive_goods(self, pick: int | None = None, *, as_: Receipt = "whole") -> int:
        """What the dock awaits comes: whole, a part of it, or a lot that is rejected."""
        awaited = await self.each("warehouse", "/purchases", pick)
        return await self._post("warehouse", [("/receipts", _receipt(purchase, as_)) for purchase in awaited])

    # ---- carriers

    async def deliver(self, pick: int | None = None) -> int:
        """Carriers deliver what is under way."""
        under_way = await self.each("logistics", "/shipments?state=dispatched", pick)
        return await self._post(
            "logistics", [(f"/shipments/{s['id']}/deliver", {"proof": "signed"}) for s in under_way]
        )


def _in_a_week() -> str:
    return (clock.today() + timedelta(days=7)).isoformat()


def _shipment(shipment: Row) -> str:
    return f"/orders/{shipment['order_id']}/shipments/{shipment['shipment_id']}"


def _receipt(purchase: Row, as_: Receipt) -> Row:
    outstanding = Decimal(purchase["outstanding"])
    some = outstanding if as_ == "whole" else min(Decimal(1), outstanding)
    accepted, rejected = (Decimal(0), some) if as_ == "rejected" else (some, Decimal(0))
    return {
        "purchase_id": purchase["purchase_id"],
        "accepted": str(accepted),
        "rejected": str(rejected),
        "inspection": "I-1" if rejected else "",
    }


def _changed(lines: Sequence[Row], quantities: Mapping[str, int]) -> list[Row]:
    known = {line["item"] for line in lines}
    kept = [{**line, "quantity": str(quantities.get(line["item"], line["quantity"]))} for line in lines]
    free = max((line["line"] for line in lines), default=0) + 10
    new = [
        {"line": free + number, "item": item, "quantity": str(quantity), "unit_price": money(ALL_PRICES[item])}
        for number, (item, quantity) in enumerate(quantities.items())
        if item not in known
    ]
    return [line for line in (*kept, *new) if Decimal(line["quantity"])]
