"""Migrations in order under one lock, and functions in SQL."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import asyncpg

from chassis.handling import Db

CHASSIS_MIGRATIONS = Path(__file__).parents[1] / "migrations"
MIGRATION_LOCK = 7_240_511
APPLIED = """
CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, at timestamptz DEFAULT now());
ALTER TABLE migration ADD COLUMN IF NOT EXISTS sha256 text
"""
KEEP_MIGRATION = "INSERT INTO migration (name, sha256) VALUES ($1, $2)"
KEEP_TEXT = "UPDATE migration SET sha256 = $2 WHERE name = $1"
"""Of what a release applied that kept no text yet."""
FUNCTIONS = """
CREATE TABLE IF NOT EXISTS sql_function (name text PRIMARY KEY, sha256 text NOT NULL, at timestamptz DEFAULT now())
"""
KEEP_FUNCTION = """
INSERT INTO sql_function (name, sha256) VALUES ($1, $2)
ON CONFLICT (name) DO UPDATE SET sha256 = EXCLUDED.sha256, at = now()
"""


async def migrate(pool: asyncpg.Pool, department: Path) -> None:
    """Bring the database up to the newest migration: the chassis' first, then the department's, by name.

    Then its functions, each when its text is another than the one that was applied last (decision 0019). Ends the start
    where the database was made by migrations of the same name and another text: something would be missing in it.
    """
    files = [*_files("chassis", CHASSIS_MIGRATIONS), *_files("department", department)]
    async with pool.acquire() as db, db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock($1)", MIGRATION_LOCK)
        await db.execute(APPLIED)
        done = {row["name"]: row["sha256"] for row in await db.fetch("SELECT name, sha256 FROM migration")}
        for name, file in files:
            await _apply(db, name, file.read_text(), done)
        if not done.keys() - {name for name, _ in files}:
            await _replace_functions(db, CHASSIS_MIGRATIONS, department)


async def _apply(db: Db, name: str, text: str, done: dict[str, str | None]) -> None:
    sha256 = _sha256(_without_remarks(text))
    if name not in done:
        await db.execute(text)
        await db.execute(KEEP_MIGRATION, name, sha256)
    elif done[name] is None:
        await db.execute(KEEP_TEXT, name, sha256)
    elif done[name] != sha256:
        raise SystemExit(
            f"migration {name}: expected the text that this database was made with (sha256 {done[name]}); came another"
            f" ({sha256}): start the release that made it, or bring back a backup of this one"
        )


async def _replace_functions(db: Db, *migrations: Path) -> None:
    """Not called by a release that finds migrations newer than its own: their functions may be newer, too."""
    await db.execute(FUNCTIONS)
    applied = {row["name"]: row["sha256"] for row in await db.fetch("SELECT name, sha256 FROM sql_function")}
    for file in [file for folder in migrations for file in sorted(folder.glob("functions/*.sql"))]:
        text = file.read_text()
        sha256 = _sha256(text)
        if applied.get(file.stem) != sha256:
            await db.execute(text)
            await db.execute(KEEP_FUNCTION, file.stem, sha256)


def _files(owner: str, folder: Path) -> list[tuple[str, Path]]:
    return [(f"{owner}/{file.stem}", file) for file in sorted(folder.glob("*.sql")) if re.match(r"\d{4}_", file.name)]


def _without_remarks(sql: str) -> str:
    return " ".join(re.sub(r"--[^\n]*", "", sql).split())


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
