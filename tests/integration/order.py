"""One order as the tests follow it: what is done with it from outside, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from chassis import clock
from contracts.catalogue import DEPARTMENTS
from tests.integration.bodies import CUSTOMER, money
from tests.integration.company import Fact
from tests.waiting import within
from world.client import Body

if TYPE_CHECKING:
    from tests.integration.trade import Trade

SOON_S = 30.0
HEARD_BEFORE_THE_RECEIPT = "purchase.changed"
"""Said when purchasing hears a reservation before the receipt that made it: nobody needs the purchase any more."""


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

    async def _within(self, condition: Callable[[], Awaitable[bool]], wanted: str) -> None:
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

    async def case(self) -> dict[str, Any]:
        """Wait until notify tells of the one exception of the order."""
        found: list[dict[str, Any]] = []

        async def raised() -> bool:
            found[:] = await self.trade.items("notify", "/exceptions", order=self.id)
            return bool(found)

        await self._within(raised, "an exception")
        await self.rest()
        (case,) = found
        return case

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

    async def pay(self, amount: str | None = None) -> Any:
        """The customer pays so much for the order; without an amount each of its invoices."""
        if amount is not None:
            return await self._pay(self.number, amount)
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
