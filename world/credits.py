"""Letters of credit: a customer's bank issues one, papers are gathered and mended, and the bank takes them (LOG-7)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from world.bills import certificate_of_origin, mended, misread
from world.cast import Cast
from world.client import Body
from world.clock import day_of
from world.credit_messages import amount_of, mt700, mt734, mt752

ANSWERS_AFTER_DAYS = 3
BANK = "Bank of Yongjiang, Ningbo"
GONE = frozenset({"dispatched", "delivered", "accepted"})
Credit = dict[str, Any]


class Credits:
    """The bank of each customer who pays by credit, and our people who hand it his papers; the first bill of lading
    always has two faults, which the examination finds, and comes again without them."""

    def __init__(self, cast: Cast) -> None:
        self._clerk, self._manager = cast.somebody("logistics clerk"), cast.somebody("sales manager")
        self._reader = cast.somebody("management")

    async def act(self, today: date) -> None:
        for credit in await self._clerk.listed("logistics", "/letters-of-credit"):
            if credit["state"] == "awaited":
                await self._issue(credit, today)
            elif credit["state"] == "not in order":
                await self._take(credit)
            elif credit["state"] == "in order":
                await self._hand_in(credit, today)

    async def _issue(self, credit: Credit, today: date) -> None:
        """The customer brings his order's confirmation to his bank; ours hands us the credit."""
        found = await self._manager.get("sales", f"/papers/order_confirmation/{credit['order']}")
        if found.ok:
            await self._do(f"/letters-of-credit/{credit['order_id']}/read", {"text": mt700(found.body["data"], today)})

    async def _take(self, credit: Credit) -> None:
        """An order that was changed since: a manager leaves the credit as it is."""
        path, key = f"/letters-of-credit/{credit['order_id']}/take", f"take:{credit['order_id']}:{credit['reasons']}"
        await self._manager.post("logistics", path, {"reason": "the bank amends it"}, key=key)

    async def _hand_in(self, credit: Credit, today: date) -> None:
        presented = {one["shipment_id"]: one for one in credit["presentations"]}
        order = (await self._reader.get("sales", f"/orders/{credit['order_id']}")).body
        for shipment in [one["shipment_id"] for one in order.get("shipments", ()) if one["state"] in GONE]:
            if shipment in presented:
                await self._answer(credit, presented[shipment], today)
            else:
                await self._gather(credit, shipment)

    async def _gather(self, credit: Credit, shipment: str) -> None:
        """The papers as they came, then mended, then to the bank, a day for each."""
        papers = (await self._clerk.get("logistics", f"/shipments/{shipment}/documents")).body.get("documents", {})
        if not papers.get("invoices"):
            return
        path, found = f"/shipments/{shipment}", credit["examined"].get(shipment)
        again = bool(credit["examined_before"].get(shipment))
        if found is None:
            await self._do(f"{path}/certificate", certificate_of_origin(papers))
            await self._do(f"{path}/transport-document", misread(papers, credit["terms"]))
            await self._do(f"{path}/examine", {})
        elif found["findings"] and not again:
            await self._do(f"{path}/transport-document", mended(papers, credit["terms"]), "again")
            await self._do(f"{path}/examine", {}, "again")
        else:
            await self._do(f"{path}/present", {"bank": BANK})

    async def _answer(self, credit: Credit, presented: dict[str, Any], today: date) -> None:
        """It pays what conforms; of anything else it tells the customer, who takes it."""
        shipment, number, drawn = presented["shipment_id"], credit["number"], presented["drawn"]
        path, amount = f"/shipments/{shipment}", amount_of(drawn["currency"], drawn["amount"])
        findings = [one["field"].upper() for one in credit["examined"][shipment]["findings"]]
        if today < day_of(presented["presented_on"]) + timedelta(days=ANSWERS_AFTER_DAYS):
            return
        if presented["state"] == "presented":
            text = mt734(number, today, amount, findings) if findings else mt752(number, today, amount)
            await self._do(f"{path}/bank-answers", {"text": text})
        elif presented["state"] == "refused" and presented["waiver"] != "given":
            await self._do(f"{path}/waiver", {"waiver": "given"})
        elif presented["state"] == "refused":
            await self._do(f"{path}/bank-accepts", {})

    async def _do(self, path: str, body: Body, time: str = "") -> None:
        await self._clerk.post("logistics", path, body, key=f"credit:{path}:{time}")
