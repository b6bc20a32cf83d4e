"""Whether Kafka answers a new connection: the one thing that a client that waits cannot tell from its silence.

A connection that leads nowhere takes what is sent and gives nothing back, for minutes; so does a
broker that stands still.
"""

from __future__ import annotations

import asyncio
import struct

LIMIT_S = 0.7
API_VERSIONS = struct.pack(">ihhih", 10, 18, 0, 1, -1)
"""Kafka's smallest question (KIP-35): which versions do you speak. Every broker answers it, to everybody."""


async def kafka_answers(bootstrap: str, within_s: float | None = None) -> bool:
    """Whether any of these brokers answers in time, which is ``LIMIT_S`` where nothing else is said."""
    limit_s = LIMIT_S if within_s is None else within_s
    asked = [asyncio.create_task(_answers(broker, limit_s)) for broker in bootstrap.split(",")]
    return any(await asyncio.gather(*asked))


async def _answers(broker: str, limit_s: float) -> bool:
    host, port = broker.rsplit(":", 1)
    try:
        async with asyncio.timeout(limit_s):
            reader, writer = await asyncio.open_connection(host.strip("[] "), int(port))
            try:
                writer.write(API_VERSIONS)
                return bool(await reader.readexactly(4))
            finally:
                writer.close()
    except (OSError, EOFError, TimeoutError):
        return False
