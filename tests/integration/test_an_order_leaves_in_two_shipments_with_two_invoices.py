"""A customer who takes partial shipments gets what is there at once and the rest when it comes."""

from decimal import Decimal

from tests.integration.order import HEARD_BEFORE_THE_RECEIPT
from tests.integration.trade import Trade
from tests.needs import needs


@needs("SAL-9", "FIN-1")
async def test_two_shipments_have_two_invoices_whose_sum_is_price_times_quantity(trade: Trade) -> None:
    """At 3.335 the parts alone would be rounded to 10.01 + 23.35; the sum of 10 is 33.35."""
    item = await trade.keep(3)
    order = await trade.order({item: 10}, partial=True, price="3.335")
    await order.until("short")
    assert [Decimal(each["lines"][0]["quantity"]) for each in await order.shipments("dispatched")] == [3]
    await order.receive(await order.confirm_purchase(), 7)
    await order.end_well()
    first, second = await order.invoices()
    assert (Decimal(first["total"]), Decimal(second["total"])) == (Decimal("10.01"), Decimal("23.34"))
    assert await order.said(but=HEARD_BEFORE_THE_RECEIPT) == {
        "sales": [
            *("order.received", "order.confirmed", "order.released", "order.released"),
            *("order.accepted", "order.accepted", "order.closed"),
        ],
        "purchasing": ["supply.reviewed", "purchase.ordered", "purchase.confirmed"],
        "warehouse": [
            *("stock.reviewed", "stock.reserved", "stock.short", "goods.packed"),
            *("goods.received", "stock.reserved", "goods.packed"),
        ],
        "logistics": ["route.reviewed", *["shipment.dispatched"] * 2, *["shipment.delivered"] * 2],
        "finance": ["credit.reviewed", *["invoice.issued"] * 2, *["payment.received"] * 2],
    }
    assert await trade.stock(item) == {"on_hand": 0, "free": 0, "reserved": 0, "on_order": 0}
    await trade.books_agree()
