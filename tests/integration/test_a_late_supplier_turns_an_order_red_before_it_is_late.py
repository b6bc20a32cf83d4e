"""The supplier is late by ten days: the order is red at once, until its customer has chosen another way."""

from datetime import date, timedelta
from typing import Any

from chassis import clock
from tests.integration.order import SOON_S, Order
from tests.integration.trade import Trade
from tests.needs import needs
from tests.waiting import within

pytestmark = needs("SAL-20", "NOT-3", "NOT-4")


async def bought(trade: Trade) -> tuple[Order, dict[str, Any]]:
    """An order of which four lack, wanted soon, so that it goes by air; and the purchase for them."""
    item = await trade.keep(6)
    order = await trade.order({item: 10})
    await order.until("short")
    (purchase,) = await order.purchases("ordered")
    return order, purchase


async def red(order: Order) -> list[dict[str, Any]]:
    """The open exceptions of the order, as notify has them."""
    return await order.trade.items("notify", "/exceptions", state="open", order=order.id)


async def calm(order: Order) -> None:
    """Wait until the order has no open exception."""

    async def none() -> bool:
        return not await red(order)

    await within(SOON_S, none)


async def missed(order: Order) -> int:
    return (await order.told())["deadline.missed"]


async def say(trade: Trade, purchase: dict[str, Any], what: str, on: date) -> None:
    body = {"promised_on": on.isoformat()} | ({"reason": "no motors"} if what == "delay" else {})
    await trade.do("purchasing", f"/purchases/{purchase['purchase_id']}/{what}", body)


@needs("SAL-10")
async def test_a_supplier_who_is_late_turns_the_order_red_at_once_until_its_customer_takes_what_is_here_first(
    trade: Trade,
) -> None:
    order, purchase = await bought(trade)
    promised = date.fromisoformat((await order.page())["promised"])
    transit = (await order.page())["reviews"]["logistics"]["transit_days"]
    await say(trade, purchase, "confirm", promised - timedelta(days=transit + 7))
    await order.rest()
    assert (await order.page())["forecast"]["late"] is False
    assert await red(order) == []

    await say(trade, purchase, "delay", promised - timedelta(days=transit - 3))
    await order.rest()
    forecast = (await order.page())["forecast"]
    assert (forecast["late"], forecast["because"], forecast["words"]) == (True, "supply", "no motors")
    assert date.fromisoformat(forecast["on"]) > promised
    assert {option["way"] for option in forecast["options"]} >= {"ship_in_part", "other_supplier", "new_date"}
    assert forecast["text"].endswith(": no motors")
    (exception,) = await red(order)
    assert (exception["kind"], exception["owner"], exception["reason"]) == (
        "late delivery",
        "sales",
        "delay.forecast: supply",
    )
    page = await trade.get("notify", f"/orders/{order.id}")
    assert page["exception_level"] == exception["level"] == 2
    assert await missed(order) == 0, "nobody has missed anything yet"

    ways = [{"way": way, "promised": forecast["on"]} for way in ("ship_in_part", "new_date")]
    await order.do("offer-alternatives", {"alternatives": ways, "answer_by": clock.today().isoformat()})
    assert len(await red(order)) == 1, "an offer alone helps nobody"
    await order.do("choose-alternative", {"choice": 1, "words": "then what you have, please"})
    await order.rest()
    await calm(order)
    (first,) = await order.shipments("dispatched")
    assert [line["quantity"] for line in first["lines"]] == ["6"]
    page = await order.page()
    assert (page["promised"], page["forecast"]["late"], page["content"]["partial"]) == (forecast["on"], False, True)
    assert await missed(order) == 0
    await order.receive(purchase["purchase_id"], 4)
    await order.end_well()
    assert [topic for topic in (await order.said())["sales"] if topic.startswith("delay.")] == [
        "delay.forecast",
        "delay.ended",
    ]


@needs("LOG-5")
async def test_a_carrier_who_is_late_turns_it_red_and_a_date_can_be_agreed_while_it_is_under_way(trade: Trade) -> None:
    item = await trade.keep(10)
    order = await trade.order({item: 10})
    page = await order.until("dispatched")
    late = (date.fromisoformat(page["promised"]) + timedelta(days=5)).isoformat()
    shipment = await order.shipment("dispatched")
    await trade.do("logistics", f"/shipments/{shipment}/delay", {"expected": late, "reason": "storm"})
    await order.rest()
    (exception,) = await red(order)
    assert exception["reason"] == "delay.forecast: carriage"
    assert (await order.page())["forecast"]["options"][0]["way"] == "new_date"
    assert await order.refused("change", {"partial": True, "reason": "x"}) == "under-way"

    await order.do("change", {"promised": late, "reason": "the customer agreed"})
    await order.rest()
    await calm(order)
    assert (await order.page())["promised"] == late
    await order.end_well()
