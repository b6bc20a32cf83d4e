"""Whose access has ended, though his token is good for some hours yet (ALL-3, decision 0063).

The department keeps of each person whether he works here (`chassis/http/staff.py`). Who does not is refused, from the
next look at that table on: at most one in ``LOOKS_EVERY_S``, when somebody asks, and none for who asks in between.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import asyncpg
import structlog

from chassis.database.failures import UNANSWERED
from chassis.refusal import Refusal

ENDED = "SELECT person FROM person WHERE NOT active"
LOOKS_EVERY_S = 0.3
LOOK_LIMIT_S = 1.0
log = structlog.get_logger()


class AccessEnded(Refusal):
    """The access of {person} has ended; who administers people can give it back."""

    status = 403


@dataclass
class Access:
    """As one department's database has it; ``pool`` is one that no work waits for."""

    pool: asyncpg.Pool
    looks_every_s: float = LOOKS_EVERY_S
    _ended: frozenset[str] = frozenset()
    _good_until: float = float("-inf")
    _look: asyncio.Task[None] | None = field(default=None, repr=False)

    async def insist_on(self, person: str) -> None:
        """Raises AccessEnded."""
        if await self.has_ended(person):
            log.warning("access has ended", person=person)
            raise AccessEnded(person=person)

    async def has_ended(self, person: str) -> bool:
        """As it was known this moment; while the database is away, as it was known last: then there is nothing to be
        had but what the process itself knows."""
        if asyncio.get_running_loop().time() >= self._good_until:
            if self._look is None or self._look.done():
                self._look = asyncio.create_task(self._look_again(), name="whose access has ended")
            await asyncio.shield(self._look)
        return person in self._ended

    async def _look_again(self) -> None:
        begins_at = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(LOOK_LIMIT_S):
                self._ended = frozenset(row["person"] for row in await self.pool.fetch(ENDED))
        except UNANSWERED as fault:
            log.warning("whose access has ended is as it was known last", reason=repr(fault))
        self._good_until = begins_at + self.looks_every_s
