"""Keeps a play's clock with the departments and the world: it runs only as far as everybody has come."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Never

import asyncpg

from chassis.process.service import Service
from gendan.play_clock import PlayClock
from world.play import Progress

LOOK_EVERY_S = 0.05
BEHIND_MAX = timedelta(hours=12)
"""So much business time may pass while a message waits or is worked on; then the clock waits until all are heard."""
STUCK_S = 30.0
"""Who is stuck for so long holds up the play no longer; what is stuck is told in the end."""
log = logging.getLogger(__name__)


async def keep_pace(clock: PlayClock, services: Sequence[Service], progress: Progress) -> Never:
    """Let the clock run behind the slowest, until cancelled; then it stays where it is."""
    heard_at, moved = clock.now(), time.monotonic()
    try:
        while True:
            before = clock.now()
            if await _all_heard(services):
                heard_at = before
            until = min(heard_at + BEHIND_MAX, progress.may_reach())
            if until > before:
                moved = time.monotonic()
            elif time.monotonic() - moved > STUCK_S:
                log.warning("the play goes on, though somebody has been behind for %.0f s", STUCK_S)
                heard_at = before
                progress.forgive(before)
            clock.allow(until)
            await asyncio.sleep(LOOK_EVERY_S)
    finally:
        clock.wait()


async def _all_heard(services: Sequence[Service]) -> bool:
    """Nothing is being handled, nothing waits on Kafka, and nothing waits to be sent."""
    for service in services:
        if not await service.condition.has_heard_all():
            return False
    return not any(await asyncio.gather(*(_has_to_send(service) for service in services)))


async def _has_to_send(service: Service) -> bool:
    try:
        return await service.relay.has_to_send()
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return True
