"""What a department does by itself: hear, send, try again, look at timers; no error ends a loop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any, TypeVar

import asyncpg
import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from chassis import clock, consume, parking
from chassis.condition import Condition
from chassis.door import Door
from chassis.failures import PASSING
from chassis.housekeeping import FORGET_EVERY_S, GAUGES_EVERY_S, forget_the_old, show_gauges
from chassis.outbox import POLL_S, ROUND_ROWS, NothingSent, Relay
from chassis.settings import Settings
from chassis.watchdog import Group, watch

T = TypeVar("T")
log = structlog.get_logger()

CLOSE_S = 10.0
BACKOFF_MAX_S = 5.0
RETRY_POLL_S = 0.25
TIMER_POLL_S = 1.0
LINGER_MS = 4
"""A wave of the relay goes in a few large requests instead of many small ones."""
PASSING_BY = (*PASSING, KafkaError, NothingSent)


def loops_of(
    door: Door, settings: Settings, condition: Condition, said: asyncio.Event, woke: asyncio.Event
) -> dict[str, Coroutine[Any, Any, None]]:
    """The loops by name; ``said`` wakes the relay, ``woke`` the retries."""
    department, pool = door.house.name, door.pool
    relay = Relay(department, pool, settings.topic_prefix)
    condition.refusing = lambda: {topic: reason for topic, (reason, _) in relay.set_aside.items()}
    work: dict[str, Callable[[], Awaitable[None]]] = {
        "consumer": lambda: _consume(door, settings, condition),
        "parked": lambda: _retry(door, woke),
        "timers": lambda: _every(TIMER_POLL_S, lambda: _look_at_timers(door, condition)),
        "gauges": lambda: _every(GAUGES_EVERY_S, lambda: show_gauges(pool, department)),
        "forgetting": lambda: _every(FORGET_EVERY_S, lambda: forget_the_old(pool)),
        "relay": lambda: _relay(relay, settings, said, condition),
    }
    return {name: _forever(department, name, each, condition) for name, each in work.items()}


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
    kafka = settings.kafka_bootstrap_servers
    consumer = consume.Consumer(door, condition)
    broker = consume.subscribe(consumer, kafka)
    condition.does("consumer", "joins its group")
    try:
        await broker.start()
        condition.client = consume.client_of(broker)
        condition.does("consumer", "waits for messages")
        await watch(condition, Group(consumer.group, consumer.topics, kafka))
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
    timers = door.house.timers
    may_judge = any(timer.judges_silence for timer in timers) and await condition.has_heard_all()
    for timer in timers:
        if timer.judges_silence and not may_judge:
            continue
        async with door.pool.acquire() as db:
            due = await timer.find(db, clock.now())
        if due:
            await door.fall_due(timer.handle, due)
