"""An order that one department cannot carry waits for the merchandiser with that department's reason."""

from datetime import timedelta

from chassis import clock
from tests.integration.bodies import CUSTOMER_MASTER
from tests.integration.order import Order
from tests.integration.trade import Trade
from tests.needs import needs

pytestmark = needs("SAL-5")

REVIEWED = {
    "sales": ["order.received", "order.rejected"],
    "purchasing": ["supply.reviewed"],
    "warehouse": ["stock.reviewed"],
    "logistics": ["route.reviewed"],
    "finance": ["credit.reviewed"],
}


async def waits_for_its_rejection(order: Order, *reasons: str) -> None:
    """It waits with these reasons; the merchandiser rejects it, and nobody did anything for it."""
    page = await order.until("infeasible")
    assert page["waiting_for"]["reason"] == f"not feasible: {'; '.join(reasons)}"
    assert page["waiting_for"]["owner"] == "li.na"
    await order.do("reject", {"reasons": [{"code": "not_feasible", "text": "; ".join(reasons)}]})
    assert await order.refused("confirm") == "not-waiting-for-decision"
    await order.until("rejected")
    assert await order.said() == REVIEWED


async def test_the_warehouse_says_no_to_a_discontinued_item_that_it_lacks(trade: Trade) -> None:
    item = await trade.keep(2, discontinued=True)
    order = await trade.order({item: 10})
    await waits_for_its_rejection(order, f"{item} is discontinued; 2 are free or on order", f"{item} is discontinued")


async def test_purchasing_says_no_to_an_item_that_the_stock_lacks_and_nobody_sells(trade: Trade) -> None:
    item = await trade.keep(4, suppliers=())
    await waits_for_its_rejection(await trade.order({item: 10}), f"no supplier offers {item}")


async def test_what_nobody_sells_is_no_matter_while_the_stock_has_it(trade: Trade) -> None:
    item = await trade.keep(10, suppliers=())
    await (await trade.order({item: 10})).until("dispatched")


async def test_logistics_says_no_to_a_country_without_a_rate(trade: Trade) -> None:
    item = await trade.keep(100)
    order = await trade.order({item: 10}, deliver_to={"street": "1 Shore Rd", "city": "Stanley", "country": "FK"})
    await waits_for_its_rejection(order, "no carrier has a rate to FK")


async def test_finance_says_no_above_the_credit_limit(trade: Trade) -> None:
    await trade.put("sales", "/customers/SMALL", CUSTOMER_MASTER | {"credit_limit": "99"})
    item = await trade.keep(100)
    order = await trade.order({item: 10}, customer="SMALL")
    await waits_for_its_rejection(order, "0 owed and ordered + 100.00 > limit 99 USD")


@needs("FIN-7")
async def test_finances_no_is_overruled_by_finance_alone(trade: Trade) -> None:
    await trade.put("sales", "/customers/TINY", CUSTOMER_MASTER | {"credit_limit": "99"})
    item = await trade.keep(100)
    order = await trade.order({item: 10}, customer="TINY")
    await order.until("infeasible")
    assert await order.refused("confirm") == "credit-refused"
    review = {"verdict": "yes", "reason": "a known customer"}
    answer = await trade.ask("post", "finance", f"/orders/{order.id}/credit-review", review, ("finance manager",))
    assert answer.ok
    await order.until("dispatched")


async def test_the_merchandiser_may_confirm_against_another_no(trade: Trade) -> None:
    item = await trade.keep(4, suppliers=())
    order = await trade.order({item: 10})
    await order.until("infeasible")
    assert await order.refused("confirm") == "date-unknown"
    await order.do("confirm", {"promised": (clock.today() + timedelta(days=60)).isoformat()})
    await order.until("short")
