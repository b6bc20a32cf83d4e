"""Departments are told of a backup that is whole, for the alert that says when none came for long (ALL-9, ALL-1)."""

from __future__ import annotations

from datetime import datetime

import asyncpg

from contracts.departments import DEPARTMENTS

CONNECT_LIMIT_S = 30
HERE = "SELECT datname FROM pg_database WHERE datname = ANY($1::text[]) ORDER BY datname"
KEPT = "UPDATE backup SET kept_until = greatest(kept_until, $1)"


async def tell(admin: str, until: datetime) -> None:
    """All that the departments on this server accepted until then is in a backup; ``admin``: its superuser's address.

    Raises asyncpg's errors where the server does not answer, or a department is of a version that keeps no such time.
    """
    for department in await _here(admin):
        db = await asyncpg.connect(admin, database=department, timeout=CONNECT_LIMIT_S)
        try:
            await db.execute(KEPT, until)
        finally:
            await db.close()


async def _here(admin: str) -> list[str]:
    db = await asyncpg.connect(admin, timeout=CONNECT_LIMIT_S)
    try:
        return [row["datname"] for row in await db.fetch(HERE, DEPARTMENTS)]
    finally:
        await db.close()
