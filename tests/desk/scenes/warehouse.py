"""The warehouse's commands at the desk."""

from __future__ import annotations

from tests.desk.clerk import Clerk
from tests.integration.order import SOON_S
from tests.waiting import within


async def count_stock(clerk: Clerk) -> None:
    await clerk.open({"item": "washer", "quantity": "7"})
    assert (await clerk.trade.stock("washer"))["on_hand"] == 7


async def adjust_stock(clerk: Clerk) -> None:
    item = await clerk.trade.keep(5)
    await clerk.open({"item": item, "quantity": "-2"})
    assert (await clerk.trade.stock(item))["on_hand"] == 3


async def receive_goods(clerk: Clerk) -> None:
    """Of two purchases for one order, the one that came."""
    items = [await clerk.trade.keep(0), await clerk.trade.keep(0)]
    order = await clerk.trade.order(dict.fromkeys(items, 4))
    await order.until("short")
    (purchase,) = [one for one in await order.purchases() if one["item"] == items[1]]
    await clerk.give_about(order, body=purchase["purchase_id"])
    await order.rest()
    after = await clerk.trade.get("purchasing", f"/purchases/{purchase['purchase_id']}")
    assert after["accepted"] == "4", "the form begins with all that is outstanding"


async def pack_shipment(clerk: Clerk) -> None:
    clerk.switch("warehouse", packing="by_hand")
    order = await clerk.trade.order({await clerk.trade.keep(10): 1})

    async def to_pack() -> bool:
        return bool(await order.shipments("released"))

    await within(SOON_S, to_pack)
    await order.rest()
    await clerk.give_about(order, shipment_id=await order.shipment("released"))
    await order.until("dispatched")


async def take_back_goods(clerk: Clerk) -> None:
    item = await clerk.trade.keep(10)
    order = await clerk.trade.order({item: 4})
    await order.until("dispatched")
    await order.do("cancel", {"reason": "no longer wanted"})
    await order.rest()
    await clerk.give_about(order, {"lines.0.scrapped": "1"}, body=await order.shipment("asked_back"))
    await order.until("closed")
    assert (await clerk.trade.stock(item))["on_hand"] == 9
