"""Copies of a migrated database, lent to one test at a time and emptied after it: to make one costs half a second."""

import secrets
from collections import defaultdict
from dataclasses import dataclass

import asyncpg

from gendan.embedded.departments import make_database

KEPT = ("migration", "sql_function", "dealing", "backup", "key")
"""Have rows from the migrations on; of `key` only the relay's lease."""
# To look whether a table has rows is a tenth of what it costs to empty it. What counts up begins anew in any case.
FILLED = """
SELECT string_agg(
    format('SELECT %1$L WHERE ' || coalesce(counts, 'EXISTS (SELECT FROM %1$I)'), tablename), ' UNION ALL '
) FROM pg_tables CROSS JOIN LATERAL (
    SELECT max('true') AS counts FROM pg_attribute WHERE attrelid = tablename::regclass AND attidentity <> ''
) counting
WHERE schemaname = 'public' AND tablename <> ALL ($1)
"""
BUILT = """
SELECT string_agg(concat(many, ' ', newest), ', ') FROM (
    SELECT count(*) AS many, max(xmin::text::bigint) AS newest FROM pg_attribute WHERE attrelid >= 16384
    UNION ALL SELECT count(*), max(xmin::text::bigint) FROM pg_constraint
    UNION ALL SELECT count(*), max(xmin::text::bigint) FROM pg_trigger
    UNION ALL SELECT count(*), max(xmin::text::bigint) FROM pg_proc WHERE oid >= 16384
    UNION ALL SELECT count(*), max(xmin::text::bigint) FROM migration
    UNION ALL SELECT count(*), max(xmin::text::bigint) FROM sql_function
) catalogues
"""
"""Another value after any change of the tables themselves."""
LEAVE = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()"


async def inside(admin: str, database: str) -> asyncpg.Connection:
    """A connection that may empty what nobody else may touch, as the journal."""
    connection = await asyncpg.connect(admin, database=database, ssl=False)
    await connection.execute("SET session_replication_role = replica")
    return connection


async def look(connection: asyncpg.Connection) -> str:
    """The query that names the tables which are not as the migrations left them."""
    query: str = await connection.fetchval(FILLED, KEPT)
    return query


async def empty(connection: asyncpg.Connection, query: str) -> None:
    """Bring all tables back to what the migrations left."""
    filled = [name for (name,) in await connection.fetch(query)]
    await connection.execute("DELETE FROM key WHERE key <> 'relay'")
    if filled:
        await connection.execute(f"TRUNCATE {', '.join(filled)} RESTART IDENTITY CASCADE")


@dataclass(frozen=True)
class Kind:
    """What all copies of a template have in common."""

    built: str
    look: str


class Copies:
    """`admin` is the superuser's DSN."""

    def __init__(self, admin: str) -> None:
        self.admin = admin
        self.free: defaultdict[str, list[str]] = defaultdict(list)
        self.kinds: dict[str, Kind] = {}

    async def take(self, template: str, owner: str) -> str:
        """The name of an empty copy that nobody else has."""
        if self.free[template]:
            return self.free[template].pop()
        name = f"{template}_{secrets.token_hex(4)}"
        connection = await asyncpg.connect(self.admin, ssl=False)
        await make_database(connection, name, owner=owner, template=template)
        await connection.close()
        if template not in self.kinds:
            self.kinds[template] = await self._kind(name)
        return name

    async def give_back(self, template: str, name: str) -> None:
        """Empty it for the next test, or drop it if this one changed the tables themselves."""
        kind = self.kinds[template]
        connection = await inside(self.admin, name)
        await connection.execute(LEAVE, name)
        if same := await connection.fetchval(BUILT) == kind.built:
            await empty(connection, kind.look)
            self.free[template].append(name)
        await connection.close()
        if not same:
            await self._drop(name)

    async def _kind(self, name: str) -> Kind:
        connection = await inside(self.admin, name)
        kind = Kind(await connection.fetchval(BUILT), await look(connection))
        await connection.close()
        return kind

    async def _drop(self, name: str) -> None:
        connection = await asyncpg.connect(self.admin, ssl=False)
        await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        await connection.close()
