"""A loop goes on whatever fails, waits no longer than it must, and ends what it began before it stops."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

import structlog
from aiokafka.errors import KafkaError

from chassis.database.failures import PASSING
from chassis.kafka.relay import NothingSent
from chassis.telemetry.condition import Condition
from chassis.telemetry.faults import Unreached

T = TypeVar("T")
log = structlog.get_logger()

BACKOFF_MAX_S = 5.0
PASSING_BY = (*PASSING, KafkaError, NothingSent, Unreached)


async def forever(service: str, name: str, work: Callable[[], Awaitable[None]], condition: Condition) -> None:
    """Keep at it, whatever fails: tried again with backoff, clients built anew."""
    backoff_s = 0.2
    try:
        while True:
            try:
                await work()
                backoff_s = 0.2
            except (Exception, asyncio.CancelledError) as fault:
                if _is_to_end():
                    raise
                condition.does(name, "tries again", fault)
                if isinstance(fault, PASSING_BY):
                    condition.fails(name, service, fault, backoff_s)
                else:
                    log.exception("tries again", service=service, work=name, reason=repr(fault), after_s=backoff_s)
                await asyncio.sleep(backoff_s)
                backoff_s = min(backoff_s * 2, BACKOFF_MAX_S)
    finally:
        condition.does(name, "has stopped")


def _is_to_end() -> bool:
    """A close that fails hides that the service stops: its fault comes instead of the CancelledError."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def to_its_end(work: Coroutine[Any, Any, T]) -> T:
    """Finish it even when the service stops meanwhile: a round cut short would send its events twice."""
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


async def pause(wake: asyncio.Event, seconds: float) -> None:
    """Until it is woken, at most so long. A ``wait_for`` would lose a cancel that comes together with the wake."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await wake.wait()


async def every(seconds: float, work: Callable[[], Awaitable[None]]) -> None:
    while True:
        await work()
        await asyncio.sleep(seconds)
