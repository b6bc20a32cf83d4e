"""The one way in: every message, command and timer goes through one transaction under the key lock."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
from opentelemetry.trace import get_current_span

from chassis import clock, figures
from chassis.handling import CommandHandler, Db, Handler, House, events_of
from chassis.ids import new_id
from chassis.messages import inbox, parking
from chassis.messages.envelope import Message, Unreadable, read
from chassis.messages.outbox import Published
from chassis.messages.parking import Parking
from chassis.refusal import Refusal, StillRunning
from chassis.telemetry import spans
from chassis.telemetry.last_known import link_to_last_known
from chassis.transaction import commands, rooms
from chassis.transaction.commands import Command, same_again
from chassis.transaction.together import Lock, Together
from chassis.transaction.unit_of_work import UnitOfWork

Again = Callable[[Sequence[UUID]], Awaitable[UnitOfWork]]
"""Tries parked messages again inside an action's transaction."""
Action = Callable[[Db, Again], Awaitable[UnitOfWork]]
"""What an operation does under the lock of its key."""


def _nobody_waits(*_: object) -> None:
    """Nobody is to be woken."""


@asynccontextmanager
async def _transaction(db: Db) -> AsyncIterator[None]:
    """All of it or nothing, and all of it by the same figures."""
    with figures.read_once():
        async with db.transaction():
            yield


class Engine:
    """Takes messages and commands of one house.

    After a commit ``published`` is called with what there is for the relay, ``due`` when a parked message is due, and
    ``committed`` in any case.
    """

    def __init__(
        self,
        house: House,
        pool: asyncpg.Pool,
        prefix: str = "",
        published: Callable[[Published], None] = _nobody_waits,
        due: Callable[[], None] = _nobody_waits,
        committed: Callable[[], None] = _nobody_waits,
    ) -> None:
        self.house, self.pool, self.prefix = house, pool, prefix
        self.rooms = rooms.Rooms(house)
        self.types = {event.topic: event for event in house.handles}
        self.published, self.due, self.committed = published, due, committed
        self._together = Together(pool, self._answer, self.command)

    async def consume(self, messages: Sequence[Message | Unreadable]) -> bool:
        """Give each message its effect once; a second delivery changes nothing. Whether any handler had an answer."""
        work = await self._in_transaction(lambda db: self._take_fresh(db, messages))
        return bool(work.handled) or any(parking.why == "not_ready" for parking in work.parked)

    async def retry(self, ids: Sequence[UUID], keys: Sequence[str]) -> None:
        """Try parked messages again."""

        async def work(db: Db) -> UnitOfWork:
            await inbox.lock(db, keys)
            return await self._take_again(db, ids)

        await self._in_transaction(work)

    async def operate(self, key: str, action: Action) -> None:
        """Do what a person decided about parked messages of one key, under its lock, in one transaction."""

        async def work(db: Db) -> UnitOfWork:
            await inbox.lock(db, [key])
            return await action(db, lambda ids: self._take_again(db, ids, dead=True))

        await self._in_transaction(work)

    async def dead_letter(self, message: Message | Unreadable, reason: str) -> None:
        """Put a message in the dead letters with its reason; it is in the inbox by the same transaction.

        One that another member of the group handled meanwhile is left alone.
        """
        async with self.pool.acquire() as db, db.transaction():
            (record,) = await inbox.take_in_charge(db, [message], clock.today())
            if record["fresh"]:
                await parking.park(db, self.house.name, [Parking(message, "dead", reason, kind="handler")])

    async def command(self, handler: CommandHandler, asked: Sequence[Command]) -> list[bytes | Refusal]:
        """Do each command once; the answers as JSON, or why not. The same request again gets the same answer.

        Who did the same under another lock at the same moment wins: he is seen when we try again.
        """
        return await commands.with_tries(lambda: self._command(handler, asked))

    async def ask(self, handler: CommandHandler, asked: Command) -> bytes | Refusal:
        """Do one command, together with what others ask of the same handler at the same time."""
        return await self._together.ask(handler, asked)

    async def fall_due(self, handler: Handler, due: Sequence[tuple[str, Any]]) -> None:
        """Do what a timer found; ``handler`` reads again under the lock, so being called twice changes nothing."""
        with spans.falling_due(self.house.name, handler.__name__):
            work = UnitOfWork()
            async with self.pool.acquire() as db, _transaction(db):
                await inbox.lock(db, [key for key, _ in due])
                for outcome in await rooms.call(handler, db, [body for _, body in due]):
                    work.publish(events_of(outcome), new_id(), spans.current_traceparent())
                await link_to_last_known(db, [(get_current_span(), [entry.order_id for entry in work.log])])
                await self._write(db, work)
            self._after_commit(work)

    async def parked_messages(self, db: Db, ids: Sequence[UUID], *, dead: bool) -> list[Message | Unreadable]:
        """Parked messages as they are read today, their rows locked; ``dead``: dead letters too."""
        records = await parking.load_parked(db, ids, self.prefix, dead=dead)
        return [read(record, self.types, self.prefix) for record in records]

    async def _in_transaction(self, work: Callable[[Db], Awaitable[UnitOfWork]]) -> UnitOfWork:
        async with self.pool.acquire() as db:
            async with _transaction(db):
                done = await work(db)
            self._after_commit(done)
            return done

    async def _take_fresh(self, db: Db, messages: Sequence[Message | Unreadable]) -> UnitOfWork:
        today = clock.today()
        records = await inbox.take_in_charge(db, messages, today)
        figures.known(today, records[0]["figures"])
        ready, parkings = inbox.sort_out(messages, records)
        work = await self.rooms.handle(db, ready)
        spans.put_aside(self.house.name, {}, parkings)
        work.parked.extend(parkings)
        await self._write(db, work)
        return work

    async def _take_again(self, db: Db, ids: Sequence[UUID], *, dead: bool = False) -> UnitOfWork:
        messages = await self.parked_messages(db, ids, dead=dead)
        work = await self.rooms.handle(db, [m for m in messages if isinstance(m, Message)])
        work.parked.extend(Parking(m, "dead", m.reason, kind="contract") for m in messages if isinstance(m, Unreadable))
        await parking.unpark(db, [message.id for message in work.handled])
        await self._write(db, work)
        return work

    async def _command(self, handler: CommandHandler, asked: Sequence[Command]) -> list[bytes | Refusal]:
        async with self.pool.acquire(timeout=commands.CONNECTION_WITHIN_S) as db:
            return await self._answer(db, handler, asked, inbox.lock)

    async def _answer(
        self, db: Db, handler: CommandHandler, asked: Sequence[Command], lock: Lock
    ) -> list[bytes | Refusal]:
        """In one transaction; a command whose key ``lock`` does not give is still running."""
        async with _transaction(db):
            ours = await lock(db, [command.key for command in asked])
            going = [command for command in asked if command.key in ours]
            known = await commands.answered(db, going)
            fresh = commands.first_of_each(going, known)
            answers = await commands.answer(handler, db, fresh)
            work = commands.work_of(fresh, answers)
            await link_to_last_known(db, commands.orders_by_span(going, fresh, answers))
            await commands.keep(db, fresh, answers)
            await self._write(db, work)
        self._after_commit(work)
        given = known | commands.given(fresh, answers)
        return [same_again(c, given[c.id]) if c.key in ours else StillRunning(key=c.key) for c in asked]

    async def _write(self, db: Db, work: UnitOfWork) -> None:
        await work.write(db, self.house.name)

    def _after_commit(self, work: UnitOfWork) -> None:
        work.count(self.house.name)
        if work.outbox:
            self.published(work.published)
        if work.parked_due:
            self.due()
        self.committed()
