"""SAL-9, a cancel: whatever was done for the order is undone, and nothing stays behind."""

from decimal import Decimal

import pytest

from tests.integration.company import Company
from tests.integration.order import Order
from tests.integration.switches import Switch
from tests.integration.trade import Trade
from tests.needs import needs

pytestmark = needs("SAL-9")

CANCEL = {"reason": "no longer wanted"}
UNTOUCHED = {"on_hand": 100, "free": 100, "reserved": 0, "on_order": 0}


async def nothing_is_left(order: Order, item: str) -> None:
    """Final for sales and the board; the stock is as before, the money even."""
    assert (await order.page())["waiting_for"] is None
    assert await order.refused("cancel", CANCEL) == "order-is-over"
    assert (await order.trade.get("notify", f"/orders/{order.id}"))["state"] == "cancelled"
    assert await order.trade.stock(item) == UNTOUCHED
    await order.trade.books_agree()


async def returned(order: Order, quantity: int) -> None:
    """The storekeeper takes goods of the one shipment back."""
    (shipment,) = await order.shipments()
    line = {"line": 1, "quantity": str(quantity)}
    body = {"order_id": order.id, "shipment_id": shipment["shipment_id"], "lines": [line]}
    await order.trade.do("warehouse", "/returns", body)
    await order.rest()


async def test_before_its_confirmation(trade: Trade, switch: Switch) -> None:
    switch("sales", confirm="by_hand")
    item = await trade.keep(100)
    order = await trade.order({item: 10})
    await order.rest()
    await order.do("cancel", CANCEL)
    await order.until("cancelled")
    assert (await order.said())["sales"] == ["order.received", "order.cancelled"]
    assert (await order.said())["warehouse"] == ["stock.reviewed"]
    await nothing_is_left(order, item)


async def test_confirmed_and_cancelled_before_the_warehouse_hears_of_it(
    company: Company, trade: Trade, switch: Switch
) -> None:
    switch("sales", confirm="by_hand")
    item = await trade.keep(100)
    order = await trade.order({item: 10})
    await order.rest()
    async with company.deaf("warehouse", order.id):
        await order.do("confirm")
        await order.do("cancel", CANCEL)
    await order.until("cancelled")
    assert (await order.said())["warehouse"] in (
        ["stock.reviewed"],
        ["stock.reviewed", "stock.reserved", "stock.unreserved"],
    ), "a tombstone, or undone"
    await nothing_is_left(order, item)


async def test_reserved(trade: Trade, switch: Switch) -> None:
    switch("sales", release="by_hand")
    item = await trade.keep(100)
    order = await trade.order({item: 10})
    await order.until("reserved")
    await order.do("cancel", CANCEL)
    await order.until("cancelled")
    assert (await order.said())["warehouse"] == ["stock.reviewed", "stock.reserved", "stock.unreserved"]
    await nothing_is_left(order, item)


async def test_short_with_a_purchase_that_the_supplier_has_not_confirmed(trade: Trade) -> None:
    item = await trade.keep(100)
    order = await trade.order({item: 110})
    await order.until("short")
    await order.do("cancel", CANCEL)
    await order.until("cancelled")
    said = await order.said()
    assert (said["purchasing"][1], said["purchasing"][-1]) == ("purchase.ordered", "purchase.cancelled")
    assert said["warehouse"] == ["stock.reviewed", "stock.short", "stock.unreserved"]
    await nothing_is_left(order, item)


async def test_short_with_a_purchase_whose_supplier_agrees_to_cancel(trade: Trade) -> None:
    item = await trade.keep(100)
    order = await trade.order({item: 110})
    await order.until("short")
    purchase_id = await order.confirm_purchase()
    await order.do("cancel", CANCEL)
    await order.until("cancelled")
    assert (await trade.stock(item))["on_order"] == 10, "until the supplier agrees the purchase goes on"
    await trade.do("purchasing", f"/purchases/{purchase_id}/agree-cancel")
    await trade.until_on_order(item, 0)
    (purchase,) = await order.purchases()
    assert (purchase["state"], Decimal(purchase["cancelled"])) == ("closed", Decimal(10))
    await nothing_is_left(order, item)


async def test_short_with_a_purchase_whose_supplier_refuses_so_that_it_is_kept_for_stock(trade: Trade) -> None:
    item = await trade.keep(90)
    order = await trade.order({item: 100})
    await order.until("short")
    purchase_id = await order.confirm_purchase()
    await order.do("cancel", CANCEL)
    await order.until("cancelled")
    await trade.do("purchasing", f"/purchases/{purchase_id}/refuse-cancel")
    await order.receive(purchase_id, 10)
    await order.rest()
    await nothing_is_left(order, item)


async def test_packed(trade: Trade, switch: Switch) -> None:
    switch("logistics", dispatch="by_hand")
    item = await trade.keep(100)
    order = await trade.order({item: 10})
    shipment = await order.packed()
    await order.do("cancel", CANCEL)
    await order.until("cancelled")
    said = await order.said()
    assert said["logistics"] == ["route.reviewed", "shipment.cancelled"]
    assert said["warehouse"] == ["stock.reviewed", "stock.reserved", "goods.packed", "stock.unreserved"]
    assert await trade.refused("logistics", f"/shipments/{shipment}/dispatch") == "not-packed"
    await nothing_is_left(order, item)


async def test_packed_and_dispatched_before_logistics_hears_of_it(
    company: Company, trade: Trade, switch: Switch
) -> None:
    """The cancel lost the race: what left is asked back."""
    switch("logistics", dispatch="by_hand")
    item = await trade.keep(100)
    order = await trade.order({item: 10})
    shipment = await order.packed()
    async with company.deaf("logistics", order.id):
        await order.do("cancel", CANCEL)
        await trade.do("logistics", f"/shipments/{shipment}/dispatch")
    await order.rest()
    assert (await order.said())["sales"][-2:] == ["order.cancelled", "return.requested"]
    await returned(order, 10)
    await order.until("closed")
    await nothing_is_left(order, item)


@needs("WHS-8")
@pytest.mark.parametrize("paid", [False, True], ids=["not paid", "paid"])
async def test_dispatched_comes_back_in_two_parts(trade: Trade, paid: bool) -> None:
    item = "j" if paid else "i"
    item = await trade.keep(100)
    order = await trade.order({item: 10}, freight={"amount": "5.00", "currency": "USD"})
    await order.until("dispatched")
    if paid:
        await order.pay()
    await order.do("cancel", CANCEL)
    await order.rest()
    await returned(order, 4)
    assert (await order.page())["stage"] == "cancelled"
    await returned(order, 6)
    await order.until("closed")
    said = await order.said()
    assert said["sales"][-3:] == ["order.cancelled", "return.requested", "order.closed"]
    (invoice,) = await order.invoices()
    assert (Decimal(invoice["credited"]), Decimal(invoice["outstanding"])) == (Decimal(105), Decimal(0))
    assert Decimal(invoice["refunded"]) == (105 if paid else 0)
    credited = ["invoice.credited", "payment.refunded"] if paid else ["invoice.credited"]
    received = ["payment.received"] if paid else []
    assert said["finance"] == ["credit.reviewed", "invoice.issued", *received, *credited, *credited]
    await nothing_is_left(order, item)


async def test_dispatched_and_left_with_the_customer_who_pays(trade: Trade) -> None:
    item = await trade.keep(110)
    order = await trade.order({item: 10})
    await order.until("dispatched")
    await order.do("cancel", CANCEL)
    await order.rest()
    await order.do(f"shipments/{await order.shipment('asked_back')}/waive-return")
    await order.pay()
    await order.rest()
    (shipment,) = await order.shipments()
    await trade.do("logistics", f"/shipments/{shipment['shipment_id']}/deliver", {"proof": "signed"})
    await order.until("closed")
    assert (await order.said())["sales"][-3:] == ["return.requested", "return.waived", "order.closed"]
    await nothing_is_left(order, item)


async def test_what_the_customer_accepted_is_not_cancelled(trade: Trade) -> None:
    item = await trade.keep(100)
    order = await trade.order({item: 10})
    await order.until("dispatched")
    await order.deliver()
    await order.until("delivered")
    await order.accept()
    assert await order.refused("cancel", CANCEL) == "all-accepted"
    await order.until("accepted")
