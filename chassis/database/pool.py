"""The pool, and migrations in order under one lock."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Literal

import asyncpg

from chassis.database.connections import Connections, connect
from chassis.handling import Db

CHASSIS_MIGRATIONS = Path(__file__).parents[1] / "migrations"
MIGRATION_LOCK = 7_240_511
FUNCTIONS = """
CREATE TABLE IF NOT EXISTS sql_function (name text PRIMARY KEY, sha256 text NOT NULL, at timestamptz DEFAULT now())
"""
KEEP_FUNCTION = """
INSERT INTO sql_function (name, sha256) VALUES ($1, $2)
ON CONFLICT (name) DO UPDATE SET sha256 = EXCLUDED.sha256, at = now()
"""
LOCK_TIMEOUT_MS = 5_000
STATEMENT_TIMEOUT_MS = 30_000
IDLE_IN_TRANSACTION_MS = 30_000
ANSWER_LIMIT_S = STATEMENT_TIMEOUT_MS / 1_000 + 5
"""The server's limits do not help when the connection swallows everything."""
Plans = Literal["auto", "force_generic_plan"]
"""``auto`` plans anew for each array of one, dearer than the work itself; lists with optional filters need it."""
QUERIES_MAX, IDLE_S = 50_000, 300.0
"""After so many, or so long unused, a connection is replaced."""


async def open_pool(
    dsn: str, *, size: int = 8, limit_ms: int = STATEMENT_TIMEOUT_MS, plans: Plans = "auto"
) -> asyncpg.Pool:
    """A pool whose statements, lock waits and idle engine all have an end; ``limit_ms`` is a statement's."""
    return await Connections(
        dsn,
        connect=connect,
        connection_class=asyncpg.Connection,
        record_class=asyncpg.Record,
        loop=None,
        min_size=min(size, 2),
        max_size=size,
        max_queries=QUERIES_MAX,
        max_inactive_connection_lifetime=IDLE_S,
        command_timeout=min(ANSWER_LIMIT_S, 2 * limit_ms / 1_000),
        reset=_nothing_to_reset,
        ssl=False if "127.0.0.1" in dsn else None,
        server_settings={
            "lock_timeout": str(min(LOCK_TIMEOUT_MS, limit_ms)),
            "statement_timeout": str(limit_ms),
            "idle_in_transaction_session_timeout": str(IDLE_IN_TRANSACTION_MS),
            "timezone": "UTC",
            "jit": "off",
            "plan_cache_mode": plans,
        },
    )


async def _nothing_to_reset(_: object) -> None:
    """We keep no state in a session: no listeners, no settings, no advisory locks; this saves a round trip."""


async def migrate(pool: asyncpg.Pool, department: Path) -> None:
    """Bring the database up to the newest migration: the chassis' first, then the department's, by name.

    Then its functions, each when its text is another than the one that was applied last (decision 0019).
    """
    files = [*_files("chassis", CHASSIS_MIGRATIONS), *_files("department", department)]
    async with pool.acquire() as db, db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock($1)", MIGRATION_LOCK)
        await db.execute("CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, at timestamptz DEFAULT now())")
        done = {row["name"] for row in await db.fetch("SELECT name FROM migration")}
        for name, file in files:
            if name not in done:
                await db.execute(file.read_text())
                await db.execute("INSERT INTO migration (name) VALUES ($1)", name)
        if not done - {name for name, _ in files}:
            await _replace_functions(db, CHASSIS_MIGRATIONS, department)


async def _replace_functions(db: Db, *migrations: Path) -> None:
    """Not called by a release that finds migrations newer than its own: their functions may be newer, too."""
    await db.execute(FUNCTIONS)
    applied = {row["name"]: row["sha256"] for row in await db.fetch("SELECT name, sha256 FROM sql_function")}
    for file in [file for folder in migrations for file in sorted(folder.glob("functions/*.sql"))]:
        text = file.read_text()
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        if applied.get(file.stem) != sha256:
            await db.execute(text)
            await db.execute(KEEP_FUNCTION, file.stem, sha256)


def _files(owner: str, folder: Path) -> list[tuple[str, Path]]:
    return [(f"{owner}/{file.stem}", file) for file in sorted(folder.glob("*.sql")) if re.match(r"\d{4}_", file.name)]
