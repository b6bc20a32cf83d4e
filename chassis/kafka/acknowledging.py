"""Kafka is told once a second how far its messages were handled: what a crash leaves untold, the inbox knows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import structlog
from aiokafka import TopicPartition

log = structlog.get_logger()

TOLD_EVERY_S = 1.0
TOLD_WITHIN_S = 2.0
"""A connection that is gone would hold a rebalance or a stop up for Kafka's request limit of 40 s."""


class Acknowledgements:
    """Of one consumer: per partition where its next poll begins, as far as Kafka was not told."""

    def __init__(self, department: str) -> None:
        self._department = department
        self._ends: dict[TopicPartition, int] = {}

    def handled(self, records: Iterable[Any]) -> None:
        """These are committed, parked, or dropped as repeats, in the order of their offsets."""
        self._ends |= {TopicPartition(record.topic, record.partition): record.offset + 1 for record in records}

    async def tell(self, client: Any) -> None:
        """Tell Kafka of the partitions that are ours, and of no other; what it does not record is told again."""
        ends = {place: end for place, end in self._ends.items() if place in client.assignment()}
        self._ends = {}
        if not ends:
            return
        try:
            async with asyncio.timeout(TOLD_WITHIN_S):
                await client.commit(ends)
        except BaseException as fault:  # cancelled too: who tells once more at the end must know them
            self._ends = ends | self._ends
            if not isinstance(fault, Exception):
                raise
            log.warning("offset not committed", service=self._department, reason=repr(fault))

    @asynccontextmanager
    async def each_second(self, client: Any) -> AsyncIterator[None]:
        """While the block lasts, and once more at its end."""
        telling = asyncio.create_task(self._go_on_telling(client))
        try:
            yield
        finally:
            telling.cancel()
            await asyncio.wait([telling])
            await self.tell(client)

    async def _go_on_telling(self, client: Any) -> None:
        while True:
            await asyncio.sleep(TOLD_EVERY_S)
            await self.tell(client)
