"""A post office instead of Kafka: it keeps the order of each (topic, key), and nothing else."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

import asyncpg

from chassis import parking
from chassis.consume import Consumer
from chassis.door import Door
from chassis.envelope import headers_of, read

TAKE = "DELETE FROM outbox RETURNING id, message_id, topic, key, sequence, body, at, recorded_at, cause_id, traceparent"


class Letter(NamedTuple):
    """A Kafka record."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]


class Route(NamedTuple):
    """One (topic, key) on its way to one department."""

    department: str
    topic: str
    key: str


@dataclass
class Post:
    """Brings the events of six doors to each other, one route at a time, as the schedule says."""

    doors: dict[str, Door]
    streams: dict[tuple[str, str], list[Letter]] = field(default_factory=lambda: defaultdict(list))
    read_up_to: dict[Route, int] = field(default_factory=lambda: defaultdict(int))

    def waiting(self) -> list[Route]:
        """The routes with something undelivered, in a fixed order."""
        routes = [
            Route(name, topic, key)
            for (topic, key), letters in self.streams.items()
            for name, door in self.doors.items()
            if topic in door.types and self.read_up_to[Route(name, topic, key)] < len(letters)
        ]
        return sorted(routes)

    async def collect(self, department: str) -> None:
        """What the relay does: take the outbox in order to the streams."""
        rows = await self.doors[department].pool.fetch(TAKE)
        for row in sorted(rows, key=lambda row: int(row["id"])):
            stream = self.streams[row["topic"], row["key"]]
            assert row["sequence"] == len(stream) + 1, f"a hole in {row['topic']} of {row['key']}"
            stream.append(_letter(department, row))

    async def deliver(self, route: Route, *, at_most: int = 1, offset_is_lost: bool = False) -> None:
        """Give the next letters of a route to its department; when the offset is lost they come again."""
        start = self.read_up_to[route]
        letters = self.streams[route.topic, route.key][start : start + at_most]
        await self._hear(route.department, letters)
        if not offset_is_lost:
            self.read_up_to[route] += len(letters)

    async def repeat(self, route: Route) -> None:
        """Deliver everything of a route again from its beginning, as after a reset of the group."""
        await self._hear(route.department, self.streams[route.topic, route.key][: self.read_up_to[route]])

    async def _hear(self, department: str, letters: list[Letter]) -> None:
        door = self.doors[department]
        await Consumer(door).hear([read(letter, door.types, "") for letter in letters])
        await self.retry_parked(department)
        await self.collect(department)

    async def retry_parked(self, department: str) -> None:
        """What the parked task does: try what has become due."""
        door = self.doors[department]
        while rows := await parking.due(door.pool):
            await door.retry([row["message_id"] for row in rows], [row["key"] for row in rows])

    async def dead_letters(self) -> list[str]:
        """Why, for every message that nobody could handle."""
        found = []
        for name, door in self.doors.items():
            rows = await door.pool.fetch("SELECT topic, why, reason FROM parked WHERE why IN ('dead', 'gap')")
            found += [f"{name}: {row['topic']}: {row['why']}: {row['reason']}" for row in rows]
        return found


def _letter(department: str, row: asyncpg.Record) -> Letter:
    headers = headers_of(
        message_id=row["message_id"],
        topic=row["topic"],
        source=department,
        subject=row["key"],
        sequence=row["sequence"],
        at=row["at"],
        recorded_at=row["recorded_at"],
        cause_id=row["cause_id"],
        traceparent=row["traceparent"],
    )
    return Letter(row["topic"], 0, row["sequence"], row["key"].encode(), row["body"], tuple(headers))
