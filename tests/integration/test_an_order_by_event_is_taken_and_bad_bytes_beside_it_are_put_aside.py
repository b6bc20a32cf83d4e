"""order.placed on Kafka from outside: an order like any other; what cannot be read stops nobody (SAL-2)."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer

from chassis.ids import new_id
from tests.integration.bodies import CUSTOMER, draft
from tests.integration.company import Company
from tests.integration.order import SOON_S, Order
from tests.integration.trade import Trade
from tests.needs import needs
from tests.waiting import within

pytestmark = needs("SAL-2")


@pytest.fixture(scope="package")
async def producer(company: Company) -> AsyncIterator[AIOKafkaProducer]:
    async with AIOKafkaProducer(bootstrap_servers=company.settings["sales"].kafka_bootstrap_servers) as producer:
        yield producer


async def send(producer: AIOKafkaProducer, company: Company, key: str, value: bytes) -> None:
    """As a shop system does that knows CloudEvents, and no more of us."""
    headers = {
        "ce_specversion": "1.0",
        "ce_id": str(new_id()),
        "ce_type": "order.placed",
        "ce_source": "/shop",
        "ce_time": datetime.now(UTC).isoformat(),
    }
    topic = company.settings["sales"].topic_prefix + "order.placed"
    encoded = [(name, text.encode()) for name, text in headers.items()]
    await producer.send_and_wait(topic, value, key=key.encode(), headers=encoded)


async def found(trade: Trade, po: str) -> Order:
    """The one order with this PO number, as soon as it is in the book."""
    orders: list[dict[str, Any]] = []

    async def taken() -> bool:
        orders[:] = [o for o in await trade.items("sales", "/orders", customer=CUSTOMER) if o["customer_po"] == po]
        return bool(orders)

    await within(SOON_S, taken)
    (order,) = orders
    return Order(trade, order["order_id"], order["number"])


@needs("ALL-7")
async def test_an_order_by_event_closes_and_bad_bytes_beside_it_are_dead_letters(
    company: Company, trade: Trade, producer: AIOKafkaProducer
) -> None:
    item = await trade.keep(100)
    placed = draft("SHOP-1", {item: 10}) | {"reference": f"{CUSTOMER}/SHOP-1"}
    await send(producer, company, f"{CUSTOMER}/SHOP-0", b"\xff\xfe no json")
    await send(producer, company, f"{CUSTOMER}/SHOP-1", json.dumps(placed).encode())
    await send(producer, company, f"{CUSTOMER}/SHOP-1", json.dumps(placed).encode())
    await send(producer, company, f"{CUSTOMER}/SHOP-2", json.dumps(placed).encode())
    order = await found(trade, "SHOP-1")
    await order.end_well()
    said = await order.said()
    assert said["sales"] == ["order.received", "order.confirmed", "order.released", "order.accepted", "order.closed"]
    for department in ("sales", "notify"):
        dead = await company.dead_letters(department)
        assert [(letter["topic"], letter["key"]) for letter in dead] == [
            ("order.placed", f"{CUSTOMER}/SHOP-0"),
            ("order.placed", f"{CUSTOMER}/SHOP-2"),
        ], "the last one's key is not its reference"
    await trade.books_agree()
