"""What commands would be answered now: each is tried in a transaction that is taken back."""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg
import structlog

from chassis.database.failures import PASSING
from chassis.handling import Answer, CommandHandler
from chassis.messages.rounds import rounds
from chassis.refusal import Refusal
from chassis.transaction.commands import LOST_RACES, Command

LOCK_WITHIN = "SET LOCAL lock_timeout = '200ms'"
"""Who only looks holds nobody up, and does not wait for who works."""
log = structlog.get_logger()
UNKNOWN = (*PASSING, *LOST_RACES, asyncpg.LockNotAvailableError)


async def try_out(
    pool: asyncpg.Pool, handler: CommandHandler, asked: Sequence[Command]
) -> list[Answer | Refusal | None]:
    """An answer or a refusal each, as the rules give it to who really asks; None where it cannot be known just now,
    as of one that fails: it hides no other.

    Nothing is written: neither what the handler did, nor an event, an answer or an entry in the log. Of one key each
    command is tried by itself, as if none of the others had come.
    """
    answers: dict[int, Answer | Refusal | None] = {}
    for turn in rounds(command.key for command in asked):
        try:
            answers |= zip(turn, await _taken_back(pool, handler, [asked[i].body for i in turn]), strict=True)
        except Exception as fault:
            if not isinstance(fault, UNKNOWN):
                log.warning("not tried", handler=handler.__qualname__, reason=repr(fault))
            answers |= dict.fromkeys(turn)
    return [answers[i] for i in range(len(asked))]


async def _taken_back(pool: asyncpg.Pool, handler: CommandHandler, bodies: Sequence[object]) -> list[Answer | Refusal]:
    async with pool.acquire() as db:
        transaction = db.transaction()
        await transaction.start()
        try:
            await db.execute(LOCK_WITHIN)
            return list(await handler(db, bodies))
        finally:
            await transaction.rollback()
