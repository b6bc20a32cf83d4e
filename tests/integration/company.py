"""Six real departments on the run's Kafka and PostgreSQL, each behind its HTTP port, here or in containers."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg
import httpx2
import pytest

from chassis.keyring import drawn
from chassis.messages import inbox
from chassis.messages.event_log import OF_ORDER
from chassis.process.service import Service, running
from chassis.settings import Settings
from contracts.catalogue import DEPARTMENTS
from gendan.embedded import Ground
from gendan.embedded.folder import free_port
from gendan.generated import topics
from gendan.identity import Signer, signer
from gendan.up import house
from tests.ground import Database
from tests.waiting import within
from world.client import Api

KEYS = os.environ.get("SEALING_KEYS") or drawn()
"""One ring for all companies of a process, also where no conftest is read (`make why-bench`)."""
FACTS_WITHIN_S = 30

Started = Callable[[str, Settings], AbstractAsyncContextManager[Service | asyncpg.Pool]]
"""Starts a department: in this process it can be held whole, in a container only the database behind it."""


class Fact(NamedTuple):
    """What a department did about an order: ``kind`` is heard, said, asked or parked."""

    kind: str
    topic: str
    message_id: str
    cause_id: str | None
    traceparent: str | None
    note: str | None


@dataclass
class Company:
    """What the tests hold: the public API, and the departments to stop and start."""

    settings: Mapping[str, Settings]
    tokens: Signer
    api: Api
    http: httpx2.AsyncClient
    started: Started
    running: dict[str, tuple[Service | asyncpg.Pool, AsyncExitStack]] = field(default_factory=dict)

    async def start(self, department: str) -> None:
        stack = AsyncExitStack()
        held = await stack.enter_async_context(self.started(department, self.settings[department]))
        self.running[department] = held, stack

    async def stop(self, department: str) -> None:
        _, stack = self.running.pop(department)
        await stack.aclose()

    async def start_all(self) -> None:
        await asyncio.gather(*(self.start(department) for department in self.settings))

    async def stop_all(self) -> None:
        await asyncio.gather(*(self.stop(department) for department in list(self.running)))

    @asynccontextmanager
    async def without(self, department: str) -> AsyncIterator[None]:
        """Inside the block the department is stopped."""
        await self.stop(department)
        try:
            yield
        finally:
            await self.start(department)

    def pool(self, department: str) -> asyncpg.Pool:
        """The database behind a department, for what no route tells."""
        held, _ = self.running[department]
        return held.engine.pool if isinstance(held, Service) else held

    def service(self, department: str) -> Service:
        """A department in this process; where it has a process of its own, the test is for the others."""
        held, _ = self.running[department]
        if not isinstance(held, Service):
            pytest.skip("looks into a department, which is in a container")
        return held

    async def facts(self, department: str, order_id: str) -> list[Fact]:
        """A department's own record of an order, oldest first (GET /ops/orders/{id}).

        Without one it answers while its database does not within the route's limit; then it is asked again.
        """
        url = f"http://127.0.0.1:{self.settings[department].port}/ops/orders/{order_id}"
        token = self.tokens.token("admin", ["administrator"])
        told: dict[str, Any] = {}

        async def answered() -> bool:
            answer = await self.http.get(url, headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == 200, answer.text
            told.update(answer.json())
            return "facts" in told

        await within(FACTS_WITHIN_S, answered)
        return [Fact(**{name: fact[name] for name in Fact._fields}) for fact in told["facts"]]

    async def all_facts(self, order_id: str) -> dict[str, list[Fact]]:
        """The record of every department that runs."""
        facts = await asyncio.gather(*(self.facts(department, order_id) for department in self.running))
        return dict(zip(self.running, facts, strict=True))

    async def is_at_rest(self, order_id: str) -> bool:
        """Everything said about the order was heard by all who hear it and run.

        What is said while the departments are asked one by one has a cause that is found unheard.
        """
        rows = await asyncio.gather(
            *(self.pool(department).fetch(OF_ORDER, UUID(order_id)) for department in self.running)
        )
        said = {(row["message_id"], row["topic"]) for each in rows for row in each if row["kind"] == "said"}
        return all(_heard(each) >= _meant_for(name, said) for name, each in zip(self.running, rows, strict=True))

    @asynccontextmanager
    async def deaf(self, department: str, order_id: str) -> AsyncIterator[None]:
        """Inside the block the department hears nothing about the order; its other work goes on."""
        async with self.pool(department).acquire() as db, db.transaction():
            await inbox.lock(db, [order_id])
            yield

    async def dead_letters(self, department: str) -> Sequence[asyncpg.Record]:
        """What nobody could handle: topic, key and reason."""
        query = "SELECT topic, key, reason FROM parked WHERE why = 'dead' ORDER BY topic, key"
        rows: Sequence[asyncpg.Record] = await self.pool(department).fetch(query)
        return rows


def _heard(facts: Sequence[asyncpg.Record]) -> set[UUID]:
    return {fact["message_id"] for fact in facts if fact["kind"] == "heard"}


def _meant_for(department: str, said: set[tuple[UUID, str]]) -> set[UUID]:
    topics_heard = set(house(department).topics)
    return {message_id for message_id, topic in said if topic in topics_heard}


def in_this_process(department: str, settings: Settings) -> AbstractAsyncContextManager[Service]:
    return running(house(department), settings)


@asynccontextmanager
async def company(
    ground: Ground, database: Database, prefix: str, folder: Path, started: Started = in_this_process
) -> AsyncIterator[Company]:
    """All six, started, on fresh databases and topics of their own."""
    await topics.apply(ground.access, prefix)
    tokens = signer(folder)
    settings = await _settings(ground, database, prefix, tokens.jwks_file)
    urls = {department: f"http://127.0.0.1:{each.port}" for department, each in settings.items()}
    async with Api(urls, tokens) as api, httpx2.AsyncClient(trust_env=False, timeout=30) as http:
        company = Company(settings, tokens, api, http, started)
        await company.start_all()
        try:
            yield company
        finally:
            await company.stop_all()


async def _settings(ground: Ground, database: Database, prefix: str, jwks_file: Path) -> dict[str, Settings]:
    ports: dict[str, int] = {}
    for department in DEPARTMENTS:
        ports[department] = free_port(set(ports.values()))
    urls = {department: f"http://127.0.0.1:{port}" for department, port in ports.items()}
    return {
        department: Settings(
            database_url=await database(department),
            kafka_bootstrap_servers=ground.kafka,
            jwks_file=jwks_file,
            port=port,
            topic_prefix=prefix,
            departments=urls,
            sealing_keys=KEYS,
        )
        for department, port in ports.items()
    }
