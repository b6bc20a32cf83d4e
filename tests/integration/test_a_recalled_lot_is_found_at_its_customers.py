"""A supplier's lot left with two orders: it is recalled, what is left is barred, and each of its customers is heard."""

from typing import Any

from tests.integration.order import Order
from tests.integration.trade import Trade
from tests.needs import needs

LOT = "批号-77"


async def a_lot_came(trade: Trade, quantity: int) -> str:
    """For a low shelf so many of an item were bought, and came in one lot."""
    item = await trade.keep(0)
    await trade.put("warehouse", f"/stock/{item}", {"reorder_point": str(quantity), "safety_stock": "0"})
    await trade.until_on_order(item, quantity)
    (purchase,) = await trade.items("purchasing", "/purchases", item=item)
    body = {"purchase_id": purchase["purchase_id"], "accepted": str(quantity), "lot": LOT}
    await trade.do("warehouse", "/receipts", body)
    return item


async def delivered(trade: Trade, item: str) -> Order:
    """An order of four, which its customer has."""
    order = await trade.order({item: 4})
    await order.until("dispatched")
    await order.deliver()
    await order.until("delivered")
    return order


async def complained_of(trade: Trade, order: Order, got: dict[str, Any]) -> Any:
    """Customer service writes it down before its customer finds out."""
    goods = [{"line": 1, "quantity": got["quantity"]}]
    about = {"kind": "quality", "words": f"供应商召回批次 {LOT}", "goods": goods}
    return await trade.do("sales", f"/orders/{order.id}/complaints", about)


@needs("WHS-1", "SAL-12")
async def test_a_recalled_lot_is_barred_here_and_complained_of_for_each_who_got_it(trade: Trade) -> None:
    item = await a_lot_came(trade, 10)
    first, second = await delivered(trade, item), await delivered(trade, item)

    trace = (await trade.get("warehouse", f"/lots/{LOT}/deliveries"))["delivered"]
    assert [(one["order_id"], one["quantity"], one["supplier"]) for one in trace] == [
        (first.id, "4", "S-1"),
        (second.id, "4", "S-1"),
    ]
    recalled = await trade.do("warehouse", f"/lots/{LOT}/recall", {"reason": "发现裂纹"})
    assert (recalled["items"], recalled["here"]) == ([item], "2")
    assert (await trade.stock(item))["free"] == 0

    for order, got in zip((first, second), trace, strict=True):
        assert (await complained_of(trade, order, got))["lines"][0]["item"] == item
    (listed,) = [one for one in await trade.items("warehouse", "/recalls") if one["lot"] == LOT]
    assert (listed["here"], listed["left_us"], listed["customers"]) == ("2", "8", ["NINGBO"])
    await trade.do("warehouse", f"/recalls/{listed['receipt']}/lift", {"reason": "复检合格"})
    assert (await trade.stock(item))["free"] == 2
    await first.rest()
    assert {"lot.recalled", "recall.lifted"} <= set(await first.told())
    await trade.books_agree()
