"""Streams of the test house that stand still, and what becomes of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from chassis.ids import new_id
from chassis.messages.envelope import Message
from chassis.messages.parking import due
from chassis.operations.operations import Operation, What
from chassis.operations.selection import Selection
from chassis.transaction.engine import Engine
from contracts.codec import decoded
from contracts.warehouse import GoodsPacked
from tests.chassis.house import released
from tests.chassis.records import message_of

RELEASED = "order.released"


class Killed(BaseException):
    """The process ended here."""


async def stands_still(engine: Engine, order: UUID | None = None) -> list[Message]:
    """An order whose first release is dead and two wait behind it."""
    order = order or new_id()
    messages = [message_of(released(order, slip), at) for at, slip in enumerate(("BAD", "second", "third"), start=1)]
    await die(engine, messages[:1])
    await engine.consume(messages[1:])
    return messages


async def die(engine: Engine, messages: Sequence[Message]) -> None:
    """What fails alone is a dead letter, as with the consumer."""
    for message in messages:
        await engine.dead_letter(message, "ValueError: a bad slip")


async def let_go_on(engine: Engine) -> None:
    """What the parked task does: try what is due."""
    while rows := await due(engine.pool):
        await engine.retry([row["message_id"] for row in rows], [row["key"] for row in rows])


async def slips(pool: asyncpg.Pool, order: UUID) -> list[str]:
    """What was packed of an order, in order."""
    rows = await pool.fetch("SELECT body FROM outbox WHERE key = $1 ORDER BY sequence", str(order))
    return [decoded(GoodsPacked, row["body"]).slip_number for row in rows]


async def waiting(pool: asyncpg.Pool) -> list[str]:
    """Why what is parked is parked, stream by stream."""
    return [row["why"] for row in await pool.fetch("SELECT why FROM parked ORDER BY topic, key, sequence")]


def operation(what: What, **which: Any) -> Operation:
    return Operation(new_id(), what, Selection(**which), "wang.fang", "the slip is mended")


@contextmanager
def killed_at(owner: object, place: str, nth: int) -> Iterator[None]:
    """Inside the block the process ends when it comes to this place for the nth time."""
    come, really = 0, getattr(owner, place)

    def dies(*args: Any, **kwargs: Any) -> Any:
        nonlocal come
        come += 1
        if come == nth:
            raise Killed
        return really(*args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, place, dies)
        with pytest.raises(Killed):
            yield
