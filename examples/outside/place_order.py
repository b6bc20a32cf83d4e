"""Places an order by event, in plain aiokafka: `place_order.py CUSTOMER PO ITEM QUANTITY`. KAFKA is host:port."""

import asyncio
import json
import os
import sys
from datetime import UTC, datetime
from uuid import uuid4

from aiokafka import AIOKafkaProducer

TOPIC = os.environ.get("TOPIC_PREFIX", "") + "order.placed"


async def main(customer: str, po: str, item: str, quantity: str) -> None:
    reference = f"{customer}/{po}"
    line = {"line": 1, "item": item, "quantity": quantity}
    order = {"reference": reference, "customer": customer, "customer_po": po, "lines": [line]}
    headers = {
        "ce_specversion": "1.0",
        "ce_id": str(uuid4()),
        "ce_type": "order.placed",
        "ce_source": "/shop",
        "ce_time": datetime.now(UTC).isoformat(),
    }
    async with AIOKafkaProducer(bootstrap_servers=os.environ["KAFKA"], acks="all", enable_idempotence=True) as producer:
        encoded = [(name, value.encode()) for name, value in headers.items()]
        await producer.send_and_wait(TOPIC, json.dumps(order).encode(), key=reference.encode(), headers=encoded)
    print(reference)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
