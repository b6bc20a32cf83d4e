"""SAL-9, a change: the newest version is what happens, as far as nothing has left."""

from decimal import Decimal
from typing import Any

from tests.integration.bodies import lines
from tests.integration.company import Company
from tests.integration.order import Order
from tests.integration.switches import Switch
from tests.integration.trade import Trade
from tests.needs import needs

pytestmark = needs("SAL-9")

SALES = ["order.received", "order.confirmed", "order.changed"]


def to(item: str, quantity: int) -> dict[str, Any]:
    """The body of a change of the one line."""
    return {"lines": lines({item: quantity}), "reason": "another quantity"}


async def closes_with(order: Order, quantity: int) -> None:
    """It goes to its end, and so much was shipped and paid, at 10.00 each."""
    await order.end_well()
    invoices = await order.invoices()
    assert sum(Decimal(line["quantity"]) for each in invoices for line in each["lines"]) == quantity
    assert sum(Decimal(each["total"]) for each in invoices) == 10 * quantity
    assert all(each["state"] == "paid" for each in invoices)
    await order.trade.books_agree()


async def test_before_its_confirmation_it_is_clarified_and_reviewed_anew(trade: Trade, switch: Switch) -> None:
    switch("sales", confirm="by_hand")
    item = await trade.keep(100)
    order = await trade.order({item: 10})
    await order.rest()
    assert await order.refused("change", to(item, 4)) == "not-confirmed"
    await order.do("clarify", {"lines": lines({item: 4})})
    await order.rest()
    await order.do("confirm")
    await closes_with(order, 4)
    assert (await order.said())["warehouse"] == ["stock.reviewed"] * 2 + ["stock.reserved", "goods.packed"]


async def test_confirmed_and_changed_before_the_warehouse_hears_of_it(
    company: Company, trade: Trade, switch: Switch
) -> None:
    switch("sales", confirm="by_hand")
    item = await trade.keep(100)
    order = await trade.order({item: 10})
    await order.rest()
    async with company.deaf("warehouse", order.id):
        await order.do("confirm")
        await order.do("change", to(item, 4))
    await closes_with(order, 4)


async def test_reserved_it_is_reserved_anew(trade: Trade, switch: Switch) -> None:
    switch("sales", release="by_hand")
    item = await trade.keep(100)
    order = await trade.order({item: 10})
    await order.until("reserved")
    await order.do("change", to(item, 4))
    await order.rest()
    assert await trade.stock(item) == {"on_hand": 100, "free": 96, "reserved": 4, "on_order": 0}
    assert (await order.said())["warehouse"] == [
        "stock.reviewed",
        "stock.reserved",
        "stock.unreserved",
        "stock.reserved",
        "stock.reviewed",
    ]
    await order.do(f"shipments/{await order.shipment('reserved')}/release")
    await closes_with(order, 4)


async def test_reserved_the_difference_above_the_stock_is_short(trade: Trade, switch: Switch) -> None:
    switch("sales", release="by_hand")
    item = await trade.keep(20)
    order = await trade.order({item: 10})
    await order.until("reserved")
    await order.do("change", to(item, 30))
    page = await order.until("short")
    assert [(lack["item"], lack["quantity"]) for lack in page["lacks"]] == [(item, "10")]
    await order.receive(await order.confirm_purchase(), 10)
    await order.until("reserved")
    await order.do(f"shipments/{await order.shipment('reserved')}/release")
    await closes_with(order, 30)


async def test_short_with_an_open_purchase_what_is_too_much_is_given_up(trade: Trade) -> None:
    item = await trade.keep(0)
    order = await trade.order({item: 10})
    await order.until("short")
    await order.do("change", to(item, 4))
    await order.rest()
    (purchase,) = await order.purchases()
    assert (Decimal(purchase["cancelled"]), Decimal(purchase["outstanding"])) == (Decimal(6), Decimal(4))
    await order.receive(await order.confirm_purchase(), 4)
    await closes_with(order, 4)
    assert await trade.stock(item) == {"on_hand": 0, "free": 0, "reserved": 0, "on_order": 0}


async def test_short_with_a_confirmed_purchase_what_is_too_much_comes_for_stock(trade: Trade) -> None:
    item = await trade.keep(0)
    order = await trade.order({item: 10})
    await order.until("short")
    purchase_id = await order.confirm_purchase()
    await order.do("change", to(item, 4))
    await order.rest()
    assert (await order.said())["purchasing"][-1] == "purchase.changed"
    await order.receive(purchase_id, 10)
    await closes_with(order, 4)
    assert await trade.stock(item) == {"on_hand": 6, "free": 6, "reserved": 0, "on_order": 0}


async def test_short_it_grows_and_the_rest_is_bought_too(trade: Trade) -> None:
    item = await trade.keep(0)
    order = await trade.order({item: 10})
    await order.until("short")
    purchase_id = await order.confirm_purchase()
    await order.do("change", to(item, 15))
    await order.rest()
    await order.receive(await order.confirm_purchase(), 5)
    await order.receive(purchase_id, 10)
    await closes_with(order, 15)


async def test_packed_it_is_unpacked_and_packed_anew(trade: Trade, switch: Switch) -> None:
    switch("logistics", dispatch="by_hand")
    item = await trade.keep(100)
    order = await trade.order({item: 10})
    first = await order.packed()
    await order.do("change", to(item, 4))
    await order.rest()
    second = await order.packed()
    assert first != second
    said = await order.said()
    assert sorted(said["logistics"]) == ["route.reviewed", "route.reviewed", "shipment.cancelled"]
    assert [topic for topic in said["warehouse"] if topic != "stock.reviewed"] == [
        *("stock.reserved", "goods.packed"),
        *("stock.short", "stock.unreserved", "stock.reserved", "goods.packed"),
    ], "the new version is answered first: nothing lacks"
    assert said["warehouse"].count("stock.reviewed") == 2, "and judged before anything is packed anew"
    await trade.do("logistics", f"/shipments/{second}/dispatch")
    await closes_with(order, 4)


async def test_packed_and_dispatched_before_logistics_hears_of_a_smaller_version(
    company: Company, trade: Trade, switch: Switch
) -> None:
    """The change lost the race: the order becomes what really left."""
    switch("logistics", dispatch="by_hand")
    item = await trade.keep(100)
    order = await trade.order({item: 10})
    shipment = await order.packed()
    async with company.deaf("logistics", order.id):
        await order.do("change", to(item, 4))
        await trade.do("logistics", f"/shipments/{shipment}/dispatch")
    await closes_with(order, 10)
    said = [topic for topic in (await order.said())["sales"] if topic != "review.requested"]
    assert said[:5] == [*SALES[:2], "order.released", "order.changed", "order.changed"]
    assert (await order.page())["version"] == 4


async def test_packed_and_dispatched_before_logistics_hears_of_a_greater_version(
    company: Company, trade: Trade, switch: Switch
) -> None:
    """The rest ships later."""
    switch("logistics", dispatch="by_hand")
    item = await trade.keep(100)
    order = await trade.order({item: 10})
    shipment = await order.packed()
    async with company.deaf("logistics", order.id):
        await order.do("change", to(item, 13))
        await trade.do("logistics", f"/shipments/{shipment}/dispatch")
    await order.rest()
    await trade.do("logistics", f"/shipments/{await order.packed()}/dispatch")
    await closes_with(order, 13)
    assert len(await order.invoices()) == 2


async def test_dispatched_it_is_refused(trade: Trade) -> None:
    item = await trade.keep(100)
    order = await trade.order({item: 10})
    await order.until("dispatched")
    assert await order.refused("change", to(item, 4)) == "under-way"
    assert await order.refused("change", to(item, 20)) == "under-way"
    await closes_with(order, 10)
    assert await order.refused("change", to(item, 4)) == "order-is-over"


async def test_partly_dispatched_it_is_refused_below_what_left_and_ends_with_it(trade: Trade) -> None:
    item = await trade.keep(4)
    order = await trade.order({item: 10}, partial=True)
    await order.until("short")
    assert await order.refused("change", to(item, 3)) == "below-dispatched"
    await order.do("change", to(item, 4))
    await order.rest()
    (purchase,) = await order.purchases()
    assert (purchase["state"], Decimal(purchase["cancelled"])) == ("closed", Decimal(6))
    await closes_with(order, 4)
    assert await trade.stock(item) == {"on_hand": 0, "free": 0, "reserved": 0, "on_order": 0}


async def test_partly_dispatched_the_first_shipment_keeps_its_price(trade: Trade) -> None:
    item = await trade.keep(4)
    order = await trade.order({item: 10}, partial=True)
    await order.until("short")
    await order.do("change", {"lines": lines({item: 10}, price="12.00"), "reason": "dearer"})
    await order.rest()
    await order.receive(await order.confirm_purchase(), 6)
    await order.end_well()
    assert [Decimal(invoice["total"]) for invoice in await order.invoices()] == [40, 72]
