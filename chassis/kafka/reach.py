"""Whether Kafka answers a new connection, and why not: what a client that waits cannot tell from its silence.

A connection that leads nowhere takes what is sent and gives nothing back, for minutes; so does a
broker that stands still.
"""

from __future__ import annotations

import asyncio
from typing import Any

from aiokafka.conn import create_conn
from aiokafka.errors import KafkaError

from chassis.kafka_access import KafkaAccess

LIMIT_S = 0.7
ANSWERS = ""


async def kafka_answers(access: KafkaAccess, within_s: float | None = None) -> bool:
    """Whether any of these brokers answers in time, which is ``LIMIT_S`` where nothing else is said."""
    return ANSWERS in await _asked(access, within_s)


async def silent_because(access: KafkaAccess, within_s: float | None = None) -> str:
    """Why none of them answers us, broker by broker: aiokafka says only that it reaches none. Nothing when one does."""
    told = await _asked(access, within_s)
    return ANSWERS if ANSWERS in told else "; ".join(told)


async def _asked(access: KafkaAccess, within_s: float | None) -> list[str]:
    limit_s = LIMIT_S if within_s is None else within_s
    client = access.client()
    brokers = client.pop("bootstrap_servers").split(",")
    return await asyncio.gather(*(_answer(broker.strip(), client, limit_s) for broker in brokers))


async def _answer(broker: str, client: dict[str, Any], limit_s: float) -> str:
    """It is asked which versions it speaks (KIP-35), which every broker tells; then who we are is proved."""
    host, port = broker.rsplit(":", 1)
    try:
        async with asyncio.timeout(limit_s):
            (await create_conn(host.strip("[] "), int(port), **client)).close()
    except TimeoutError:
        return f"{broker}: no answer within {limit_s} s"
    except (OSError, EOFError, KafkaError) as fault:
        return f"{broker}: {fault}"
    return ANSWERS
