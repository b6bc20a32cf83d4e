"""A poll is handled together; what fails is halved until the bad message stands alone, and is a dead letter."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from itertools import groupby
from operator import attrgetter

import asyncpg
import structlog

from chassis.database.connections import surely
from chassis.database.failures import AWAY, PASSING
from chassis.messages.envelope import Message, Unreadable
from chassis.messages.fingerprint import reason_of
from chassis.transaction.engine import Engine

log = structlog.get_logger()

TRIES = 4
DEAD_IN_A_ROW_MAX = 20
"""So many dead letters without one success between them may be an outage, not bad messages.

A repeat is no success: the poll that was sought back begins with those already dead.
"""

Poll = Sequence[Message | Unreadable]


class Outage(Exception):
    """Everything fails alike."""


class Halving:
    """Takes the polls of one consumer."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._dead_in_a_row = 0
        self._poll: Poll = ()
        self._others_handled: bool | None = None
        """Whether this poll has messages of other topics that can be handled; None while nobody asked."""

    async def consume(self, poll: Poll) -> None:
        """Give each message its effect, or make it a dead letter.

        Raises what passes by itself, and Outage: the poll comes again.
        """
        self._poll, self._others_handled = poll, None
        await self._consume(poll)

    async def _consume(self, messages: Poll) -> None:
        try:
            if await self._with_tries(messages):
                self._dead_in_a_row = 0
        except AWAY:
            raise
        except Exception as fault:
            if len(messages) > 1:
                middle = len(messages) // 2
                await self._consume(messages[:middle])
                await self._consume(messages[middle:])
            elif isinstance(fault, asyncpg.LockNotAvailableError):
                raise
            else:
                await self._dead_letter(messages[0], fault)

    async def _with_tries(self, messages: Poll) -> bool:
        alone, consume = len(messages) == 1, partial(self.engine.consume, messages)
        if alone:
            consume = partial(surely, self.engine.pool, consume)
        for attempt in range(TRIES - 1):
            with suppress(*PASSING if alone else AWAY):
                return await consume()
            await asyncio.sleep(random.uniform(0.02, 0.1) * 2**attempt)
        return await consume()

    async def _dead_letter(self, message: Message | Unreadable, fault: Exception) -> None:
        if self._dead_in_a_row >= DEAD_IN_A_ROW_MAX and not await self._others_are_handled(message.topic):
            raise Outage(repr(fault)) from fault
        self._dead_in_a_row += 1
        log.error(
            "message dead",
            service=self.engine.house.name,
            topic=message.topic,
            key=message.key,
            message_id=str(message.id),
            exc_info=fault,
        )
        await self.engine.dead_letter(message, reason_of(fault))

    async def _others_are_handled(self, topic: str) -> bool:
        """One topic that fails is a bad handler: those of the poll about something else have their effect."""
        if self._others_handled is None:
            others = sorted((m for m in self._poll if m.topic != topic), key=attrgetter("topic"))
            by_topic = [list(group) for _, group in groupby(others, key=attrgetter("topic"))]
            self._others_handled = any([await self._is_handled(group) for group in by_topic])
        return self._others_handled

    async def _is_handled(self, messages: Poll) -> bool:
        with suppress(Exception):
            return await self.engine.consume(messages)
        return False
