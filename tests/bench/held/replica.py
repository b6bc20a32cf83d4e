"""One process of the warehouse, on one core: `python -m tests.bench.held.replica DSN CORE FIRST ORDERS`.

It says ``ready``, waits for a line, hears so many orders, each a poll of its own, and says how many seconds that took.
Its items are ITEM-<FIRST> and the nine after it.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from datetime import UTC, datetime
from decimal import Decimal

from chassis.database.pool import open_pool
from chassis.ids import new_id
from chassis.messages.envelope import Message, Raw
from chassis.transaction.engine import Engine
from contracts.money import Money
from contracts.order import Address, OrderContent, OrderLine, Terms
from contracts.sales import OrderConfirmed
from services.warehouse.house import HOUSE

ITEMS, LINES = 10, 3
PRICE = Money(amount=Decimal(1), currency="USD")
KNOWN = {"customer": "ALFKI", "customer_name": "Alfreds", "customer_po": "PO-1", "merchandiser": "wang.fang"}
SENT = {"deliver_to": Address(street="Obere Str. 57", city="Berlin", country="DE"), "terms": Terms(days=30)}


def confirmed(number: int, first: int) -> Message:
    """An order of three lines, as it comes from Kafka."""
    items = (f"ITEM-{first + (number + line) % ITEMS}" for line in range(LINES))
    lines = tuple(OrderLine(line=n, item=i, quantity=Decimal(1), unit_price=PRICE) for n, i in enumerate(items, 1))
    day = datetime.now(UTC).date()
    wanted = {"wanted": day, "promised": day, "currency": "USD", "freight": PRICE, "priority": 0, "partial": False}
    content = OrderContent(number=f"SO-{first}-{number}", lines=lines, **KNOWN, **SENT, **wanted)  # type: ignore[arg-type]
    event = OrderConfirmed(order_id=new_id(), version=1, content=content)
    return Message(new_id(), event.topic, event.key, 1, event, None, Raw(0, 0, None, None, ()))


async def main(dsn: str, first: int, orders: int) -> None:
    pool = await open_pool(dsn, size=2, plans="force_generic_plan")
    engine = Engine(HOUSE, pool)
    await engine.consume([confirmed(-1, first)])  # plans, and what is read once in a process
    messages = [confirmed(number, first) for number in range(orders)]
    print("ready", flush=True)
    sys.stdin.readline()
    begun = time.monotonic()
    for message in messages:
        await engine.consume([message])
    print(time.monotonic() - begun, flush=True)
    await pool.close()


if __name__ == "__main__":
    os.sched_setaffinity(0, {int(sys.argv[2])})
    asyncio.run(main(sys.argv[1], int(sys.argv[3]), int(sys.argv[4])))
