"""What lacks comes too late: sales finds by itself which substitute is free, and the customer's choice sends it."""

from datetime import date, timedelta
from typing import Any

from tests.integration.order import SOON_S, Order
from tests.integration.trade import Trade
from tests.needs import needs
from tests.waiting import within

pytestmark = needs("SAL-10", "SAL-25")


async def proposed(order: Order) -> list[dict[str, Any]]:
    """What may stand in for what lacks, once the departments have judged it."""
    found: list[dict[str, Any]] = []

    async def there() -> bool:
        found[:] = (await order.page())["proposed"]
        return bool(found)

    await within(SOON_S, there)
    return found


async def test_the_substitute_that_is_free_is_proposed_and_its_choice_is_dispatched(trade: Trade) -> None:
    free, sold_out = await trade.keep(5), await trade.keep(0)
    item = await trade.keep(6, substitutes=[sold_out, free])
    await trade.put("sales", f"/items/{free}/prices/USD", {"steps": [{"quantity": "1", "price": "12"}], "floor": "9"})
    order = await trade.order({item: 10})
    await order.until("short")
    (purchase,) = await order.purchases("ordered")
    late = date.fromisoformat((await order.page())["promised"]) + timedelta(days=30)
    told = {"promised_on": late.isoformat()}
    await trade.do("purchasing", f"/purchases/{purchase['purchase_id']}/confirm", told)

    (way,) = await proposed(order)
    assert (way["item"], way["quantity"], way["unit_price"]["amount"], way["difference"]) == (free, "4", "12", "8.00")
    assert date.fromisoformat(way["promised"]) < late
    assert (await trade.stock(free))["reserved"] == 0, "nothing is set aside for what is only asked"
    assert [one["number"] for one in await trade.items("sales", "/trials") if one["order_number"] == order.number]

    substitute = {name: way[name] for name in ("line", "item", "quantity", "unit_price")}
    offered = [{"way": "substitute", "promised": way["promised"], "substitute": substitute}]
    await order.do("offer-alternatives", {"alternatives": offered, "answer_by": late.isoformat()})
    await order.do("choose-alternative", {"choice": 1, "words": "可以用替代品"})
    await order.until("dispatched")
    page = await order.page()
    assert [(line["item"], line["quantity"]) for line in page["content"]["lines"]] == [(item, "6"), (free, "4")]
    assert page["proposed"] == []
