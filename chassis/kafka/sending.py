"""One round's way to Kafka: in order per stream, and what Kafka refuses is found and keeps back its own stream alone.

Kafka refuses a batch whole for one record in it, and after that everything from the same producer to that partition,
because the producer has counted what Kafka has not. So what failed goes again by halves, each time from a new producer,
until the refused record stands alone.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from itertools import chain
from typing import Any, Protocol

from aiokafka import errors

from chassis.messages.outbox import Row
from chassis.messages.rounds import rounds

STREAMS_REFUSED_MAX = 10
"""So many streams of a topic refused and none taken: it is the topic that Kafka refuses."""
OF_THE_TOPIC = (
    errors.KafkaTimeoutError,
    errors.KafkaUnavailableError,
    errors.BrokerNotAvailableError,
    errors.ReplicaNotAvailableError,
    errors.InvalidTopicError,
    errors.InvalidRequiredAcksError,
    errors.UnsupportedVersionError,
    errors.TopicAuthorizationFailedError,
    errors.ClusterAuthorizationFailedError,
    errors.AuthenticationFailedError,
    errors.AuthenticationMethodNotSupported,
    errors.SaslAuthenticationFailed,
    errors.SecurityDisabled,
)
"""Beside all that aiokafka itself would try again: no other record of the topic fares better just now."""


class Producer(Protocol):
    """The part of a Kafka producer that a round uses; ``renew`` builds it anew."""

    async def send(self, topic: str, **record: Any) -> asyncio.Future[Any]: ...
    async def renew(self) -> None: ...


def is_of_the_topic(fault: BaseException) -> bool:
    """Whether others would fail alike; else the record alone is refused, or its producer is broken."""
    if isinstance(fault, errors.KafkaError):
        return bool(fault.retriable) or isinstance(fault, OF_THE_TOPIC)
    return isinstance(fault, OSError)


class Sending:
    """Sends the rows of one round; what became of them is in ``sent`` and ``away``."""

    def __init__(
        self,
        producer: Producer,
        send: Callable[[Sequence[Row]], Awaitable[list[BaseException | None]]],
        set_aside: Callable[[str, Row, BaseException], None],
    ) -> None:
        self.producer, self._send, self._set_aside = producer, send, set_aside
        self.sent: list[int] = []
        self.away = False
        """A topic, or all of Kafka, takes nothing."""
        self.broken = False
        """A send failed since the producer was built: it has counted it and Kafka has not."""
        self._waiting: set[str] = set()
        self._refused: Counter[str] = Counter()
        self._taken: set[str] = set()

    async def in_waves(self, rows: Sequence[Row], last_s: float) -> None:
        """At most one unsent row per stream in flight; no wave begins after ``last_s``."""
        for wave in rounds(map(stream_of, rows)):
            going = [rows[i] for i in wave if not self._waits(rows[i])]
            if time.monotonic() > last_s:
                break
            refused = await self._together(going)
            if refused:
                await self._by_halves(refused, last_s)

    def _waits(self, row: Row) -> bool:
        return row["topic"] in self._waiting or stream_of(row) in self._waiting

    async def _together(self, going: Sequence[Row]) -> list[Row]:
        """Send them at once; those that Kafka refused, each a reason to look closer. The rest is sent or set aside."""
        if self.broken:
            await self.producer.renew()
            self.broken = False
        topics = _by_topic(going)  # one that Kafka does not know holds up itself alone
        faults = chain.from_iterable(await asyncio.gather(*map(self._send, topics)))
        refused = []
        for row, fault in zip(chain.from_iterable(topics), faults, strict=True):
            if fault is None:
                self.sent.append(row["id"])
                self._taken.add(row["topic"])
                continue
            self.broken = True
            if is_of_the_topic(fault):
                self.away = True
                self._keep_back(row["topic"], row, fault)
            elif len(going) == 1:
                self._refuse(row, fault)
            else:
                refused.append(row)
                self._waiting.add(stream_of(row))
        return refused

    async def _by_halves(self, rows: Sequence[Row], last_s: float) -> None:
        """What is not dealt with in time waits for the next round."""
        middle = len(rows) // 2 or 1
        for half in (rows[:middle], rows[middle:]):
            going = [row for row in half if row["topic"] not in self._waiting]
            if going and time.monotonic() <= last_s:
                refused = await self._together(going)
                self._waiting -= {stream_of(row) for row in going if row["id"] in self.sent}
                if refused:
                    await self._by_halves(refused, last_s)

    def _refuse(self, row: Row, fault: BaseException) -> None:
        topic = row["topic"]
        self._refused[topic] += 1
        all_alike = self._refused[topic] >= STREAMS_REFUSED_MAX and topic not in self._taken
        self._keep_back(topic if all_alike else stream_of(row), row, fault)

    def _keep_back(self, what: str, row: Row, fault: BaseException) -> None:
        self._waiting.add(what)
        self._set_aside(what, row, fault)


def _by_topic(rows: Iterable[Row]) -> list[list[Row]]:
    topics: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        topics[row["topic"]].append(row)
    return list(topics.values())


def stream_of(row: Row) -> str:
    return f"{row['topic']} {row['key']}"
