"""opened → short → bought → received → shipped: what left the stock is worth what came into it."""

from tests.integration.trade import Trade
from tests.needs import needs


@needs("FIN-3", "FIN-1", "WHS-1")
async def test_an_order_costs_what_its_goods_were_bought_at(trade: Trade) -> None:
    """Four were on the shelf, and nobody says what they cost; six are bought at 5 USD, of 7.1 each."""
    order = await trade.order({await trade.keep(4): 10})
    await order.until("short")
    await order.receive(await order.confirm_purchase(), 6)
    await order.end_well()
    account = await trade.get("finance", f"/orders/{order.id}/account")
    assert account["cost"] == {"amount": "213.00", "currency": "CNY"}
    await trade.books_agree()
