"""The turns of flow.md at which a simpler system goes wrong, each once, with a fixed schedule."""

from decimal import Decimal
from typing import Any

import pytest

from contracts.codec import decoded
from tests.needs import needs
from tests.simulation.invariants import check_end, check_rest
from tests.simulation.outside import ADVANCE_CUSTOMER, CUSTOMER, Outside
from tests.simulation.playing import play_to_the_end, settle

STANDING_STILL = {"logistics goods.packed", "logistics order.changed"}
"""Goods are packed, and logistics does nothing about them."""


async def stage(outside: Outside, po: str = "PO-1") -> str:
    return str((await outside.sales_order(po))["stage"])


async def shipments(outside: Outside, po: str = "PO-1") -> list[tuple[str, Decimal]]:
    """Each shipment's state in sales, with what it holds."""
    found = (await outside.sales_order(po))["shipments"]
    return [(s["state"], sum((Decimal(line["quantity"]) for line in s["lines"]), Decimal(0))) for s in found]


async def bought(outside: Outside, item: str) -> Decimal:
    """What was ordered of an item and not cancelled."""
    purchases = await outside.each("purchasing", f"/purchases?item={item}")
    return sum((Decimal(p["quantity"]) - Decimal(p["cancelled"]) for p in purchases if p["number"]), Decimal(0))


async def said(outside: Outside, topic: str) -> list[Any]:
    """Every event of a topic, as it was said."""
    post, engine = outside.company.post, outside.company.post.engines["notify"]
    letters = [letter for (name, _), stream in post.streams.items() if name == topic for letter in stream]
    return [decoded(engine.types[topic], letter.value or b"") for letter in letters]


@needs("FIN-4")
async def test_a_hold_heard_after_its_release_does_not_hold_for_ever(outside: Outside) -> None:
    await outside.open_trade({"bolt": 10})
    await settle(outside)
    await outside.hold(CUSTOMER)
    await outside.release_holds()
    await settle(outside, slow={"sales credit.held"})
    await settle(outside)
    await outside.order("PO-1", {"bolt": 5})
    await play_to_the_end(outside)
    assert await stage(outside) == "closed"
    await check_end(outside)


@needs("FIN-4")
async def test_an_order_that_a_hold_put_to_sleep_wakes_at_its_release(outside: Outside) -> None:
    await outside.open_trade({"bolt": 10})
    await settle(outside)
    await outside.order("PO-1", {"bolt": 5})
    await settle(outside, slow={"sales stock.reserved"})
    await outside.hold(CUSTOMER)
    await settle(outside, slow={"sales stock.reserved"})
    await settle(outside)
    order = await outside.sales_order("PO-1")
    assert (order["stage"], order["waiting_for"]["owner"]) == ("reserved", "finance")
    await play_to_the_end(outside)
    assert await stage(outside) == "closed"
    await check_end(outside)


@needs("PUR-1")
async def test_purchasing_that_hears_the_receipt_before_the_reservation_does_not_buy_twice(outside: Outside) -> None:
    await outside.open_trade({"bolt": 0})
    await outside.order("PO-1", {"bolt": 5})
    await outside.order("PO-2", {"bolt": 4})
    await settle(outside)
    await outside.receive_goods()
    await settle(outside, slow={"purchasing stock.reserved", "purchasing stock.short"})
    assert await bought(outside, "bolt") == 9
    await play_to_the_end(outside)
    assert await bought(outside, "bolt") == 9
    await check_end(outside)


@needs("PUR-1")
async def test_purchasing_that_hears_an_old_shortage_after_the_receipt_does_not_buy_twice(outside: Outside) -> None:
    await outside.open_trade({"bolt": 2})
    await outside.order("PO-1", {"bolt": 7}, partial=True)
    await settle(outside, slow={"purchasing stock.short"})
    await outside.receive_goods()
    await settle(outside, slow={"purchasing stock.short"})
    await settle(outside)
    assert await bought(outside, "bolt") == 5
    await check_rest(outside)
    await play_to_the_end(outside)
    assert await stage(outside) == "closed"
    await check_end(outside)


@needs("PUR-1")
async def test_purchasing_that_hears_a_reservation_after_another_orders_shortage_does_not_buy_twice(
    outside: Outside,
) -> None:
    """What the reserved order no longer needs serves the other one; only the rest is given up."""
    await outside.open_trade({"bolt": 0})
    await outside.order("PO-1", {"bolt": 5})
    await settle(outside)
    await outside.adjust("bolt", 5)
    await outside.order("PO-2", {"bolt": 3})
    await settle(outside, slow={"purchasing stock.reserved"})
    await settle(outside)
    await play_to_the_end(outside)
    assert [ordered.quantity for ordered in await said(outside, "purchase.ordered")] == [5]
    assert await bought(outside, "bolt") == 3
    await check_end(outside)


@needs("PUR-1")
async def test_purchasing_that_hears_the_reservation_before_the_receipt_cancels_nothing(outside: Outside) -> None:
    """The supplier delivered without having confirmed."""
    await outside.open_trade({"bolt": 0})
    await outside.order("PO-1", {"bolt": 5})
    await settle(outside)
    await outside.receive_goods()
    await settle(outside, slow={"purchasing goods.received"})
    await settle(outside)
    assert not await said(outside, "purchase.cancelled")
    await play_to_the_end(outside)
    await check_end(outside)


@needs("SAL-9")
async def test_a_cancel_that_lost_the_race_to_dispatch_ends_in_a_return_and_a_credit(outside: Outside) -> None:
    await outside.open_trade({"bolt": 10})
    await outside.order("PO-1", {"bolt": 5})
    await settle(outside, slow={"sales shipment.dispatched"})
    await outside.cancel("PO-1")
    await settle(outside)
    assert await shipments(outside) == [("asked_back", Decimal(5))]
    await outside.pay()
    await play_to_the_end(outside)
    assert await stage(outside) == "closed"
    (credited,) = await said(outside, "invoice.credited")
    (refunded,) = await said(outside, "payment.refunded")
    assert credited.amount.amount == refunded.amount.amount == 50
    (shelf,) = await outside.each("warehouse", "/stock")
    assert Decimal(shelf["on_hand"]) == 10
    await check_end(outside)


@needs("SAL-9")
async def test_a_cancel_that_won_against_dispatch_ends_with_the_goods_on_the_shelf(outside: Outside) -> None:
    await outside.open_trade({"bolt": 10})
    await outside.order("PO-1", {"bolt": 5})
    await settle(outside, slow={"logistics goods.packed"})
    await outside.cancel("PO-1")
    await settle(outside, slow={"logistics goods.packed"})
    await settle(outside)
    assert await stage(outside) == "cancelled"
    assert not await said(outside, "shipment.dispatched")
    await check_end(outside)


@needs("SAL-9")
async def test_what_is_kept_of_a_cancelled_order_is_paid(outside: Outside) -> None:
    await outside.open_trade({"bolt": 10})
    await outside.order("PO-1", {"bolt": 5})
    await settle(outside)
    await outside.cancel("PO-1")
    await settle(outside)
    await outside.waive_returns()
    await play_to_the_end(outside)
    assert await stage(outside) == "closed"
    assert [(closed.outcome) for closed in await said(outside, "order.closed")] == ["cancelled"]
    await check_end(outside)


@needs("SAL-9")
async def test_a_change_that_lost_to_dispatch_becomes_what_really_left(outside: Outside) -> None:
    await outside.open_trade({"bolt": 10})
    await outside.order("PO-1", {"bolt": 5})
    await settle(outside, slow={"sales shipment.dispatched"})
    await outside.change("PO-1", quantities={"bolt": 2})
    await settle(outside)
    changes = await said(outside, "order.changed")
    assert [(c.reason, c.content.lines[0].quantity) for c in changes] == [("asked", 2), ("dispatched_first", 5)]
    await play_to_the_end(outside)
    assert await stage(outside) == "closed"
    await check_end(outside)


@needs("SAL-9")
async def test_a_change_for_more_that_lost_to_dispatch_ships_the_rest_later(outside: Outside) -> None:
    await outside.open_trade({"bolt": 10})
    await outside.order("PO-1", {"bolt": 5})
    await settle(outside, slow={"sales shipment.dispatched"})
    await outside.change("PO-1", quantities={"bolt": 7})
    await settle(outside)
    assert await shipments(outside) == [("dispatched", Decimal(5)), ("dispatched", Decimal(2))]
    await play_to_the_end(outside)
    assert await stage(outside) == "closed"
    await check_end(outside)


@needs("SAL-9")
async def test_a_packed_order_that_is_changed_is_packed_anew_only_after_its_shipment_was_cancelled(
    outside: Outside,
) -> None:
    await outside.open_trade({"bolt": 10})
    await outside.order("PO-1", {"bolt": 5})
    await settle(outside, slow=STANDING_STILL)
    await outside.change("PO-1", quantities={"bolt": 8})
    await settle(outside, slow=STANDING_STILL)
    assert len(await said(outside, "goods.packed")) == 1
    assert [r.lines[0].quantity for r in await said(outside, "stock.reserved") if r.lines] == [5]
    await settle(outside, slow={"logistics goods.packed"})
    await settle(outside)
    assert len(await said(outside, "shipment.cancelled")) == 1
    assert [packed.lines[0].quantity for packed in await said(outside, "goods.packed")] == [5, 8]
    await play_to_the_end(outside)
    assert await stage(outside) == "closed"
    await check_end(outside)


async def test_the_shortage_of_a_changed_order_is_stated_as_if_its_packed_goods_will_leave(outside: Outside) -> None:
    await outside.open_trade({"bolt": 5})
    await outside.order("PO-1", {"bolt": 5})
    await settle(outside, slow=STANDING_STILL)
    await outside.change("PO-1", quantities={"bolt": 8})
    await settle(outside, slow=STANDING_STILL)
    assert await bought(outside, "bolt") == 3
    await play_to_the_end(outside)
    assert await bought(outside, "bolt") == 3
    assert await stage(outside) == "closed"
    await check_end(outside)


@needs("FIN-2")
async def test_an_advance_that_comes_after_the_cancel_goes_back_at_once(outside: Outside) -> None:
    await outside.open_trade({"bolt": 10})
    await outside.order("PO-1", {"bolt": 10}, customer=ADVANCE_CUSTOMER)
    await settle(outside)
    (owed,) = await outside.each("finance", "/advances?state=open")
    await outside.cancel("PO-1")
    await settle(outside)
    await outside.pay_amount(owed, Decimal(30), reference="PO-1")
    await settle(outside)
    assert [(r.of, r.amount.amount) for r in await said(outside, "payment.refunded")] == [("advance", 30)]
    await check_end(outside)


@needs("FIN-2")
async def test_an_advance_that_was_paid_goes_back_with_the_cancel(outside: Outside) -> None:
    await outside.open_trade({"bolt": 0})
    await outside.order("PO-1", {"bolt": 10}, customer=ADVANCE_CUSTOMER)
    await settle(outside)
    await outside.pay()
    await settle(outside)
    await outside.cancel("PO-1")
    await settle(outside)
    assert [(r.of, r.amount.amount) for r in await said(outside, "payment.refunded")] == [("advance", 30)]
    await check_end(outside)


PARKED = {
    "purchasing stock.short": {"purchasing order.confirmed"},
    "logistics goods.packed": {"logistics order.confirmed"},
    "finance shipment.dispatched": {"finance order.confirmed"},
}


@pytest.mark.parametrize("waits", PARKED)
async def test_what_comes_before_its_order_waits_for_it(outside: Outside, waits: str) -> None:
    await outside.open_trade({"bolt": 4})
    await outside.order("PO-1", {"bolt": 4 if "stock.short" not in waits else 5})
    await settle(outside, slow=PARKED[waits])
    assert [line.partition(" of ")[0] for line in await outside.company.post.parked()] == [waits.replace(" ", ": ")]
    await play_to_the_end(outside)
    assert await stage(outside) == "closed"
    await check_end(outside)


@needs("WHS-8")
async def test_a_return_that_finance_hears_before_the_dispatch_waits_for_the_invoice(outside: Outside) -> None:
    await outside.open_trade({"bolt": 10})
    await outside.order("PO-1", {"bolt": 5})
    await settle(outside, slow={"finance shipment.dispatched"})
    await outside.return_unasked(0, part=True)
    await settle(outside, slow={"finance shipment.dispatched"})
    assert "return.received" in outside.company.post.engines["finance"].parkings
    await settle(outside)
    assert [credited.amount.amount for credited in await said(outside, "invoice.credited")] == [10]
    await play_to_the_end(outside)
    assert await stage(outside) == "closed"
    await check_end(outside)


async def test_a_cancel_of_a_purchase_that_the_dock_hears_first_waits_for_its_order(outside: Outside) -> None:
    await outside.open_trade({"bolt": 0})
    await outside.order("PO-1", {"bolt": 5})
    await settle(outside, slow={"warehouse purchase.ordered"})
    await outside.decline()
    await settle(outside, slow={"warehouse purchase.ordered"})
    assert "purchase.cancelled" in outside.company.post.engines["warehouse"].parkings
    await settle(outside)
    await check_rest(outside)
    await play_to_the_end(outside)
    assert await bought(outside, "bolt") == 5
    assert await stage(outside) == "closed"
    await check_end(outside)


@pytest.mark.parametrize("undone_by", ["cancel", "change"])
async def test_a_shipment_that_logistics_stopped_waits_until_the_warehouse_knows_why(
    outside: Outside, undone_by: str
) -> None:
    await outside.open_trade({"bolt": 10})
    await outside.order("PO-1", {"bolt": 5})
    await settle(outside, slow={"logistics goods.packed"})
    await (outside.cancel("PO-1") if undone_by == "cancel" else outside.change("PO-1", quantities={"bolt": 3}))
    unheard = {"warehouse order.cancelled", "warehouse order.changed"}
    await settle(outside, slow={"logistics goods.packed", *unheard})
    await settle(outside, slow=unheard)
    assert "shipment.cancelled" in outside.company.post.engines["warehouse"].parkings
    await play_to_the_end(outside)
    assert await stage(outside) == ("cancelled" if undone_by == "cancel" else "closed")
    await check_end(outside)


async def test_goods_at_the_dock_before_their_purchase_is_heard_are_refused_and_may_come_again(
    outside: Outside,
) -> None:
    await outside.open_trade({"bolt": 0})
    await outside.order("PO-1", {"bolt": 5})
    await settle(outside, slow={"warehouse purchase.ordered"})
    (purchase,) = await outside.each("purchasing", "/purchases")
    receipt = {"purchase_id": purchase["purchase_id"], "accepted": "5"}
    assert await outside.ask("warehouse", "POST", "/receipts", receipt) is None
    await settle(outside)
    assert await outside.ask("warehouse", "POST", "/receipts", receipt)
    await play_to_the_end(outside)
    assert await stage(outside) == "closed"
    await check_end(outside)
