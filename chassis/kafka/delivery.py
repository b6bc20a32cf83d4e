"""Rows of the outbox as records of Kafka, and of each what went wrong on its way."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from chassis.kafka.sending import Producer
from chassis.messages.outbox import Row, record_headers

SEND_TIMEOUT_S = 10.0


class Delivery:
    """The way of one department's events; ``prefix`` stands before the names of its topics."""

    def __init__(self, department: str, prefix: str, producer: Producer) -> None:
        self.department, self.prefix, self.producer = department, prefix, producer

    async def __call__(self, rows: Sequence[Row]) -> list[BaseException | None]:
        """Send rows of one topic, with one time limit for all; of each what went wrong."""
        deliveries: list[asyncio.Future[Any]] = []
        with suppress(TimeoutError):
            async with asyncio.timeout(SEND_TIMEOUT_S):
                for row in rows:  # what was handed over counts, also when the time is over in the middle
                    deliveries.append(await self._handed_over(row))  # noqa: PERF401
                await asyncio.wait(deliveries)
        never = [TimeoutError() for _ in rows[len(deliveries) :]]
        return [*map(_fault_of, deliveries), *never]

    async def _handed_over(self, row: Row) -> asyncio.Future[Any]:
        """Its delivery; one that has failed when the producer itself does not take it."""
        try:
            return await self.producer.send(
                self.prefix + row["topic"],
                key=row["key"].encode(),
                value=row["body"],
                headers=record_headers(self.department, row),
            )
        except Exception as fault:
            refused = asyncio.get_running_loop().create_future()
            refused.set_exception(fault)
            return refused


def _fault_of(delivery: asyncio.Future[Any]) -> BaseException | None:
    if delivery.done():
        return delivery.exception()
    delivery.cancel()
    return TimeoutError()
