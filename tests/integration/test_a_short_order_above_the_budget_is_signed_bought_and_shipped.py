"""confirmed → short → price requested → two signatures → ordered → confirmed → received → reserved → … → closed."""

from tests.integration.order import HEARD_BEFORE_THE_RECEIPT, Order
from tests.integration.trade import Trade
from tests.needs import needs


async def price_asked(order: Order) -> tuple[str, int]:
    """The purchase whose price waits for signatures, and the number of the request."""
    (purchase,) = await order.purchases("asked")
    return purchase["purchase_id"], purchase["request"]


@needs("PUR-1", "PUR-3", "FIN-7")
async def test_a_short_order_above_the_budget_is_signed_by_two_bought_and_shipped(trade: Trade) -> None:
    item = await trade.keep(4, price="7.00")
    order = await trade.order({item: 10})
    await order.until("short")
    await trade.sign(*await price_asked(order))
    await order.rest()
    await order.receive(await order.confirm_purchase(), 6)
    await order.end_well()
    assert await order.said(but=HEARD_BEFORE_THE_RECEIPT) == {
        "sales": ["order.received", "order.confirmed", "order.released", "order.accepted", "order.closed"],
        "purchasing": ["supply.reviewed", "price.change_requested", "purchase.ordered", "purchase.confirmed"],
        "warehouse": ["stock.reviewed", "stock.short", "goods.received", "stock.reserved", "goods.packed"],
        "logistics": ["route.reviewed", "shipment.dispatched", "shipment.delivered"],
        "finance": ["credit.reviewed", "price.change_decided", "invoice.issued", "payment.received"],
    }
    (purchase,) = await order.purchases()
    assert (purchase["state"], purchase["unit_price"]["amount"], purchase["accepted"]) == ("closed", "7.00", "6")
    assert await trade.stock(item) == {"on_hand": 0, "free": 0, "reserved": 0, "on_order": 0}
    await trade.books_agree()


@needs("PUR-7")
async def test_a_price_that_is_refused_goes_to_the_next_supplier(trade: Trade) -> None:
    item = await trade.keep(0, price="7.00")
    order = await trade.order({item: 10})
    await order.until("short")
    purchase_id, request = await price_asked(order)
    await trade.sign_as("finance manager", purchase_id, request, approve=False)
    await order.rest()
    assert await price_asked(order) == (purchase_id, request + 1)
    await trade.sign(purchase_id, request + 1)
    await order.rest()
    await order.receive(await order.confirm_purchase(), 10)
    await order.end_well()
    (purchase,) = await order.purchases()
    assert purchase["supplier"] == "S-2"
