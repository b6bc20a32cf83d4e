"""How far a department is behind on each topic, for ``/metrics``: messages, and how old the oldest of them is.

One question to Kafka (the ends of all partitions assigned) each ``LAG_EVERY_S``; the rest the consumer knows by itself.
While Kafka does not answer, the last known messages stay and grow older.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from aiokafka.errors import KafkaError

from chassis import clock
from chassis.telemetry import metrics
from chassis.telemetry.condition import Condition
from chassis.telemetry.consuming import Client

LAG_EVERY_S = 15.0
ANSWER_LIMIT_S = 5.0


class Lag:
    """Of one department's consumer, from look to look."""

    def __init__(self, service: str, prefix: str) -> None:
        self.service, self.prefix = service, prefix
        self.messages: Mapping[str, int] = {}
        self._behind_since: dict[str, float] = {}

    async def show(self, condition: Condition) -> None:
        """Ask, and set the gauges: per topic of the partitions assigned, those of other replicas are theirs to tell."""
        if condition.client is not None and condition.client.assignment():
            try:
                async with asyncio.timeout(ANSWER_LIMIT_S):
                    self.messages = await _unhandled(condition.client, condition.in_hand)
            except (KafkaError, TimeoutError):
                pass
        assigned = set() if condition.client is None else condition.client.assignment()
        metrics.PARTITIONS.labels(self.service).set(len(assigned))
        for topic, messages in self.messages.items():
            name = topic.removeprefix(self.prefix)
            metrics.LAG.labels(self.service, name).set(messages)
            metrics.LAG_AGE_S.labels(self.service, name).set(self._age_s(topic, messages, condition.in_hand))

    def _age_s(self, topic: str, messages: int, in_hand: Iterable[Any]) -> float:
        """Since the oldest in hand was said; of what nobody fetched yet, since the first look that saw it."""
        now = clock.real_now().timestamp()
        if not messages:
            self._behind_since.pop(topic, None)
            return 0.0
        said: list[float] = [record.timestamp / 1_000 for record in in_hand if record.topic == topic]
        since = min([self._behind_since.setdefault(topic, now), *said])
        return float(max(0.0, now - since))


async def _unhandled(client: Client, in_hand: Iterable[Any]) -> Mapping[str, int]:
    assigned = client.assignment()
    ends, behind = await client.end_offsets(assigned), Counter(dict.fromkeys((tp.topic for tp in assigned), 0))
    for partition in assigned:
        first = min((r.offset for r in in_hand if (r.topic, r.partition) == partition), default=None)
        position = await client.position(partition)
        behind[partition.topic] += max(0, ends[partition] - (position if first is None else min(first, position)))
    return behind
