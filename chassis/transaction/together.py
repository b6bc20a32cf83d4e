"""Requests that come together share a transaction: what comes while one is at work goes together in the next.

Nobody waits for company: who comes alone goes at once. What cannot go with others, because somebody holds its key or it
lost a race or fails, goes by itself, where it holds up only what is about the same key (decision 0024).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextvars import Context

import asyncpg

from chassis.database.failures import AWAY, BLOCKED
from chassis.handling import CommandHandler, Db
from chassis.messages import inbox
from chassis.refusal import Refusal, StillRunning
from chassis.transaction import commands
from chassis.transaction.commands import LOST_RACES, Command

TOGETHER_MAX = 500
"""As many as there are in a batch or a poll."""

Lock = Callable[[Db, Sequence[str]], Awaitable[Collection[str]]]
"""Locks keys until commit; those that it gives are ours."""
Place = tuple[CommandHandler, str | None]
"""Where commands wait: for a handler, or by themselves for a handler and their key."""


class Waiting:
    """A command that waits for its turn, and who asked it for its answer."""

    def __init__(self, command: Command) -> None:
        self.command = command
        self.answer: asyncio.Future[bytes | Refusal] = asyncio.get_running_loop().create_future()

    def waits(self) -> None:
        """From now on, no longer than for a connection."""
        fault = TimeoutError("its turn did not come")
        self._limit = asyncio.get_running_loop().call_later(commands.CONNECTION_WITHIN_S, self.fail, fault)

    def begins(self) -> bool:
        """Its turn has come; False when nobody waits for its answer any more."""
        self._limit.cancel()
        return not self.answer.done()

    def give(self, answer: bytes | Refusal) -> None:
        if not self.answer.done():
            self.answer.set_result(answer)

    def fail(self, fault: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(fault)


class Together:
    """The queues of one engine. ``answer`` does commands in one transaction; ``alone`` waits for keys, tries anew."""

    def __init__(
        self,
        pool: asyncpg.Pool,
        answer: Callable[[Db, CommandHandler, Sequence[Command], Lock], Awaitable[list[bytes | Refusal]]],
        alone: Callable[[CommandHandler, Sequence[Command]], Awaitable[list[bytes | Refusal]]],
    ) -> None:
        self._pool, self._answer, self._alone = pool, answer, alone
        self._queues: dict[Place, deque[Waiting]] = {}
        self._serving: set[asyncio.Task[None]] = set()

    async def ask(self, handler: CommandHandler, command: Command) -> bytes | Refusal:
        """The answer to one command, done with those that wait for the same handler."""
        one = Waiting(command)
        self._join((handler, None), one)
        return await one.answer

    def _join(self, place: Place, one: Waiting) -> None:
        one.waits()
        if place in self._queues:
            self._queues[place].append(one)
            return
        self._queues[place] = deque([one])
        task = asyncio.create_task(self._serve(place), context=Context())  # of no request, since it serves many
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    async def _serve(self, place: Place) -> None:
        """Until nobody waits at this place."""
        handler, key = place
        queue, taken = self._queues[place], list[Waiting]()
        try:
            while queue:
                taken = [queue.popleft() for _ in range(1 if key else min(len(queue), TOGETHER_MAX))]
                await (self._go_alone(handler, *taken) if key else self._go(handler, taken))
        except asyncio.CancelledError:
            for one in (*taken, *queue):
                one.answer.cancel()
            raise
        finally:
            del self._queues[place]

    async def _go(self, handler: CommandHandler, asked: Sequence[Waiting]) -> None:
        """What fails together is halved, until what fails stands alone."""
        try:
            await self._go_together(handler, asked)
        except (inbox.KeyIsHeld, *LOST_RACES):
            self._leave_alone(handler, asked)
        except Exception as fault:
            if len(asked) == 1 or isinstance(fault, AWAY):
                for one in asked:
                    one.fail(fault)
            elif isinstance(fault, BLOCKED):
                self._leave_alone(handler, asked)
            else:
                middle = len(asked) // 2
                await self._go(handler, asked[:middle])
                await self._go(handler, asked[middle:])

    async def _go_together(self, handler: CommandHandler, asked: Sequence[Waiting]) -> None:
        async with self._pool.acquire() as db:
            going = [one for one in asked if one.begins()]
            answers = await self._answer(db, handler, [one.command for one in going], inbox.lock_free) if going else []
        for one, answer in zip(going, answers, strict=True):
            if isinstance(answer, StillRunning):
                self._leave_alone(handler, [one])
            else:
                one.give(answer)

    def _leave_alone(self, handler: CommandHandler, asked: Sequence[Waiting]) -> None:
        for one in asked:
            self._join((handler, one.command.key), one)

    async def _go_alone(self, handler: CommandHandler, one: Waiting) -> None:
        if not one.begins():
            return
        try:
            (answer,) = await self._alone(handler, [one.command])
        except Exception as fault:
            one.fail(fault)
        else:
            one.give(answer)
