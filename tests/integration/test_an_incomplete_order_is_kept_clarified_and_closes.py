"""An order that lacks something is in the book, says what, and is reviewed when the customer has told (SAL-3)."""

from chassis import clock
from tests.integration.bodies import money
from tests.integration.trade import Trade
from tests.needs import needs

pytestmark = needs("SAL-3")


async def test_an_incomplete_order_is_kept_says_what_is_missing_is_clarified_and_closes(trade: Trade) -> None:
    item = await trade.keep(100)
    order = await trade.order({item: 10}, wanted=None, lines=[{"line": 1, "item": item, "unit_price": money("10.00")}])
    page = await order.until("incomplete")
    assert page["missing"] == ["lines.0.quantity", "wanted"]
    assert page["questions"] == ["Line 1: how many do you want?", "By which date do you want the goods?"]
    assert await order.said() == {"sales": ["order.received"]}
    await order.do("clarify", {"wanted": clock.today().isoformat()})
    page = await order.until("incomplete")
    assert page["missing"] == ["lines.0.quantity"]
    line = {"line": 1, "item": item, "quantity": "10", "unit_price": money("10.00")}
    await order.do("clarify", {"lines": [line]})
    await order.end_well()
    said = await order.said()
    assert said["sales"][:4] == ["order.received", "order.clarified", "order.clarified", "order.confirmed"]
    assert said["warehouse"] == ["stock.reviewed", "stock.reserved", "goods.packed"]
    await trade.books_agree()
