"""Who sees only his own: he reads a department's database through views that show no more (ALL-3, decision 0056).

A view in the schema ``own`` has the name of a table, and of its rows those about customers for whom one of some people
answers. A query that names the table finds the view instead, whoever wrote it: no list, page or file can forget the
rule. ``own.hidden`` has the ids of all other documents: what a path names by one of them does not exist for him.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, cast
from uuid import UUID

import asyncpg
import structlog
from fastapi import Request

from chassis.handling import Db, Reading, Sight
from chassis.http.identity import ASKING, Person
from chassis.refusal import NotFound

SEEN_BY = "gendan.seen"
OWN_ALONE: Final = frozenset({"merchandiser", "salesperson"})
"""Roles that see customers as far as they are one's own, where the company wants that."""
ALL: Final = frozenset({
    "sales manager", "buyer", "storekeeper", "inspector", "quality manager", "planner", "logistics clerk",
    "accountant", "finance manager", "general manager", "legal", "customer service", "service supervisor",
    "management", "administrator", "analyst",
})  # fmt: skip
"""Roles that see all of a route that they may use; a role that stands in neither list widens nothing."""
OWN = """
SELECT set_config('search_path', 'own, ' || current_setting('search_path'), true),
    set_config('gendan.people', $1::text[]::text, true)
"""
HIDDEN = "SELECT id FROM own.hidden WHERE id = ANY($1::uuid[])"
log = structlog.get_logger()


def sees_own_alone(roles: Collection[str]) -> bool:
    """Whether one who has these roles sees his own customers alone, where the company wants that."""
    return bool(OWN_ALONE.intersection(roles)) and ALL.isdisjoint(roles)


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
    return frozenset(row["id"] for row in await db.fetch(HIDDEN, list(ids)))


async def must_see(db: Reading, what: str, id_: UUID) -> None:
    """Raises NotFound for a document that is another's, in the words for one that there is not; the log tells which."""
    if await hidden(db, [id_]):
        log.warning("asked for what is another's", what=what, document=str(id_))
        raise NotFound(what=what, id=id_)
