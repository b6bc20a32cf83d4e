"""What one poll is: all that Kafka has for the department when its turn comes, and the turn comes with the first of it.

aiokafka fetches no further while something that it fetched lies in its hands. A fetch under way between two polls would
come back with the first message after the last one, and the next poll would have to ask once more for the others. So
nothing is fetched before its turn: then one fetch brings all.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from typing import Any, Protocol

POLL_RECORDS = 500
WAIT_MS = 2_000
"""Of one fetch that finds nothing; what comes meanwhile is answered at once. Partitions that come to a department while
it waits are fetched when the wait is over."""
REST_MS = 5
"""A fetch of what lies on Kafka is answered in less."""


class Fetched(Protocol):
    """The part of an aiokafka consumer that polls use."""

    def assignment(self) -> set[Any]: ...
    def pause(self, *partitions: Any) -> None: ...
    def resume(self, *partitions: Any) -> None: ...
    async def getmany(self, *, timeout_ms: int, max_records: int) -> dict[Any, list[Any]]: ...


class Polling:
    """The polls of one consumer, each no sooner than ``gap_s`` after the one before (decision 0010)."""

    def __init__(self, gap_s: float) -> None:
        self._gap_s, self._turn_s = gap_s, 0.0

    async def poll(self, consumer: Fetched) -> tuple[Any, ...]:
        """The records that are there, at least one; raises what the consumer does."""
        await asyncio.sleep(self._turn_s - time.monotonic())
        with _fetching(consumer):
            records = await _fetched(consumer, 0, POLL_RECORDS)
            if records:  # another broker's answer came after the last poll, or that poll was full
                with suppress(Exception):  # what is in our hands is handled first; the fault comes again
                    records += await _fetched(consumer, REST_MS, POLL_RECORDS - len(records))
            while not records:
                records = await _fetched(consumer, WAIT_MS, POLL_RECORDS)
        self._turn_s = time.monotonic() + self._gap_s
        return records


@contextmanager
def _fetching(consumer: Fetched) -> Iterator[None]:
    """Kafka is asked in this block alone."""
    consumer.resume(*consumer.assignment())
    try:
        yield
    finally:
        consumer.pause(*consumer.assignment())


async def _fetched(consumer: Fetched, wait_ms: int, at_most: int) -> tuple[Any, ...]:
    if not at_most:
        return ()
    found = await consumer.getmany(timeout_ms=wait_ms, max_records=at_most)
    return tuple(chain.from_iterable(found.values()))
