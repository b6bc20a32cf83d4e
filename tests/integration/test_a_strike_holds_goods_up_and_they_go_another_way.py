"""A strike holds goods up that are under way: the order is red at once, until somebody decides; then they fly."""

from datetime import timedelta
from typing import Any

from chassis import clock
from tests.integration.order import SOON_S, Order
from tests.integration.trade import Trade
from tests.needs import needs
from tests.waiting import within

pytestmark = needs("LOG-3")


async def red(order: Order) -> list[dict[str, Any]]:
    return await order.trade.items("notify", "/exceptions", state="open", order=order.id)


async def until_red(order: Order, wanted: bool) -> None:
    async def as_wanted() -> bool:
        return bool(await red(order)) == wanted

    await within(SOON_S, as_wanted)


async def test_goods_that_a_strike_holds_up_go_another_way_and_the_customer_is_counted_by_the_new_day(
    trade: Trade,
) -> None:
    order = await trade.order({await trade.keep(10): 4})
    await order.until("dispatched")
    shipment = await order.shipment("dispatched")
    (before,) = await trade.items("logistics", "/shipments", order_id=order.id)
    until = (clock.today() + timedelta(days=20)).isoformat()
    lane = {"carrier": before["carrier"], "mode": before["mode"], "country": before["country"]}
    strike = {"kind": "strike", **lane, "since": clock.today().isoformat(), "until": until, "delay_days": 9}
    held = await trade.do("logistics", "/disruptions", strike | {"source": "port watch"})
    await until_red(order, wanted=True)
    (exception,) = await red(order)
    assert (exception["kind"], exception["owner"]) == ("disrupted transport", "logistics")
    wait, way, *_ = (await trade.get("logistics", f"/shipments/{shipment}/ways-out"))["items"]
    assert wait["carrier"] == before["carrier"]
    told = {"choice": "rebook", "to_carrier": way["carrier"], "to_mode": way["mode"], "reason": "he cannot wait"}
    await trade.do("logistics", f"/shipments/{shipment}/decide-disruption", told)
    await until_red(order, wanted=False)
    (after,) = await trade.items("logistics", "/shipments", order_id=order.id)
    assert (after["carrier"], after["expected"], after["failures"]) == (way["carrier"], way["arrives"], [])
    await trade.do("logistics", f"/disruptions/{held['number']}/lift", {"reason": "they work again"})
    await order.end_well()
