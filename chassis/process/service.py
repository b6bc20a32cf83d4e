"""One running department: start in order, stop in the order back."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import structlog

from chassis.database.migrations import migrate
from chassis.database.pool import STATEMENT_TIMEOUT_MS, Plans, open_pool
from chassis.handling import House
from chassis.http.identity import Identity
from chassis.http.web import create_app
from chassis.kafka.reach import kafka_answers
from chassis.kafka.relay import Relay
from chassis.operations.api import router as operations
from chassis.operations.doctor_api import router as doctor
from chassis.operations.downloads import router as downloads
from chassis.operations.orders import router as orders
from chassis.papers.sharing import shared
from chassis.process.commits import Commits
from chassis.process.loops import CLOSE_S, loops_of
from chassis.process.resealing import insist_on_keys, take_keys
from chassis.process.server import Server, server_of
from chassis.settings import Settings
from chassis.telemetry.condition import Condition
from chassis.transaction.engine import Engine

log = structlog.get_logger()

VERSION = "0.1.0"
GC_YOUNG_MAX = 50_000
LOOK_LIMIT_MS = 1_500
"""Who asks how it goes gives up soon: his statements do too."""


@dataclass
class Service:
    """A department that runs: its HTTP address, its engine, its relay, its tasks."""

    house: House
    settings: Settings
    engine: Engine
    relay: Relay
    server: Server
    condition: Condition
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def port(self) -> int:
        """The port that it really listens on."""
        port: int = self.server.servers[0].sockets[0].getsockname()[1]
        return port


@asynccontextmanager
async def running(house: House, settings: Settings) -> AsyncIterator[Service]:
    """A started service; on leaving it takes no more requests, ends its consumer and its relay, then its pools."""
    if house.ready:
        house.ready()
    take_keys(house, settings)
    identity = Identity.of(settings)
    async with (
        _pool(settings, 6) as front,
        _pool(settings, 4, plans="force_generic_plan") as back,
        _pool(settings, 2, LOOK_LIMIT_MS) as looking,
    ):
        await migrate(front, house.migrations)
        await insist_on_keys(front, house)
        prefix, due, commits = settings.topic_prefix, asyncio.Event(), Commits()
        relay = Relay(house.name, back, prefix)
        engine, behind = (Engine(house, p, prefix, relay.hand, due.set, commits.one_more) for p in (front, back))
        condition = Condition(lambda: relay.refusing, lambda: kafka_answers(settings))
        app = create_app(
            engine, identity, VERSION, condition, looking, routers=(orders, operations, doctor, downloads, shared)
        )
        pages = AsyncExitStack()
        if house.pages:
            await pages.enter_async_context(house.pages(app, settings))
        service = Service(house, settings, engine, relay, server_of(app, settings), condition)
        service.tasks = _tasks(service, loops_of(behind, relay, settings, condition, due, commits))
        try:
            await _until_listening(service)
            _let_the_collector_rest()
            yield service
        finally:
            await service.server.drain()
            await pages.aclose()
            await _stop(service)


@asynccontextmanager
async def _pool(
    settings: Settings, size: int, limit_ms: int = STATEMENT_TIMEOUT_MS, plans: Plans = "auto"
) -> AsyncIterator[asyncpg.Pool]:
    """Requests, the work behind them, and who looks how it goes have pools of their own: none can starve another."""
    pool = await open_pool(settings.database_url, size=size, limit_ms=limit_ms, plans=plans)
    try:
        yield pool
    finally:
        await asyncio.wait_for(pool.close(), CLOSE_S)


def _tasks(service: Service, loops: Mapping[str, Coroutine[Any, Any, None]]) -> list[asyncio.Task[None]]:
    http = asyncio.create_task(service.server.serve(), name="http")
    return [http, *(asyncio.create_task(loop, name=name) for name, loop in loops.items())]


async def _stop(service: Service) -> None:
    service.server.should_exit = True
    for task in service.tasks[1:]:
        task.cancel()
    done, late = await asyncio.wait(service.tasks, timeout=CLOSE_S)
    for task in late:
        log.error("did not close in time", service=service.house.name, task=task.get_name())
        task.cancel()
    for task in done:
        if not task.cancelled() and task.exception():
            log.error("ended with", service=service.house.name, reason=repr(task.exception()))


def _let_the_collector_rest() -> None:
    """Events are many small values without cycles: the default thresholds look through all of them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GC_YOUNG_MAX, 20, 100)


async def _until_listening(service: Service) -> None:
    while not service.server.started:
        if service.tasks[0].done():
            raise RuntimeError(f"{service.house.name} does not listen on port {service.settings.port}")
        await asyncio.sleep(0.01)
