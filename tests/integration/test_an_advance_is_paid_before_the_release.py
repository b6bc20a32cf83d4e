"""Terms with an advance: asked at the confirmation, a liability until it is set off in the invoice (FIN-2)."""

from decimal import Decimal

from tests.integration.trade import Trade
from tests.needs import needs

pytestmark = needs("FIN-2")

TERMS = {"days": 30, "advance_share": "0.3"}


@needs("SAL-17")
async def test_an_order_is_released_only_when_its_advance_is_paid_which_its_invoice_sets_off(trade: Trade) -> None:
    item = await trade.keep(100)
    order = await trade.order({item: 10}, terms=TERMS)
    page = await order.until("reserved")
    assert (page["waiting_for"]["owner"], page["waiting_for"]["reason"]) == (
        "finance",
        "advance: 30.00 USD outstanding",
    )
    await order.pay("10.00")
    await order.rest()
    assert (await order.until("reserved"))["waiting_for"]["reason"] == "advance: 20.00 USD outstanding"
    await order.pay("20.00")
    await order.until("dispatched")
    (invoice,) = await order.invoices()
    assert (invoice["total"], invoice["advance_used"], invoice["outstanding"]) == ("100.00", "30.00", "70.00")
    await order.end_well()
    said = await order.said()
    assert said["finance"] == [
        *("credit.reviewed", "advance.requested", "payment.received", "payment.received"),
        *("invoice.issued", "payment.received"),
    ]
    assert said["sales"] == ["order.received", "order.confirmed", "order.released", "order.accepted", "order.closed"]
    await trade.books_agree()


async def test_the_advance_of_a_cancelled_order_goes_back(trade: Trade) -> None:
    item = await trade.keep(100)
    order = await trade.order({item: 10}, terms=TERMS)
    await order.until("reserved")
    await order.pay("10.00")
    await order.rest()
    await order.do("cancel", {"reason": "no longer wanted"})
    await order.until("cancelled")
    assert (await order.said())["finance"] == [
        *("credit.reviewed", "advance.requested", "payment.received"),
        *("payment.refunded", "advance.requested"),
    ]
    booked = await order.pay("20.00")
    assert Decimal(booked["refunded"]["amount"]) == 20
    await order.rest()
    assert (await order.said())["finance"][-1] == "payment.refunded"
    await trade.books_agree()
