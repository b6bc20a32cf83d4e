"""How a department's own process is just now: what nobody else can know when an order is stuck."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Protocol

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from chassis import clock

POSITION_LIMIT_S = 0.3
FRESH_S = 4.0
"""Kafka answers several fetches a second; after so long without an answer it is away."""


class Client(Protocol):
    """The part of an aiokafka consumer that tells how far it is."""

    def assignment(self) -> set[TopicPartition]: ...
    def highwater(self, partition: TopicPartition) -> int | None: ...
    def last_poll_timestamp(self, partition: TopicPartition) -> int | None: ...
    async def position(self, partition: TopicPartition) -> int: ...


@dataclass(frozen=True)
class State:
    """What a part does, since when (real time, UTC), and why, where it is not as it should be."""

    doing: str
    since: datetime
    reason: str = ""


@dataclass
class Condition:
    """The parts of one running department; each writes down what it does, and when it was last well."""

    states: dict[str, State] = field(default_factory=dict)
    well: dict[str, datetime] = field(default_factory=dict)
    client: Client | None = None
    refusing: Callable[[], Mapping[str, str]] = dict
    """Topics that Kafka refuses, with its reason."""

    def does(self, part: str, doing: str, reason: str = "") -> None:
        """Note what a part does; as long as it stays the same, ``since`` stays."""
        now, before = clock.real_now(), self.states.get(part)
        if before is None or (before.doing, before.reason) != (doing, reason):
            self.states[part] = State(doing, now, reason)
        if not reason:
            self.well[part] = now

    async def told(self) -> dict[str, Any]:
        """For ``/ops``: each part, the topics refused, and how far the consumer is."""
        parts = {
            name: {"doing": s.doing, "since": s.since, "reason": s.reason, "well_at": self.well.get(name)}
            for name, s in self.states.items()
        }
        return {"parts": parts, "refusing": dict(self.refusing()), "consuming": asdict(await self.consuming())}

    async def has_heard_all(self) -> bool:
        """Whether everything that Kafka has for this department is fetched and handled."""
        state, now = self.states.get("consumer"), await self.consuming()
        handled = state is not None and state.doing == "waits for messages"
        return (
            handled
            and now.partitions > 0
            and now.behind == 0
            and now.answered_s is not None
            and now.answered_s < FRESH_S
        )

    async def consuming(self) -> Consuming:
        """How far the consumer is."""
        client = self.client
        if client is None:
            return Consuming()
        held = client.assignment()
        try:
            async with asyncio.timeout(POSITION_LIMIT_S):
                left = [(client.highwater(p) or 0) - await client.position(p) for p in held]
        except (TimeoutError, KafkaError):
            return Consuming(len(held), None, _since_answer(client, held))
        return Consuming(len(held), sum(max(0, count) for count in left), _since_answer(client, held))


@dataclass(frozen=True)
class Consuming:
    """Partitions held, messages not fetched yet, real seconds since Kafka's last answer; None where unknown."""

    partitions: int = 0
    behind: int | None = None
    answered_s: float | None = None


def _since_answer(client: Client, held: Iterable[TopicPartition]) -> float | None:
    answers = [at for at in map(client.last_poll_timestamp, held) if at is not None]
    return max(0.0, clock.real_now().timestamp() - max(answers) / 1000) if answers else None
