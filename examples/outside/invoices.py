"""Prints every invoice that finance issues, in plain aiokafka; it goes on where it stopped. KAFKA is host:port."""

import asyncio
import json
import os

from aiokafka import AIOKafkaConsumer

TOPIC = os.environ.get("TOPIC_PREFIX", "") + "invoice.issued"


async def main() -> None:
    seen: set[str] = set()  # in a real system a table, written in one transaction with the effect
    async with AIOKafkaConsumer(
        TOPIC,
        bootstrap_servers=os.environ["KAFKA"],
        group_id="outside.invoices",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    ) as consumer:
        async for message in consumer:
            headers = dict(message.headers)
            if (told := headers["ce_id"].decode()) not in seen:  # the same event may come twice
                invoice = json.loads(message.value, parse_float=str)  # amounts are text: never a float
                print(invoice["number"], invoice["total"]["amount"], invoice["total"]["currency"], flush=True)
                seen.add(told)
            await consumer.commit()


if __name__ == "__main__":
    asyncio.run(main())
