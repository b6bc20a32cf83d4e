"""Orders that were closed long ago: the rows of orders really closed, copied under other ids and numbers, in SQL alone.

Of every table that has at least a row for every second order, each row is copied once per copy. Copy n writes n over
the first four digits of every UUID and over the year of every number of ours, wherever they stand: so a copy's rows
belong together as the originals do, are older than them by their ids, and clash with nothing. Kafka gets no history.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import asyncpg

from tests.bench.company import Company
from tests.bench.progress import say

COPIES_MAX = 400
"""Four hexadecimal digits below those of today's UUIDs (01a2...)."""
COPIES_AT_ONCE = 20
UUIDS = "[0-9a-f]{4}([0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
NUMBERS = r"-20\d\d-(\d{6})\M"
PAPERS = r"PO-(\d{8})\M"
NAMED = f"{UUIDS}|{NUMBERS}|{PAPERS}"
TEXTS = ("text", "json", "jsonb", "text[]", "uuid[]")
COPIES = "SELECT lpad(to_hex(n), 4, '0') AS digits, 1000 + n AS year FROM generate_series($1::int, $2::int) n"
TABLES = "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"
COLUMNS = """
SELECT attname AS name, format_type(atttypid, NULL) AS type FROM pg_attribute
WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attidentity = '' AND attgenerated = ''
ORDER BY attnum
"""


@dataclass(frozen=True)
class Column:
    """A column of a table; ``named`` when ids or numbers stand in its text."""

    name: str
    type: str
    named: bool = False

    @property
    def copied(self) -> str:
        """SQL for its value in copy n; ``c.digits`` are n's four digits and ``c.year`` is n's year."""
        column = f't."{self.name}"'
        if self.type == "uuid":
            return f"(c.digits || substr({column}::text, 5))::uuid"
        if not self.named:
            return column
        text = f"regexp_replace({column}::text, '{UUIDS}', c.digits || '\\1', 'g')"
        text = f"regexp_replace({text}, '{NUMBERS}', '-' || c.year || '-\\1', 'g')"
        return f"regexp_replace({text}, '{PAPERS}', 'PO-' || c.digits || '-\\1', 'g')::{self.type}"

    def on(self, day: date, then: date) -> str:
        """SQL for its value as if what was of a day had been of another."""
        if self.type == "date":
            return f"CASE \"{self.name}\" WHEN '{day}' THEN '{then}' ELSE \"{self.name}\" END"
        return f"replace(\"{self.name}\"::text, '{day}', '{then}')::{self.type}"


@dataclass(frozen=True)
class Table:
    """A table that grows with the orders."""

    name: str
    columns: Sequence[Column]
    schema: str = "bench"
    """Where the originals are set aside."""

    def dated(self, day: date, then: date) -> str:
        """One statement that puts the originals from one day to another, wherever it stands."""
        put = [f'"{one.name}" = {one.on(day, then)}' for one in self.columns if one.type == "date" or one.type in TEXTS]
        return f'UPDATE {self.schema}."{self.name}" SET {", ".join(put)}'

    @property
    def copy(self) -> str:
        """One statement for copies $1 to $2; what is there already stays."""
        names = ", ".join(f'"{column.name}"' for column in self.columns)
        values = ", ".join(column.copied for column in self.columns)
        return f"""
        INSERT INTO public."{self.name}" ({names}) SELECT {values} FROM {self.schema}."{self.name}" t
        CROSS JOIN ({COPIES}) c ON CONFLICT DO NOTHING
        """


class History:
    """Grows a company's history; ``orders`` are those that were closed when it was begun."""

    def __init__(self, company: Company, orders: int) -> None:
        self._company, self.orders = company, orders
        self._tables: dict[str, list[Table]] = {}
        self._copies = 0

    @property
    def length(self) -> int:
        """Orders there are, the real ones among them."""
        return self.orders * (1 + self._copies)

    async def begin(self) -> None:
        """Set the originals aside, so that no copy is copied."""
        for department in self._company.departments:
            async with self._company.session(department) as db:
                await db.execute("CREATE SCHEMA bench")
                names = [row["relname"] for row in await db.fetch(TABLES)]
                found = [await _table(db, name) for name in names if await _grows(db, name, self.orders)]
                for table in found:
                    await db.execute(f'CREATE UNLOGGED TABLE bench."{table.name}" AS TABLE public."{table.name}"')
                self._tables[department] = found

    async def until(self, orders: int) -> dict[str, int]:
        """As many orders as that, or a copy more; the rows added by department."""
        copies = max(self._copies, -(-orders // self.orders) - 1)
        added = [self._grown(department, copies) for department in self._tables]
        rows = dict(zip(self._tables, await asyncio.gather(*added), strict=True))
        self._copies = copies
        async with self._company.session() as db:
            await db.execute("CHECKPOINT")
        return rows

    async def _grown(self, department: str, copies: int) -> int:
        rows = 0
        async with self._company.session(department) as db:
            for first in range(self._copies + 1, copies + 1, COPIES_AT_ONCE):
                last = min(first + COPIES_AT_ONCE - 1, copies)
                for table in self._tables[department]:
                    rows += int((await db.execute(table.copy, first, last)).rpartition(" ")[2])
                say(f"history of {department}: {last} of {copies} copies, {rows} rows")
            await db.execute("VACUUM")
        return rows


async def set_aside(db: asyncpg.Connection, schema: str, name: str, which: str, since: UUID) -> Table:
    """The rows of a table that belong to orders from one on (``which``, with its id as $1), set aside as originals."""
    rows = which.replace("$1", f"'{since}'")
    await db.execute(f'CREATE UNLOGGED TABLE {schema}."{name}" AS SELECT * FROM public."{name}" WHERE {rows}')
    found = await _table(db, name)
    return replace(found, schema=schema)


async def _grows(db: asyncpg.Connection, table: str, orders: int) -> bool:
    """Whether it has at least a row for every second order."""
    return bool(await db.fetchval(f'SELECT count(*) >= $1 FROM public."{table}"', orders // 2))


async def _table(db: asyncpg.Connection, name: str) -> Table:
    columns = [Column(row["name"], row["type"]) for row in await db.fetch(COLUMNS, f'public."{name}"')]
    return Table(name, [await _looked_at(db, name, column) for column in columns])


async def _looked_at(db: asyncpg.Connection, table: str, column: Column) -> Column:
    """Whether ids or numbers stand in its text."""
    if column.type not in TEXTS:
        return column
    seen = f'SELECT bool_or("{column.name}"::text ~ $1) FROM public."{table}"'
    return Column(column.name, column.type, bool(await db.fetchval(seen, NAMED)))
