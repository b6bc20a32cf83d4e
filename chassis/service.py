"""One running department: start in order, stop in the order back."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

import asyncpg
import structlog
import uvicorn
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from chassis import clock, consume, parking
from chassis.condition import Condition
from chassis.database import migrate, open_pool
from chassis.door import Door
from chassis.failures import PASSING
from chassis.handling import House
from chassis.housekeeping import FORGET_EVERY_S, GAUGES_EVERY_S, forget_the_old, show_gauges
from chassis.identity import Identity
from chassis.operations_api import router as operations
from chassis.outbox import POLL_S, ROUND_ROWS, NothingSent, Relay
from chassis.settings import Settings
from chassis.web import create_app

T = TypeVar("T")
log = structlog.get_logger()

VERSION = "0.1.0"
CLOSE_S = 10.0
BACKOFF_MAX_S = 5.0
RETRY_POLL_S = 0.25
TIMER_POLL_S = 1.0
GC_YOUNG_MAX = 50_000
LINGER_MS = 4
"""A wave of the relay goes in a few large requests instead of many small ones."""
PASSING_BY = (*PASSING, KafkaError, NothingSent)


@dataclass
class Service:
    """A department that runs: its HTTP address, its door, its tasks."""

    house: House
    settings: Settings
    door: Door
    server: uvicorn.Server
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
    identity = Identity.from_file(settings.jwks_file)
    async with _pool(settings, 6) as front, _pool(settings, 4) as back:
        await migrate(front, house.migrations)
        door, behind = Door(house, front, settings.topic_prefix), Door(house, back, settings.topic_prefix)
        condition = Condition()
        app = create_app(door, identity, VERSION, condition)
        app.include_router(operations)
        service = Service(house, settings, door, _server(app, settings), condition)
        service.tasks = _tasks(service, behind)
        try:
            await _until_listening(service)
            _let_the_collector_rest()
            yield service
        finally:
            await _stop(service)


@asynccontextmanager
async def _pool(settings: Settings, size: int) -> AsyncIterator[asyncpg.Pool]:
    """Requests and the work behind them have pools of their own: neither can starve the other."""
    pool = await open_pool(settings.database_url, size=size)
    try:
        yield pool
    finally:
        await asyncio.wait_for(pool.close(), CLOSE_S)


def _tasks(service: Service, behind: Door) -> list[asyncio.Task[None]]:
    house, settings, condition = service.house, service.settings, service.condition
    relay = Relay(house.name, behind.pool, settings.topic_prefix)
    condition.refusing = lambda: {topic: reason for topic, (reason, _) in relay.set_aside.items()}
    said, woke = asyncio.Event(), asyncio.Event()
    for door in (service.door, behind):
        door.said, door.woke = said.set, woke.set
    work: dict[str, Callable[[], Awaitable[None]]] = {
        "consumer": lambda: _consume(behind, settings, condition),
        "parked": lambda: _retry(behind, woke),
        "timers": lambda: _every(TIMER_POLL_S, lambda: _look_at_timers(behind, condition)),
        "gauges": lambda: _every(GAUGES_EVERY_S, lambda: show_gauges(behind.pool, house.name)),
        "forgetting": lambda: _every(FORGET_EVERY_S, lambda: forget_the_old(behind.pool)),
        "relay": lambda: _relay(relay, settings, said, condition),
    }
    http = asyncio.create_task(service.server.serve(), name="http")
    loops = {name: _forever(house.name, name, each, condition) for name, each in work.items()}
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


async def _forever(service: str, name: str, work: Callable[[], Awaitable[None]], condition: Condition) -> None:
    """Keep at it, whatever fails: tried again with backoff, clients built anew."""
    backoff_s = 0.2
    try:
        while True:
            try:
                await work()
                backoff_s = 0.2
            except Exception as fault:
                condition.does(name, "tries again", repr(fault))
                known = isinstance(fault, PASSING_BY)
                log.log(
                    logging.WARNING if known else logging.ERROR,
                    "tries again",
                    service=service,
                    work=name,
                    reason=repr(fault),
                    after_s=backoff_s,
                    exc_info=not known,
                )
                await asyncio.sleep(backoff_s)
                backoff_s = min(backoff_s * 2, BACKOFF_MAX_S)
    finally:
        condition.does(name, "has stopped", "it runs no more")


async def _consume(door: Door, settings: Settings, condition: Condition) -> None:
    broker = consume.subscribe(consume.Consumer(door, condition), settings.kafka_bootstrap_servers)
    condition.does("consumer", "joins its group")
    try:
        await broker.start()
        condition.client = consume.client_of(broker)
        condition.does("consumer", "waits for messages")
        await asyncio.Event().wait()
    finally:
        condition.client = None
        await asyncio.wait_for(broker.stop(), CLOSE_S)


async def _relay(relay: Relay, settings: Settings, wake: asyncio.Event, condition: Condition) -> None:
    producer = AIOKafkaProducer(
        bootstrap_servers=settings.kafka_bootstrap_servers,
        acks="all",
        enable_idempotence=True,
        linger_ms=LINGER_MS,
        max_batch_size=262_144,
    )
    try:
        await producer.start()
        while True:
            wake.clear()
            condition.does("relay", "sends")
            sent = await _to_its_end(relay.round(producer))
            condition.does("relay", "waits for events")
            if sent < ROUND_ROWS:
                await _pause(wake, POLL_S)
    finally:
        await asyncio.wait_for(producer.stop(), CLOSE_S)


async def _to_its_end(work: Coroutine[Any, Any, T]) -> T:
    """Finish it even when the service stops meanwhile: a round cut short would send its events twice."""
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


async def _retry(door: Door, wake: asyncio.Event) -> None:
    """Try parked messages whose time has come: all together, and each by itself when that fails."""
    while True:
        wake.clear()
        due = await parking.due(door.pool)
        try:
            await _retry_together(door, due)
        except PASSING:
            raise
        except Exception:
            for row in due:
                await _retry_alone(door, row)
        if not due:
            await _pause(wake, RETRY_POLL_S)


async def _retry_together(door: Door, due: Sequence[asyncpg.Record]) -> None:
    if due:
        await door.retry([row["message_id"] for row in due], [row["key"] for row in due])


async def _retry_alone(door: Door, row: asyncpg.Record) -> None:
    try:
        await _retry_together(door, [row])
    except PASSING:
        raise
    except Exception as fault:
        log.exception("message dead", service=door.house.name, message_id=str(row["message_id"]))
        await parking.declare_dead(door.pool, door.house.name, row["message_id"], row["topic"], fault)


async def _pause(wake: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(wake.wait(), seconds)


async def _every(seconds: float, work: Callable[[], Awaitable[None]]) -> None:
    while True:
        await work()
        await asyncio.sleep(seconds)


async def _look_at_timers(door: Door, condition: Condition) -> None:
    condition.does("timers", "looks")
    for timer in door.house.timers:
        if timer.judges_silence and not await condition.has_heard_all():
            continue
        async with door.pool.acquire() as db:
            due = await timer.find(db, clock.now())
        if due:
            await door.fall_due(timer.handle, due)


class _Server(uvicorn.Server):
    """Signals belong to the process, not to one of its servers."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _server(app: object, settings: Settings) -> uvicorn.Server:
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=5,
    )
    return _Server(config)
