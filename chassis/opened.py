"""Documents that lie open while a poll is handled: read once, with those of all its messages, and written once.

    OPEN = Opened(read, write, lambda event: event.order_id)

    @on_opened
    async def record(db, events): ... OPEN.load(db, ids) ... OPEN.save(db, documents)

Before a handler that is not ``on_opened`` what lies open is written and forgotten: it sees and changes rows as ever.
Outside a poll nothing lies open, and what is saved is written at once.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from uuid import UUID

from chassis.handling import Db, Handler
from contracts.event import Event

D = TypeVar("D")
H = TypeVar("H", bound=Handler)


@dataclass
class _Table:
    coming: Sequence[Event]
    """What is heard in this poll, as far as it is handled on open documents."""
    lying: dict[Opened[Any], dict[UUID, Any]] = field(default_factory=dict)
    changed: dict[Opened[Any], set[UUID]] = field(default_factory=dict)


_TABLE: ContextVar[_Table | None] = ContextVar("_TABLE", default=None)
_ON_OPENED: set[Handler] = set()


def on_opened(handler: H) -> H:
    """A handler that reads and writes its documents by ``Opened`` alone."""
    _ON_OPENED.add(handler)
    return handler


def works_on_opened(handler: Handler) -> bool:
    """Whether what lies open may stay so while it works."""
    return handler in _ON_OPENED


class Opened(Generic[D]):
    """The documents of one aggregate: how they are read and written, and which one an event is about."""

    def __init__(
        self,
        read: Callable[[Db, Sequence[UUID]], Awaitable[Mapping[UUID, D]]],
        write: Callable[[Db, Sequence[D]], Awaitable[None]],
        of: Callable[[Event], UUID | None],
    ) -> None:
        self._read, self.write, self._of = read, write, of

    async def load(self, db: Db, ids: Sequence[UUID]) -> Mapping[UUID, D]:
        """Those of them that there are, by id in order; locked until the commit."""
        table = _TABLE.get()
        if table is None:
            return await self._read(db, ids)
        lying = table.lying.setdefault(self, {})
        if not lying.keys() >= set(ids):
            coming = [id_ for event in table.coming if (id_ := self._of(event))]
            lying |= await self._read(db, sorted({*ids, *coming} - lying.keys()))
        return {id_: lying[id_] for id_ in sorted(set(ids)) if id_ in lying}

    async def save(self, db: Db, documents: Mapping[UUID, D]) -> None:
        """Write them, at the end of the poll if they lie open."""
        table = _TABLE.get()
        if table is None:
            await self.write(db, list(documents.values()))
            return
        table.lying.setdefault(self, {}).update(documents)
        table.changed.setdefault(self, set()).update(documents)


@asynccontextmanager
async def lying_open(db: Db, coming: Sequence[Event]) -> AsyncIterator[None]:
    """Documents stay open in this block, and are written at its end."""
    token = _TABLE.set(_Table(coming))
    try:
        yield
        await close(db)
    finally:
        _TABLE.reset(token)


async def close(db: Db) -> None:
    """Write what was changed, and forget what was read."""
    if (table := _TABLE.get()) is None:
        return
    for opened, ids in table.changed.items():
        await opened.write(db, [table.lying[opened][id_] for id_ in sorted(ids)])
    table.changed.clear()
    table.lying.clear()
