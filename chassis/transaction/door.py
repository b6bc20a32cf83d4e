"""The one door: every message, command and timer goes through one transaction under the key lock."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

import asyncpg

from chassis.handling import CommandHandler, Db, Handler, House, events_of
from chassis.ids import new_id
from chassis.messages import inbox, parking
from chassis.messages.envelope import Message, Unreadable, read
from chassis.messages.parking import Parking
from chassis.refusal import Refusal
from chassis.telemetry import spans
from chassis.telemetry.last_known import link_to_last_known
from chassis.transaction import commands
from chassis.transaction.commands import Command
from chassis.transaction.rooms import AgainWith, Rooms, call
from chassis.transaction.unit_of_work import Work

Again = Callable[[Sequence[UUID]], Awaitable[Work]]
"""Tries parked messages again inside a deed's transaction."""
Deed = Callable[[Db, Again], Awaitable[Work]]
"""What an operation does under the lock of its key."""


class Door:
    """Takes messages and commands of one house.

    After a commit, ``said`` is called when there is something for the relay, ``woke`` when a parked message is due.
    """

    def __init__(self, house: House, pool: asyncpg.Pool, prefix: str = "") -> None:
        self.house, self.pool, self.prefix = house, pool, prefix
        self.rooms = Rooms(house)
        self.types = {event.topic: event for event in house.hears}
        self.said: Callable[[], None] = lambda: None
        self.woke: Callable[[], None] = lambda: None

    async def hear(self, messages: Sequence[Message | Unreadable]) -> bool:
        """Give each message its effect once; a second delivery changes nothing. Whether any handler had an answer."""
        work = await self._in_transaction(lambda db, held: self._hear_fresh(db, messages, held))
        return bool(work.handled) or any(parking.why == "not_ready" for parking in work.parked)

    async def retry(self, ids: Sequence[UUID], keys: Sequence[str]) -> None:
        """Try parked messages again."""

        async def work(db: Db, held: dict[UUID, Parking]) -> Work:
            await inbox.lock(db, keys)
            return await self._hear_again(db, ids, held)

        await self._in_transaction(work)

    async def operate(self, key: str, deed: Deed) -> None:
        """Do what a person decided about parked messages of one key, under its lock, in one transaction."""

        async def work(db: Db, held: dict[UUID, Parking]) -> Work:
            await inbox.lock(db, [key])
            return await deed(db, lambda ids: self._hear_again(db, ids, held, dead=True))

        await self._in_transaction(work)

    async def bury(self, message: Message | Unreadable, reason: str) -> None:
        """Put a message in the dead letters with its reason; it is in the inbox by the same transaction.

        One that another member of the group handled meanwhile is left alone.
        """
        async with self.pool.acquire() as db, db.transaction():
            await inbox.lock(db, [message.key])
            (note,) = await inbox.note(db, [message])
            if note["fresh"]:
                await parking.park(db, self.house.name, [Parking(message, "dead", reason)])

    async def command(self, handler: CommandHandler, asked: Sequence[Command]) -> list[bytes | Refusal]:
        """Do each command once; the answers as JSON, or why not. The same request again gets the same answer.

        Who did the same under another lock at the same moment wins: he is seen when we try again.
        """
        return await commands.with_tries(lambda: self._command(handler, asked))

    async def fall_due(self, handler: Handler, due: Sequence[tuple[str, Any]]) -> None:
        """Do what a timer found; ``handler`` reads again under the lock, so being called twice changes nothing."""
        with spans.falling_due(self.house.name, handler.__name__):
            work = Work()
            async with self.pool.acquire() as db, db.transaction():
                await inbox.lock(db, [key for key, _ in due])
                for outcome in await call(handler, db, [body for _, body in due]):
                    work.say(events_of(outcome), new_id(), spans.current_traceparent())
                await link_to_last_known(db, [fact.order_id for fact in work.facts])
                await self._settle(db, work)
            self._after_commit(work)

    async def parked_messages(self, db: Db, ids: Sequence[UUID], *, dead: bool) -> list[Message | Unreadable]:
        """Parked messages as they are read today, their rows locked; ``dead``: dead letters too."""
        records = await parking.load_parked(db, ids, self.prefix, dead=dead)
        return [read(record, self.types, self.prefix) for record in records]

    async def _in_transaction(self, work: Callable[[Db, dict[UUID, Parking]], Awaitable[Work]]) -> Work:
        held: dict[UUID, Parking] = {}
        async with self.pool.acquire() as db:
            while True:
                try:
                    async with db.transaction():
                        done = await work(db, held)
                    self._after_commit(done)
                    return done
                except AgainWith as again:
                    held.update(again.parkings)

    async def _hear_fresh(self, db: Db, messages: Sequence[Message | Unreadable], held: dict[UUID, Parking]) -> Work:
        await inbox.lock(db, [message.key for message in messages])
        ready, parkings = inbox.sort_out(messages, await inbox.note(db, messages))
        work = await self.rooms.work(db, ready, held)
        spans.put_aside(self.house.name, {}, parkings)
        work.parked.extend(parkings)
        await self._settle(db, work)
        return work

    async def _hear_again(self, db: Db, ids: Sequence[UUID], held: dict[UUID, Parking], *, dead: bool = False) -> Work:
        messages = await self.parked_messages(db, ids, dead=dead)
        work = await self.rooms.work(db, [m for m in messages if isinstance(m, Message)], held)
        work.parked.extend(Parking(m, "dead", m.reason) for m in messages if isinstance(m, Unreadable))
        await parking.unpark(db, [message.id for message in work.handled])
        await self._settle(db, work)
        return work

    async def _command(self, handler: CommandHandler, asked: Sequence[Command]) -> list[bytes | Refusal]:
        async with self.pool.acquire(timeout=commands.CONNECTION_WITHIN_S) as db, db.transaction():
            await inbox.lock(db, [command.key for command in asked])
            known = await commands.answered(db, asked)
            fresh = commands.first_of_each(asked, known)
            answers = await commands.answer(handler, db, fresh)
            work = commands.work_of(fresh, answers, spans.current_traceparent())
            await link_to_last_known(db, [fact.order_id for fact in work.facts])
            await commands.keep(db, fresh, answers)
            await self._settle(db, work)
        self._after_commit(work)
        given = known | commands.given(fresh, answers)
        return [commands.same_again(command, given[command.id]) for command in asked]

    async def _settle(self, db: Db, work: Work) -> None:
        await work.settle(db, self.house.name)

    def _after_commit(self, work: Work) -> None:
        work.count(self.house.name)
        if work.sayings:
            self.said()
        if work.woke:
            self.woke()
