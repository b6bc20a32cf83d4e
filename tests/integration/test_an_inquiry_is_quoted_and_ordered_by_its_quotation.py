"""From an inquiry over its quotation to an order that leaves at the quoted price (SAL-1)."""

from datetime import timedelta

from chassis import clock
from tests.integration.bodies import CUSTOMER
from tests.integration.trade import Trade
from tests.needs import needs


@needs("SAL-1")
async def test_an_inquiry_is_quoted_and_ordered_by_its_quotation(trade: Trade) -> None:
    item = await trade.keep(10)
    asked = {"customer": CUSTOMER, "reference": f"RFQ {item}", "lines": [{"line": 1, "quantity": "4", "item": item}]}
    inquiry = await trade.do("sales", "/inquiries", asked)
    line = {"item": item, "quantity": "4", "unit_price": {"amount": "9.50", "currency": "USD"}}
    until = (clock.today() + timedelta(days=30)).isoformat()
    quoted = await trade.do(
        "sales",
        f"/inquiries/{inquiry['number']}/quote",
        {"currency": "USD", "lines": [line], "valid_until": until, "incoterm": "FOB Ningbo"},
    )
    number = quoted["quotations"][-1]["number"]
    order = await trade.order({item: 4}, price="9.50", quotation=number)
    await order.until("dispatched")
    assert (await order.page())["content"]["incoterm"] == "FOB Ningbo"
    assert await _ordered(trade, number) == [order.id]


async def _ordered(trade: Trade, number: str) -> list[str]:
    """Found by the quotation's number, as the order is."""
    return list((await trade.get("sales", f"/inquiries/{number}"))["orders"])
