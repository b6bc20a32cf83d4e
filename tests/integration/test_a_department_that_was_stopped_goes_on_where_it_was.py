"""Who is away misses nothing and does nothing twice: orders wait and go on."""

from tests.integration.company import Company
from tests.integration.trade import Trade


async def test_orders_wait_for_a_warehouse_that_is_away_and_close_when_it_is_back(
    company: Company, trade: Trade
) -> None:
    item = await trade.keep(4)
    async with company.without("warehouse"):
        order = await trade.order({item: 10})
        await order.rest()
        page = await order.page()
        assert (page["stage"], page["waiting_for"]["owner"]) == ("in_review", "warehouse")
    await order.until("short")
    async with company.without("warehouse"):
        purchase_id = await order.confirm_purchase()
        await order.rest()
    await order.receive(purchase_id, 6)
    await order.end_well()
    said = await order.said()
    assert said["warehouse"] == ["stock.reviewed", "stock.short", "goods.received", "stock.reserved", "goods.packed"]
    assert said["sales"] == ["order.received", "order.confirmed", "order.released", "order.accepted", "order.closed"]
    assert said["finance"] == ["credit.reviewed", "invoice.issued", "payment.received"]
    assert await trade.stock(item) == {"on_hand": 0, "free": 0, "reserved": 0, "on_order": 0}
    await trade.books_agree()


async def test_a_department_that_stops_at_work_does_each_thing_once(company: Company, trade: Trade) -> None:
    """Twenty orders run while each department in turn is stopped and started."""
    item = await trade.keep(200)
    orders = [await trade.order({item: 10}) for _ in range(20)]
    for department in list(company.running):
        async with company.without(department):
            pass
    for order in orders:
        await order.until("dispatched")
        said = await order.said()
        assert said["warehouse"] == ["stock.reviewed", "stock.reserved", "goods.packed"]
        assert said["finance"] == ["credit.reviewed", "invoice.issued"]
    assert await trade.stock(item) == {"on_hand": 0, "free": 0, "reserved": 0, "on_order": 0}
    await trade.books_agree()
