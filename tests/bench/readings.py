"""Readings of a company's work before and after a part, and what was done between them."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from tests.bench import topics
from tests.bench.calibration import Speed
from tests.bench.company import Company
from tests.bench.figures import difference, per_order
from tests.bench.processes import cpu_seconds, memory
from tests.bench.topics import Topics

T = TypeVar("T")
FLUSH_S = 10.5
"""An idle session hands its row counts in after ten seconds at the latest (PGSTAT_IDLE_INTERVAL)."""
CONTROL = "^(BEGIN|COMMIT|ROLLBACK|START|SAVEPOINT|RELEASE|SET|RESET)"
CLUSTER = """
SELECT (pg_current_wal_lsn() - '0/0')::bigint AS wal_bytes,
       pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS writing_transactions
"""
STATEMENTS = f"""
SELECT d.datname AS department, sum(s.calls) FILTER (WHERE s.query ~* '^COMMIT')::bigint AS transactions,
       sum(s.calls) FILTER (WHERE s.query !~* '{CONTROL}')::bigint AS statements,
       sum(s.wal_bytes)::bigint AS statement_wal_bytes, sum(s.total_exec_time)::float8 AS sql_ms
FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = ANY($1::text[]) GROUP BY d.datname
"""
ROWS = """
SELECT coalesce(sum(n_tup_ins), 0)::bigint AS inserted, coalesce(sum(n_tup_upd), 0)::bigint AS updated,
       coalesce(sum(n_tup_hot_upd), 0)::bigint AS updated_hot, coalesce(sum(n_tup_del), 0)::bigint AS deleted
FROM pg_stat_user_tables
"""
ByDepartment = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Clock:
    """What is known at once: time, CPU by process, the load generator's own, WAL, transactions, statements, memory."""

    at: float
    cpu: dict[str, float]
    generator_cpu: float
    cluster: dict[str, float]
    statements: ByDepartment
    memory: dict[str, list[float]]


@dataclass(frozen=True)
class Counts:
    """What PostgreSQL's sessions tell late: rows by department; and what lies on Kafka."""

    rows: ByDepartment
    topics: Topics


@dataclass(frozen=True)
class Done:
    """What a part did: between two clocks, and between the counts around them."""

    orders: int
    clocks: tuple[Clock, Clock]
    counts: tuple[Counts, Counts]
    speed: dict[str, float | str | None]

    @property
    def seconds(self) -> float:
        return self.clocks[1].at - self.clocks[0].at

    def by_department(self) -> ByDepartment:
        """Transactions, statements, WAL of statements, SQL time and rows of each department."""
        (clock, clock_after), (counts, counts_after) = self.clocks, self.counts
        return {
            name: difference(clock.statements.get(name, {}), clock_after.statements.get(name, {}))
            | difference(counts.rows[name], rows)
            for name, rows in counts_after.rows.items()
        }

    def records(self) -> int:
        before, after = self.counts
        return sum(after.topics.ends.values()) - sum(before.topics.ends.values())

    def figures(self) -> dict[str, Any]:
        """For people and for the file: per order, and what was done in all."""
        (clock, after), (counts, counts_after) = self.clocks, self.counts
        cpu = difference(clock.cpu, after.cpu)
        departments = self.by_department()
        totals = {name: sum(each.get(name, 0) for each in departments.values()) for name in _names(departments)}
        kafka = {"records": self.records(), "record_bytes": counts_after.topics.size - counts.topics.size}
        done = totals | difference(clock.cluster, after.cluster) | kafka
        return {
            "orders": self.orders,
            "seconds": round(self.seconds, 2),
            "orders_per_second": round(self.orders / self.seconds, 1),
            "cpu_ms_per_order": round(1000 * sum(cpu.values()) / self.orders, 2),
            "cpu_ms_per_order_by_process": per_order(cpu, self.orders, times=1000),
            "cores": round(sum(cpu.values()) / self.seconds, 2),
            "generator_cpu_ms_per_order": round(1000 * (after.generator_cpu - clock.generator_cpu) / self.orders, 2),
            "per_order": per_order(done, self.orders),
            "per_order_by_department": {name: per_order(each, self.orders) for name, each in departments.items()},
            "memory_mb": after.memory,
            **self.speed,
        }


def _names(departments: ByDepartment) -> list[str]:
    return list(dict.fromkeys(name for each in departments.values() for name in each))


class Meter:
    """Measures parts of one company, one after the other."""

    def __init__(self, company: Company, speed: Speed) -> None:
        self._company, self._speed = company, speed
        self._counts: Counts | None = None

    async def measured(self, orders: int, act: Callable[[], Awaitable[T]]) -> tuple[Done, T]:
        """Do something with so many orders, and tell what it took."""
        before = self._counts or await self._counted()
        first, begun = len(self._speed.spins), await self.clock()
        answer = await act()
        ended, speed = await self.clock(), self._speed.since(first)
        self._counts = await self._counted()
        return Done(orders, (begun, ended), (before, self._counts), speed), answer

    def forget(self) -> None:
        """What happens from now on until the next part is measured is of no part."""
        self._counts = None

    async def clock(self) -> Clock:
        own = os.times()
        async with self._company.session() as db:
            cluster = dict(await db.fetchrow(CLUSTER) or {})
            found = await db.fetch(STATEMENTS, self._company.departments)
        statements = {row["department"]: _without_name(row) for row in found}
        root = self._company.pid
        return Clock(time.monotonic(), cpu_seconds(root), own.user + own.system, cluster, statements, memory(root))

    async def _counted(self) -> Counts:
        await asyncio.sleep(FLUSH_S)
        rows = {}
        for department in self._company.departments:
            async with self._company.session(department) as db:
                rows[department] = dict(await db.fetchrow(ROWS) or {})
        return Counts(rows, await topics.look(self._company.kafka, self._company.data, self._company.departments))


def _without_name(row: Any) -> dict[str, float]:
    return {name: value or 0 for name, value in row.items() if name != "department"}
