"""Who sees only his own: he reads a department's database through views that show no more (ALL-3, decision 0056).

A view in the schema ``own`` has the name of a table, and of its rows those about customers for whom one of some people
answers. A query that names the table finds the view instead, whoever wrote it: no list, page or file can forget the
rule. ``own.hidden`` has the ids of all other documents: what a path names by one of them does not exist for him.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast
from uuid import UUID

import asyncpg
import structlog
from fastapi import Request

from chassis.handling import Db, Reading, Sight
from chassis.http.identity import ASKING, Person

SEEN_BY = "gendan.seen"
OWN = """
SELECT set_config('search_path', 'own, ' || current_setting('search_path'), true),
    set_config('gendan.people', $1::text[]::text, true)
"""
HIDDEN = "SELECT id FROM own.hidden WHERE id = ANY($1::uuid[])"
log = structlog.get_logger()


class Seen:
    """A pool as the person of a request sees it; who he is, is looked for when something is read."""

    def __init__(self, pool: asyncpg.Pool, sight: Sight, request: Request) -> None:
        self.pool, self.sight, self.request = pool, sight, request
        self._people: tuple[Sequence[str] | None] | None = None

    async def people(self) -> Sequence[str] | None:
        """Those for whose customers he is let in; None for all. At most one look for each request."""
        if self._people is None:
            by: Person | None = self.request.scope.get(ASKING)
            self._people = (await self.sight(self.pool, by.code, by.roles) if by else None,)
        return self._people[0]

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[Db]:
        people = await self.people()
        async with self.pool.acquire() as db:
            if people is None:
                yield db
                return
            async with db.transaction():
                await db.execute(OWN, people)
                yield db

    async def fetch(self, query: str, *args: Any) -> Any:
        async with self.acquire() as db:
            return await db.fetch(query, *args)

    async def fetchrow(self, query: str, *args: Any) -> Any:
        async with self.acquire() as db:
            return await db.fetchrow(query, *args)

    async def fetchval(self, query: str, *args: Any) -> Any:
        async with self.acquire() as db:
            return await db.fetchval(query, *args)

    async def execute(self, query: str, *args: Any) -> Any:
        async with self.acquire() as db:
            return await db.execute(query, *args)


def seen_by_who_asks(request: Request, pool: asyncpg.Pool | None = None) -> asyncpg.Pool:
    """The department's pool, or the one that is given, as far as who asks may see; itself, where all see all."""
    engine, scope = request.app.state.engine, request.scope
    pool = pool or engine.pool
    if engine.house.sight is None:
        return cast(asyncpg.Pool, pool)
    if SEEN_BY not in scope:
        scope[SEEN_BY] = Seen(pool, engine.house.sight, request)
    return cast(asyncpg.Pool, scope[SEEN_BY])


async def is_confined(db: Reading) -> bool:
    """Whether who asks sees only his own."""
    return isinstance(db, Seen) and await db.people() is not None


async def hidden(db: Reading, ids: Sequence[UUID]) -> frozenset[UUID]:
    """Of these documents, those that do not exist for who asks; no statement for who sees all."""
    if not ids or not await is_confined(db):
        return frozenset()
    found = frozenset(row["id"] for row in await db.fetch(HIDDEN, list(ids)))
    if found:
        log.warning("asked for what is another's", documents=sorted(map(str, found)))
    return found
