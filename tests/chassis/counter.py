"""A handler that can be held at its work, so that other requests come meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from chassis.handling import Answer, Db
from chassis.ids import new_id
from chassis.numbers import take_numbers
from chassis.refusal import Refusal
from chassis.transaction.engine import Engine
from tests.chassis.test_commands import Pieces, a_command
from tests.waiting import within


class Counter:
    """A department's handler: takes a number of a gapless series for each command, and notes who came with whom."""

    def __init__(self) -> None:
        self.turns: list[list[int]] = []
        self.goes_on = asyncio.Event()
        self.goes_on.set()

    async def __call__(self, db: Db, bodies: Sequence[Pieces]) -> list[Answer | Refusal]:
        self.turns.append([body.count for body in bodies])
        await self.goes_on.wait()
        await take_numbers(db, "SO", 2026, len(bodies))
        await db.execute("INSERT INTO effect (order_id, what) SELECT $1, unnest($2::text[])", new_id(), _names(bodies))
        return [Answer(body) for body in bodies]


def _names(bodies: Sequence[Pieces]) -> list[str]:
    return [str(body.count) for body in bodies]


async def ask_for(engine: Engine, handler: Any, numbers: Sequence[int]) -> list[Any]:
    """A request each, all at once; an answer, a refusal or a fault each."""
    asked = [engine.ask(handler, a_command(f"PO {number}", number)) for number in numbers]
    return await asyncio.gather(*asked, return_exceptions=True)


def answer_to(number: int) -> bytes:
    return b'{"count":%d}' % number


@asynccontextmanager
async def at_work(engine: Engine, counter: Counter) -> AsyncIterator[asyncio.Task[Any]]:
    """Its handler is at work on number 0 until the end of the block, and others come meanwhile."""
    counter.goes_on.clear()
    first = asyncio.create_task(engine.ask(counter, a_command("PO 0", 0)))
    await within(5, lambda: is_at_work(counter))
    yield first
    counter.goes_on.set()
    assert await first == answer_to(0)


async def is_at_work(counter: Counter) -> bool:
    return bool(counter.turns)
