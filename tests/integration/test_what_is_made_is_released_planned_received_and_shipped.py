"""An order lacks what our own shop makes: its production order, the material for it, the receipt, the shipment."""

from typing import Any

from tests.integration.trade import Trade
from tests.needs import needs

pytestmark = needs("PUR-9", "PUR-11", "PUR-12", "WHS-4")


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


async def test_a_first_article_that_fails_bars_the_run_until_it_is_reworked_and_passes(trade: Trade) -> None:
    motor, bolt = await trade.keep(0, suppliers=()), await trade.keep(0)
    plan = {"incoming": False, "first_article": True, "final": True}
    await trade.put("warehouse", f"/inspection-plans/{motor}", plan)
    await trade.make(motor, {bolt: 3})
    order = await trade.order({motor: 10})
    await order.until("short")
    (purchase,) = await order.purchases("ordered")
    production = f"/production/{purchase['number']}"
    await trade.do("purchasing", f"{production}/release")

    async def tell(milestone: str) -> Any:
        return await trade.do("purchasing", f"{production}/progress", {"milestone": milestone, "share": "1"})

    async def examine(**found: int) -> dict[str, Any]:
        """The newest inspection of the run."""
        await order.rest()
        *_, one = await trade.items("warehouse", "/gate-inspections", item=motor)
        none = {"examined": one["to_examine"], "critical": 0, "major": 0, "minor": 0}
        await trade.do("warehouse", f"/gate-inspections/{one['number']}/examine", none | found)
        await order.rest()
        return one

    await tell("material_in")
    await tell("first_article")
    barred = {"milestone": "semi_finished", "share": "0.1"}
    assert await trade.refused("purchasing", f"{production}/progress", barred) == "gate-not-decided"
    failed = await examine(minor=1)
    assert await trade.refused("purchasing", f"{production}/progress", barred) == "gate-failed"
    await tell("first_article")
    passed = await examine()
    assert (passed["number"], passed["again"]) == (f"{failed['number']}-1", True)

    await tell("semi_finished")
    await tell("quality_passed")
    final = await examine()
    assert (final["gate"], final["lot"]) == ("final", "10")
    await tell("packed")
    told = await order.told()
    assert (told["inspection.requested"], told["inspection.decided"]) == (3, 3)
    await order.receive(purchase["purchase_id"], 10)
    await order.end_well()
    await trade.books_agree()
