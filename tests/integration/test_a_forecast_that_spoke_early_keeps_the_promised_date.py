"""Made here and bought from two, one lot bad: the forecast speaks eight days early, and the promised date is kept."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from chassis import clock
from tests.integration.bodies import money
from tests.integration.order import SOON_S, Order
from tests.integration.trade import Trade
from tests.needs import needs
from tests.waiting import within
from world.client import Body

pytestmark = needs("SAL-20", "PUR-7", "PUR-9", "PUR-11", "WHS-4", "WHS-5", "NOT-3")

EARLY, LEAD = timedelta(days=8), timedelta(days=7)
SOON = timedelta(days=16)
"""Wanted so soon that it goes by air."""
BAD, GOOD = {"examined": 13, "major": 2}, {"examined": 13}


class Goods(NamedTuple):
    """Motors of our own shop, each of a shaft that S-2 sells; lamps that S-1 sells, and S-2 behind him."""

    shaft: str
    motor: str
    lamp: str


async def goods(trade: Trade) -> Goods:
    """None of it is there; lamps are inspected when they come."""
    shaft = await trade.keep(0, suppliers=("S-2",))
    motor = await trade.keep(0, suppliers=())
    lamp = await trade.keep(0, suppliers=("S-1", "S-2"))
    await trade.put("warehouse", f"/inspection-plans/{lamp}", {"level": "II", "major": "1.0", "minor": "4.0"})
    await trade.make(motor, {shaft: 1})
    return Goods(shaft, motor, lamp)


async def by(trade: Trade, role: str, department: str, path: str, body: Body, person: str = "") -> Any:
    """What one person does in one role."""
    answer = await trade.ask("post", department, path, body, (role,), person or f"the {role}")
    assert answer.ok, (role, path, answer)
    return answer.body


async def purchase_of(trade: Trade, item: str) -> dict[str, Any]:
    """The one purchase of an item that is open."""
    found = await trade.items("purchasing", "/purchases", item=item)
    (purchase,) = [one for one in found if one["state"] in ("ordered", "confirmed")]
    return purchase


async def promise(trade: Trade, purchase: dict[str, Any], what: str, on: date) -> None:
    """The supplier's own word."""
    path = f"/purchases/{purchase['purchase_id']}/{what}"
    await by(trade, "supplier", "purchasing", path, {"promised_on": on.isoformat()}, purchase["supplier"])


async def inspected(trade: Trade, order: Order, lamp: str, found: dict[str, int]) -> str:
    """What the inspector's sample says of the lamps that came last."""
    *_, lot = await trade.items("warehouse", "/inspections", item=lamp)
    judged = await by(trade, "inspector", "warehouse", f"/inspections/{lot['number']}/examine", found)
    await order.rest()
    return str(judged["state"])


async def forecast(order: Order) -> Any:
    await order.rest()
    return (await order.page())["forecast"]


async def red(order: Order, *, times: int) -> None:
    """Wait until notify has so many open exceptions of the order."""

    async def as_many() -> bool:
        return len(await order.trade.items("notify", "/exceptions", state="open", order=order.id)) == times

    await within(SOON_S, as_many)


async def make_motors(trade: Trade, order: Order, goods: Goods) -> None:
    """Released, its shafts bought and taken in, each milestone told, brought to the dock."""
    made = await purchase_of(trade, goods.motor)
    production = f"/production/{made['number']}"
    released = await by(trade, "planner", "purchasing", f"{production}/release", {})
    await order.rest()
    shafts = await purchase_of(trade, goods.shaft)
    assert (shafts["supplier"], shafts["quantity"]) == ("S-2", "10")
    await promise(trade, shafts, "confirm", clock.today() + timedelta(days=3))
    await order.receive(shafts["purchase_id"], 10)
    for step in released["steps"]:
        told = {"milestone": step["name"], "share": "1"}
        await by(trade, "planner", "purchasing", f"{production}/progress", told)
    await order.receive(made["purchase_id"], 10)


async def replace_supplier(trade: Trade, order: Order, lamp: str) -> dict[str, Any]:
    """The buyer sees by when and at which cost S-2 would bring the lamps, and takes them from S-1."""
    lost = await purchase_of(trade, lamp)
    offers = (await trade.get("purchasing", "/purchases/switches"))["items"]
    (offered,) = [one for one in offers if one["item"] == lamp]
    assert (offered["here"], offered["here_on"], offered["supplier"]) == ("S-1", lost["promised_on"], "S-2")
    assert (offered["on"], offered["cost"]) == ((clock.today() + LEAD).isoformat(), money("200.00"))
    await by(trade, "buyer", "purchasing", f"/purchases/{lost['purchase_id']}/switch", {"reason": "补货太迟"})
    await order.rest()
    bought = await purchase_of(trade, lamp)
    assert (lost["supplier"], bought["supplier"], bought["quantity"]) == ("S-1", "S-2", "40")
    await promise(trade, bought, "confirm", clock.today() + LEAD)
    return bought


async def test_an_order_made_here_and_bought_from_two_is_in_time_though_a_lot_of_it_fails(trade: Trade) -> None:
    things, today = await goods(trade), clock.today()
    order = await trade.order({things.motor: 10, things.lamp: 40}, wanted=(today + SOON).isoformat())
    page = await order.until("short")
    promised, transit = date.fromisoformat(page["promised"]), page["reviews"]["logistics"]["transit_days"]
    must_leave = promised - timedelta(days=transit)

    lamps = await purchase_of(trade, things.lamp)
    await promise(trade, lamps, "confirm", today + LEAD)
    assert (await forecast(order))["late"] is False
    await order.receive(lamps["purchase_id"], 40)
    assert await inspected(trade, order, things.lamp, BAD) == "rejected"

    await promise(trade, lamps, "redeliver", must_leave + timedelta(days=1))
    seen = await forecast(order)
    assert (seen["late"], seen["item"], seen["supplier"]) == (True, things.lamp, "S-1")
    assert must_leave - today >= EARLY, "it speaks while there is time to do something"
    assert "other_supplier" in {option["way"] for option in seen["options"]}
    await red(order, times=1)

    bought = await replace_supplier(trade, order, things.lamp)
    assert (await forecast(order))["late"] is False
    await red(order, times=0)
    await make_motors(trade, order, things)
    await order.receive(bought["purchase_id"], 40)
    assert await inspected(trade, order, things.lamp, GOOD) == "accepted"
    await it_is_in_time(order, promised)
    await trade.books_agree()


async def it_is_in_time(order: Order, promised: date) -> None:
    """It arrives by the day that was promised first, all at once, and nobody ever missed anything."""
    page = await order.until("dispatched")
    (shipment,) = page["shipments"]
    assert [line["quantity"] for line in shipment["lines"]] == ["10", "40"]
    assert date.fromisoformat(shipment["expected"]) <= promised == date.fromisoformat(page["promised"])
    await order.end_well()
    told = await order.told()
    assert (told["delay.forecast"], told["delay.ended"], told["deadline.missed"]) == (1, 1, 0)
