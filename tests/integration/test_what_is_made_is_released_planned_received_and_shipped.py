"""An order lacks what our own shop makes: its production order, the material for it, the receipt, the shipment."""

from tests.integration.trade import Trade
from tests.needs import needs

pytestmark = needs("PUR-9", "PUR-11", "PUR-12")


async def test_what_our_own_shop_makes_is_planned_its_material_bought_and_the_order_served(trade: Trade) -> None:
    motor, bolt = await trade.keep(6, suppliers=()), await trade.keep(0)
    await trade.make(motor, {bolt: 3})
    order = await trade.order({motor: 10})
    await order.until("short")
    (purchase,) = await order.purchases("ordered")
    production = f"/production/{purchase['number']}"
    assert purchase["number"].startswith("MO-")
    assert (await trade.get("purchasing", production))["state"] == "planned"

    there = {"from_stock": [{"item": bolt, "quantity": "2"}]}
    released = await trade.do("purchasing", f"{production}/release", there)
    assert (released["state"], released["materials"]) == ("released", [{"item": bolt, "quantity": "10"}])
    await order.rest()
    assert (await order.told())["production.progressed"] == 1
    assert (await order.page())["forecast"]["late"] is False
    (material,) = await trade.items("purchasing", "/purchases", item=bolt)
    assert (material["supplier"], material["quantity"]) == ("S-1", "10")
    days = (await trade.get("purchasing", "/lines/L-1/days", days="366"))["items"]
    assert sum(day["planned"] for day in days) >= 4 * 30

    for step in released["steps"]:
        await trade.do("purchasing", f"{production}/progress", {"milestone": step["name"], "share": "1"})
    assert (await trade.get("purchasing", production))["state"] == "in_progress"

    await order.receive(purchase["purchase_id"], 4)
    await order.end_well()
    assert (await trade.get("purchasing", production))["state"] == "finished"
    await trade.books_agree()
