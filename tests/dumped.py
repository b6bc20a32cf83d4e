"""All that a database holds, as who steals it reads it."""

import asyncpg

TABLES = "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'public'"


async def dumped(pool: asyncpg.Pool | asyncpg.Connection) -> str:
    """Each value of each row of each table; bytes as the text that they are, as far as they are one."""
    rows = [row for table in await pool.fetch(TABLES) for row in await pool.fetch(f"SELECT * FROM {table['name']}")]
    return "\n".join(_read(value) for row in rows for value in row.values())


def _read(value: object) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)
