"""What a department does by itself: handle, send, try again, look at timers; no error ends a loop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any
from uuid import uuid4

import asyncpg
from aiokafka.errors import KafkaConnectionError
from faststream.kafka import KafkaBroker

from chassis.handling import Work
from chassis.kafka import consume
from chassis.kafka.lag import LAG_EVERY_S, Lag
from chassis.kafka.producer import Producers
from chassis.kafka.reach import silent_because
from chassis.kafka.relay import Relay
from chassis.kafka.watchdog import Group, Stalled, watch
from chassis.process.commits import Commits
from chassis.process.forever import every, forever, pause, to_its_end
from chassis.process.housekeeping import FORGET_EVERY_S, GAUGES_EVERY_S, forget_the_old, show_gauges
from chassis.process.resealing import RESEAL_EVERY_S, reseal
from chassis.process.retries import try_due
from chassis.process.timers import LOOPS, QUIET_S, keep_looking
from chassis.settings import Settings
from chassis.telemetry.condition import Condition
from chassis.telemetry.faults import Unreached
from chassis.transaction.engine import Engine

CLOSE_S = 10.0
RETRY_POLL_S = 1.0
"""Whoever makes a parked message due wakes the retries; so long lies a hole that was filled. What time alone made due
lies for ``QUIET_S``."""
WORK_REST_S = 2.0
"""So long rests what a department does with the outside when nothing more is to be done."""
OWN_INSTANCE = f"process-{uuid4()}"
"""Of a process that was given no name: a consumer built anew takes its predecessor's place at once."""


def loops_of(
    engine: Engine, relay: Relay, settings: Settings, condition: Condition, due: asyncio.Event, commits: Commits
) -> dict[str, Coroutine[Any, Any, None]]:
    """The loops by name; ``due`` wakes the retries before their next look."""
    department, pool = engine.house.name, engine.pool
    lag = Lag(department, settings.topic_prefix)
    work: dict[str, Callable[[], Awaitable[None]]] = {
        "consumer": lambda: _consume(engine, settings, condition),
        "parked": lambda: _retry(engine, due, condition, commits),
        "gauges": lambda: every(GAUGES_EVERY_S, lambda: _well("gauges", show_gauges(pool, department), condition)),
        "lag": lambda: every(LAG_EVERY_S, lambda: _well("lag", lag.show(condition), condition)),
        "forgetting": lambda: every(FORGET_EVERY_S, lambda: _well("forgetting", forget_the_old(pool), condition)),
        "relay": lambda: _relay(relay, settings, condition),
    }
    paces = {timer.pace for timer in engine.house.timers}
    work |= {LOOPS[pace]: partial(keep_looking, engine, condition, pace, commits) for pace in paces}
    work |= {name: partial(_work, name, each, pool, condition) for name, each in engine.house.works.items()}
    if sealed := engine.house.sealed:
        work["sealing"] = lambda: every(RESEAL_EVERY_S, lambda: _well("sealing", reseal(pool, sealed), condition))
    return {name: forever(department, name, each, condition) for name, each in work.items()}


async def _consume(engine: Engine, settings: Settings, condition: Condition) -> None:
    consumer, instance = consume.Consumer(engine, condition), settings.instance or OWN_INSTANCE
    broker = consume.subscribe(consumer, settings, instance)
    condition.does("consumer", "joins its group")
    try:
        await _reaching(broker.start(), settings)
        condition.client = consume.client_of(broker)
        condition.does("consumer", "waits for messages")
        async with consumer.acknowledgements.each_second(condition.client):
            await watch(condition, Group(consumer.group, consumer.topics, settings))
    except Stalled:
        _drop_poll(broker)
        raise
    except asyncio.CancelledError:
        consume.leave_at_stop(broker)
        raise
    finally:
        condition.client = None
        await asyncio.wait_for(broker.stop(), CLOSE_S)


async def _reaching(start: Awaitable[None], settings: Settings) -> None:
    """Raises what aiokafka raises; Unreached, with the reason, where that says only that no broker was reached."""
    try:
        await start
    except KafkaConnectionError as fault:
        raise Unreached(await silent_because(settings) or str(fault)) from fault


def _drop_poll(broker: KafkaBroker) -> None:
    """A poll without an end would keep its consumer in the group, and its successor out."""
    for subscriber in broker.subscribers:
        for task in subscriber.tasks:  # type: ignore[attr-defined]
            task.cancel()


async def _relay(relay: Relay, settings: Settings, condition: Condition) -> None:
    producer = Producers(settings)
    try:
        await _reaching(producer.start(), settings)
        while True:
            condition.does("relay", "sends")
            await to_its_end(relay.turn(producer))
            if relay.failed:
                return
            condition.does("relay", "waits for events")
            await pause(relay.handed, relay.rest_s)
    finally:
        await asyncio.wait_for(producer.end(), CLOSE_S)
        await asyncio.wait_for(relay.clear(), CLOSE_S)


async def _retry(engine: Engine, wake: asyncio.Event, condition: Condition, commits: Commits) -> None:
    while True:
        wake.clear()
        seen = commits.made
        went_on = await try_due(engine)
        condition.does("parked", "looks")
        if not went_on:
            await pause(wake, RETRY_POLL_S)
            await commits.beyond(seen, QUIET_S - RETRY_POLL_S)


async def _work(name: str, work: Work, pool: asyncpg.Pool, condition: Condition) -> None:
    while True:
        more: bool = await to_its_end(work(pool))
        condition.does(name, "looks")
        if not more:
            await asyncio.sleep(WORK_REST_S)


async def _well(name: str, work: Awaitable[None], condition: Condition) -> None:
    await work
    condition.does(name, "looks")
