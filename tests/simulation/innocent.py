"""An order that did nothing wrong: its whole life, whatever is strange around it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from chassis import clock
from tests.simulation.outside import Outside, Row
from tests.simulation.playing import settle

ENOUGH = 10**7
LOOKS_MAX = 12


async def open_trade_of_both(outside: Outside) -> None:
    """Bolts are on the shelf; nuts have to be bought."""
    await outside.open_trade({"bolt": ENOUGH, "nut": 0})


async def live(outside: Outside, po: str) -> None:
    """Placed, bought for, received, shipped, delivered, accepted, billed, paid and closed."""
    order_id = await outside.order(po, {"bolt": 10, "nut": 5})
    assert order_id, outside.refused
    for _ in range(LOOKS_MAX):
        await settle(outside)
        if (await outside.sales_order(po))["stage"] == "closed":
            return
        await _act(outside, order_id)
    raise AssertionError(await _why(outside, po))


async def _act(outside: Outside, order_id: str) -> None:
    """What the world does for this order alone; of the others' goods only what it waits for."""
    for purchase in await outside.each("purchasing", "/purchases?item=nut&state=ordered&limit=500"):
        path = f"/purchases/{purchase['purchase_id']}/confirm"
        await outside.ask("purchasing", "POST", path, _in_a_week())
    await outside.adjust("nut", ENOUGH)
    judged = {"verdict": "yes", "reason": "what its customer owes for others is not this order's"}
    await outside.ask("finance", "POST", f"/orders/{order_id}/credit-review", judged, roles=("finance manager",))
    for shipment in await outside.each("logistics", f"/shipments?state=dispatched&order_id={order_id}"):
        await outside.ask("logistics", "POST", f"/shipments/{shipment['id']}/deliver", {"proof": "signed"})
    for shipment in (await outside.ask("sales", "GET", f"/orders/{order_id}"))["shipments"]:
        if shipment["state"] == "delivered":
            path = f"/orders/{order_id}/shipments/{shipment['shipment_id']}/accept"
            await outside.ask("sales", "POST", path)
    for invoice in await outside.each("finance", f"/invoices?state=open&order_id={order_id}"):
        await outside.pay_amount(invoice, Decimal(invoice["outstanding"]))


def _in_a_week() -> Row:
    return {"promised_on": (clock.today() + timedelta(days=7)).isoformat()}


async def _why(outside: Outside, po: str) -> Any:
    order = await outside.sales_order(po)
    dead = await outside.company.post.parked()
    return order["stage"], order["waiting_for"], outside.refused[-3:], dead[-20:]
