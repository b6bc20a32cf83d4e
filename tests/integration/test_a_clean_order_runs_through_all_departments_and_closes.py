"""received → four reviews → confirmed → reserved → released → packed → dispatched → … → closed, all by rule."""

from collections import Counter

from tests.integration.bodies import draft
from tests.integration.causes import Causes
from tests.integration.company import Company
from tests.integration.order import Order
from tests.integration.trade import Trade
from tests.needs import needs

TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

CLEAN = {
    "sales": ["order.received", "order.confirmed", "order.released", "order.accepted", "order.closed"],
    "purchasing": ["supply.reviewed"],
    "warehouse": ["stock.reviewed", "stock.reserved", "goods.packed"],
    "logistics": ["route.reviewed", "shipment.dispatched", "shipment.delivered"],
    "finance": ["credit.reviewed", "invoice.issued", "payment.received"],
}


@needs("SAL-8", "SAL-11", "SAL-17", "FIN-1")
async def test_a_clean_order_closes_and_the_money_and_the_stock_are_right(trade: Trade) -> None:
    item = await trade.keep(100)
    order = await trade.order({item: 10})
    page = await order.end_well()
    assert await order.said() == CLEAN
    assert await order.told() == Counter(topic for each in CLEAN.values() for topic in each)
    assert page["waiting_for"] is None
    (invoice,) = await order.invoices()
    assert (invoice["total"], invoice["paid"], invoice["state"]) == ("100.00", "100.00", "paid")
    assert await trade.stock(item) == {"on_hand": 90, "free": 90, "reserved": 0, "on_order": 0}
    await trade.books_agree()


@needs("ALL-1")
async def test_everything_said_of_an_order_goes_back_by_its_causes_to_what_was_asked_over_http(trade: Trade) -> None:
    item = await trade.keep(100)
    order = await trade.order({item: 10})
    await order.end_well()
    assert Causes.of(await order.facts()).by_request() == {
        "POST /api/v1/orders": {
            "order.received",
            *("stock.reviewed", "supply.reviewed", "route.reviewed", "credit.reviewed"),
            *("order.confirmed", "stock.reserved", "order.released", "goods.packed"),
            *("shipment.dispatched", "invoice.issued"),
        },
        "POST /api/v1/shipments/{shipment_id}/deliver": {"shipment.delivered"},
        "POST /api/v1/orders/{order_id}/shipments/{shipment_id}/accept": {"order.accepted"},
        "POST /api/v1/payments": {"payment.received", "order.closed"},
    }


@needs("ALL-1")
async def test_the_trace_of_an_order_begins_with_that_of_its_caller(company: Company, trade: Trade) -> None:
    """Each message heard has a span of its own; the links between them are the causes."""
    item = await trade.keep(100)
    url = f"http://127.0.0.1:{company.settings['sales'].port}/api/v1/orders"
    headers = {
        "Authorization": f"Bearer {company.tokens.token('li.na', ['merchandiser'])}",
        "Idempotency-Key": "with-a-trace",
        "traceparent": TRACE,
    }
    answer = await company.http.post(url, json=draft("PO-TRACED", {item: 1}), headers=headers)
    order = Order(trade, answer.json()["order_id"], answer.json()["number"])
    await order.until("dispatched")
    facts = [fact for each in (await order.facts()).values() for fact in each if fact.kind != "parked"]
    assert all(fact.traceparent for fact in facts)
    (begins,) = [fact.traceparent for fact in facts if (fact.kind, fact.topic) == ("said", "order.received")]
    assert (begins or "").split("-")[1] == TRACE.split("-")[1]


async def test_nobody_hears_of_an_order_what_nobody_said(trade: Trade) -> None:
    item = await trade.keep(100)
    order = await trade.order({item: 10})
    await order.until("dispatched")
    facts = await order.facts()
    heard = {fact.message_id for each in facts.values() for fact in each if fact.kind == "heard"}
    assert heard == Causes.of(facts).said.keys()
