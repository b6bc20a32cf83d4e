"""Some looks a second for all who listen to this process; any other process would tell them the same (NOT-1)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

import asyncpg
import structlog

from chassis.handling import Reading
from services.notify.desk.live import store
from services.notify.desk.live.position import Position
from services.notify.desk.live.store import Line

LOOK_EVERY_S = 0.1
"""Of the second within which a change is seen on an open page (NOT-1)."""
IDLE_LOOK_EVERY_S = 1.0
"""While nobody listens; who begins to hears at once what he missed."""
AWAY_S = 5.0
LINES_MAX = 2_000
"""Who is further behind looks at everything anew."""
WAITING_MAX = 50
LISTENERS_MAX = 1_000
UNREACHED = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError)
log = structlog.get_logger()


@dataclass(frozen=True)
class News:
    """Orders and exceptions that changed, up to a decided number; or that everything is to be looked at anew."""

    upto: int
    orders: tuple[UUID, ...] = ()
    exceptions: tuple[UUID, ...] = ()
    everything: bool = False

    @cached_property
    def told(self) -> str:
        """As events of the stream (HTML, 9.2); written once for all who listen."""
        if self.everything:
            return self._event("resync", ())
        exceptions = self._event("exceptions", self.exceptions) if self.exceptions else ""
        return (self._event("orders", self.orders) if self.orders or not exceptions else "") + exceptions

    def _event(self, event: str, ids: Sequence[UUID]) -> str:
        return f"id: {self.upto}\nevent: {event}\ndata: {json.dumps([str(one) for one in ids])}\n\n"


Listener = asyncio.Queue[News | None]
"""None: the process ends."""


class Feed:
    """Tells every listener which orders changed."""

    def __init__(self, db: Reading) -> None:
        self.db = db
        self.position: Position | None = None
        self.listeners: set[Listener] = set()
        self._begun: tuple[int, int] | None = None

    @property
    def decided(self) -> int | None:
        """Where a page that is drawn now goes on; None for the first moments."""
        return self.position.decided if self.position else None

    async def run(self) -> None:
        while True:
            try:
                await self.look()
                await asyncio.sleep(LOOK_EVERY_S if self.listeners else IDLE_LOOK_EVERY_S)
            except UNREACHED as fault:
                log.warning("feed of the desk waits for the database", reason=repr(fault))
                await asyncio.sleep(AWAY_S)

    async def look(self) -> None:
        """Once: tell what is new."""
        given = await store.given(self.db)
        if self.position is None:
            await self._begin(given)
        elif given - self.position.decided > LINES_MAX:
            self.position, self._begun = None, None
            self._tell(News(given, everything=True))
        elif self.position.has_to_look(given):
            looked = await store.since(self.db, self.position.decided, 2 * LINES_MAX)
            if lines := self.position.looked(given, looked):
                self._tell(_news(self.position.decided, lines))

    async def _begin(self, given: int) -> None:
        """At the first number that is decided after all that was not over is over."""
        first, next_to_come = self._begun or (given, 0)
        looked = await store.since(self.db, first, 1)
        if self._begun and looked.oldest >= next_to_come:
            self.position = Position(first)
        elif not self._begun:
            self._begun = first, looked.next

    def _tell(self, news: News) -> None:
        for listener in self.listeners:
            if listener.full():
                _forget(listener)
                listener.put_nowait(News(news.upto, everything=True))
            else:
                listener.put_nowait(news)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Listener]:
        listener: Listener = asyncio.Queue(WAITING_MAX)
        self.listeners.add(listener)
        try:
            yield listener
        finally:
            self.listeners.discard(listener)

    async def since(self, after: int) -> News:
        """What a browser missed that had heard all up to ``after``."""
        looked = await store.since(self.db, after, LINES_MAX + 1)
        upto = max(after, self.decided or 0)
        if len(looked.lines) > LINES_MAX:
            return News(upto, everything=True)
        return _news(upto, looked.lines)

    def end(self) -> None:
        for listener in self.listeners:
            _forget(listener)
            listener.put_nowait(None)


def _news(upto: int, lines: Sequence[Line]) -> News:
    """Each once."""
    orders = dict.fromkeys(line.about for line in lines if not line.is_exception)
    exceptions = dict.fromkeys(line.about for line in lines if line.is_exception)
    return News(upto, tuple(orders), tuple(exceptions))


def _forget(listener: Listener) -> None:
    while not listener.empty():
        listener.get_nowait()
