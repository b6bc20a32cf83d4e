"""A post office instead of Kafka: it keeps the order of each (topic, key), and nothing else."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import asyncpg

from chassis.kafka.halving import Halving
from chassis.messages.envelope import read
from chassis.messages.outbox import record_headers
from chassis.process.retries import try_due
from chassis.transaction.engine import Engine

TAKE = "DELETE FROM outbox RETURNING id, message_id, topic, key, sequence, body, at, recorded_at, cause_id, traceparent"
WAITING = "SELECT topic, key, why, reason FROM parked ORDER BY message_id"

Fate = Literal["well", "offset lost", "killed", "parked stay"]
"""How a delivery ends: well; the process dies before the offset is kept, or before the commit; nobody retries."""


class Killed(Exception):
    """The process died before its commit."""


class MortalEngine(Engine):
    """An engine whose process dies just before the commit, once, when it is told to. Remembers what it did."""

    dies = spoke = False
    parkings: set[str]
    """The topics of every letter that ever waited for its cause."""

    def begin_anew(self) -> None:
        self.dies, self.spoke, self.parkings = False, False, set()

    async def _write(self, db: Any, work: Any) -> None:
        await super()._write(db, work)
        if self.dies:
            self.dies = False
            raise Killed
        self.spoke = self.spoke or bool(work.outbox)
        self.parkings.update(parked.message.topic for parked in work.parked)


class Letter(NamedTuple):
    """A Kafka record; its offset counts over all topics, so it is also the order of arrival."""

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

    def is_slow(self, slow: Collection[str]) -> bool:
        """``slow`` names departments, topics, or both: "purchasing stock.short"."""
        return bool({self.department, self.topic, f"{self.department} {self.topic}"}.intersection(slow))


@dataclass
class Post:
    """Brings the events of six engines to each other, as the schedule says."""

    engines: Mapping[str, MortalEngine]
    streams: dict[tuple[str, str], list[Letter]] = field(default_factory=lambda: defaultdict(list), repr=False)
    read_up_to: Counter[Route] = field(default_factory=Counter)
    arrived: int = 0

    def forget(self) -> None:
        """A new company begins."""
        self.streams.clear()
        self.read_up_to.clear()
        self.arrived = 0
        for engine in self.engines.values():
            engine.begin_anew()

    def waiting(self, slow: Collection[str] = ()) -> list[Route]:
        """The routes with something undelivered that are not slow, in a fixed order."""
        routes = (
            Route(name, topic, key)
            for (topic, key), letters in self.streams.items()
            for name, engine in self.engines.items()
            if topic in engine.types and self.read_up_to[Route(name, topic, key)] < len(letters)
        )
        return sorted(route for route in routes if not route.is_slow(slow))

    async def collect(self, department: str) -> None:
        """What the relay does: take the outbox in order to the streams."""
        engine = self.engines[department]
        rows = await engine.pool.fetch(TAKE) if engine.spoke else []
        engine.spoke = False
        for row in sorted(rows, key=lambda row: int(row["id"])):
            stream = self.streams[row["topic"], row["key"]]
            assert row["sequence"] == len(stream) + 1, f"a hole in {row['topic']} of {row['key']}"
            self.arrived += 1
            stream.append(_letter(department, row, self.arrived))

    async def deliver(self, route: Route, *, at_most: int = 1, fate: Fate = "well") -> None:
        """Give the next letters of a route to its department."""
        start = self.read_up_to[route]
        letters = self.streams[route.topic, route.key][start : start + at_most]
        await self._hear(route.department, letters, fate)
        if fate in ("well", "parked stay"):
            self.read_up_to[route] += len(letters)

    async def poll(self, department: str, slow: Collection[str] = ()) -> int:
        """One poll of all that waits for a department, in the order of arrival; how many letters that were."""
        routes = [route for route in self.waiting(slow) if route.department == department]
        letters = [letter for r in routes for letter in self.streams[r.topic, r.key][self.read_up_to[r] :]]
        if letters:
            await self._hear(department, sorted(letters, key=lambda letter: letter.offset), "well")
        for letter in letters:
            self.read_up_to[Route(department, letter.topic, (letter.key or b"").decode())] += 1
        return len(letters)

    async def repeat(self, route: Route) -> None:
        """Deliver everything of a route again from its beginning, as after a reset of the group."""
        await self._hear(route.department, self.streams[route.topic, route.key][: self.read_up_to[route]], "well")

    async def _hear(self, department: str, letters: Sequence[Letter], fate: Fate) -> None:
        engine = self.engines[department]
        messages = [read(letter, engine.types, "") for letter in letters]
        if fate == "killed":
            return await self._die(engine, messages)
        await Halving(engine).consume(messages)
        if fate != "parked stay":
            await self.retry_parked(department)
        await self.collect(department)

    async def _die(self, engine: MortalEngine, messages: list[Any]) -> None:
        engine.dies = True
        try:
            await engine.consume(messages)
        except Killed:
            return
        raise AssertionError("the engine did not die")

    async def retry_parked(self, department: str) -> None:
        """What the parked task does: try what has become due."""
        engine = self.engines[department]
        while engine.parkings and await try_due(engine):
            pass

    async def retry_all(self) -> None:
        """Every department's parked task has its turn."""
        for department in self.engines:
            await self.retry_parked(department)
            await self.collect(department)

    async def parked(self) -> list[str]:
        """What waits, with its reason: dead letters, gaps and what is not ready."""
        return [
            f"{name}: {row['topic']} of {row['key']}: {row['why']}: {row['reason']}"
            for name, engine in self.engines.items()
            for row in await engine.pool.fetch(WAITING)
        ]


def _letter(department: str, row: asyncpg.Record, offset: int) -> Letter:
    headers = record_headers(department, row)
    return Letter(row["topic"], 0, offset, row["key"].encode(), row["body"], tuple(headers))
