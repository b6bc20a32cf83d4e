"""One department's rows, bare: a table with a primary key, and a transaction of a given number of statements."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

import asyncpg

from tests.bench.limit.work import Step, Work

TABLE = """
DROP TABLE IF EXISTS bench_row;
CREATE TABLE bench_row (id bigint PRIMARY KEY, body bytea NOT NULL) WITH (fillfactor = 70)
"""
INSERT = "INSERT INTO bench_row (id, body) SELECT * FROM unnest($1::bigint[], $2::bytea[])"
UPDATE = """
UPDATE bench_row SET body = new.body FROM unnest($1::bigint[], $2::bytea[]) AS new(id, body) WHERE bench_row.id = new.id
"""
DELETE = "DELETE FROM bench_row WHERE id = ANY($1::bigint[])"
LOAD = "SELECT id, body FROM bench_row WHERE id = ANY($1::bigint[]) ORDER BY id FOR UPDATE"


@dataclass
class Rows:
    """The rows that are there: ids from ``first`` up to ``end``."""

    db: asyncpg.Connection
    body_bytes: int
    first: int = 0
    end: int = 0
    bodies: list[bytes] = field(default_factory=list)

    async def open(self, work: Work) -> None:
        """An empty table, then as many rows as the work deletes and updates at most: none of it meets a missing one."""
        await self.db.execute(TABLE)
        self.bodies = [os.urandom(self.body_bytes) for _ in range(64)]
        most = max((step.updated for step in work.steps()), default=0)
        await self._insert(2 * (work.deleted + most))
        await self.db.execute("ANALYZE bench_row")

    async def transact(self, step: Step) -> None:
        """One transaction. Of the statements that write nothing the first loads what is updated, the others one row."""
        async with self.db.transaction():
            writing = sum(amount > 0 for amount in (step.inserted, step.updated, step.deleted))
            newest = range(self.end - step.updated, self.end)
            for nth in range(step.statements - writing):
                await self.db.fetch(LOAD, newest if nth == 0 else newest[-1:])
            if step.updated:
                await self.db.execute(UPDATE, newest, self._some(step.updated))
            if step.deleted:
                await self.db.execute(DELETE, range(self.first, self.first + step.deleted))
                self.first += step.deleted
            if step.inserted:
                await self._insert(step.inserted)

    async def _insert(self, count: int) -> None:
        await self.db.execute(INSERT, range(self.end, self.end + count), self._some(count))
        self.end += count

    def _some(self, count: int) -> list[bytes]:
        return [self.bodies[number % len(self.bodies)] for number in range(count)]
