"""What the policies leave to people: each step that is not automatic is done by hand, sooner or later."""

from __future__ import annotations

from datetime import date
from typing import Any

from world.cast import Cast
from world.client import Somebody


class Leftovers:
    """Walks through the departments and does what waits for a hand; finds nothing where all is automatic."""

    def __init__(self, cast: Cast) -> None:
        self._cast, self._reader = cast, cast.somebody("management")

    async def act(self, _today: date) -> None:
        await self._confirm()
        await self._release()
        await self._review_credit()
        await self._each("buyer", "purchasing", "/purchases", "draft", "purchase_id", "order")
        await self._each("storekeeper", "warehouse", "/shipments", "to_pack", "shipment_id", "pack")
        await self._each("logistics clerk", "logistics", "/shipments", "packed", "id", "dispatch")

    async def _each(self, role: str, department: str, path: str, state: str, name: str, what: str) -> None:
        """Do ``what`` with everything in a state."""
        who = self._cast.somebody(role)
        for thing in await who.listed(department, path, state=state):
            key = f"{what}:{thing[name]}:{thing.get('request', '')}"
            await who.post(department, f"{path}/{thing[name]}/{what}", {}, key=key)

    async def _confirm(self) -> None:
        for order in await self._reader.listed("sales", "/orders", state="reviewed"):
            if _waits_for_merchandiser(order):
                key = f"confirm:{order['number']}:{order['version']}"
                await self._merchandiser(order).post("sales", f"/orders/{order['order_id']}/confirm", {}, key=key)

    async def _release(self) -> None:
        for order in await self._reader.listed("sales", "/orders", state="reserved"):
            waiting = [one for one in order["shipments"] if one["state"] == "reserved"]
            for shipment in waiting if _waits_for_merchandiser(order) else []:
                path = f"/orders/{order['order_id']}/shipments/{shipment['shipment_id']}/release"
                await self._merchandiser(order).post("sales", path, {}, key=f"release:{shipment['shipment_id']}")

    async def _review_credit(self) -> None:
        manager = self._cast.somebody("finance manager")
        for order in await manager.listed("finance", "/credit-reviews"):
            body = {"verdict": "yes", "reason": "known customer"}
            path, key = f"/orders/{order['order_id']}/credit-review", f"credit:{order['order_id']}"
            await manager.post("finance", path, body, key=key)

    def _merchandiser(self, order: dict[str, Any]) -> Somebody:
        return self._cast.merchandiser(order["merchandiser"])


def _waits_for_merchandiser(order: dict[str, Any]) -> bool:
    return bool(order["waiting_for"]) and order["waiting_for"]["owner"] == order["merchandiser"]
