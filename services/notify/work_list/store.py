"""What was put off, in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chassis.handling import Db, Reading
from services.notify.work_list.rules import Put, PutOff

COLUMNS = "person, work, until, reason, times, at"
PUT = f"""
INSERT INTO put_off ({COLUMNS})
SELECT person, work, until, reason, 1, $5
FROM unnest($1::text[], $2::uuid[], $3::date[], $4::text[]) AS p(person, work, until, reason)
ON CONFLICT (person, work) DO UPDATE
SET until = EXCLUDED.until, reason = EXCLUDED.reason, times = put_off.times + 1, at = EXCLUDED.at
RETURNING {COLUMNS}
"""
OF = f"SELECT {COLUMNS} FROM put_off WHERE person = $1 AND work = ANY($2::uuid[])"


async def put(db: Db, asked: Sequence[PutOff], at: datetime) -> dict[tuple[str, UUID], Put]:
    """By person and work, with how often it was so far."""
    columns = ([getattr(one, name) for one in asked] for name in ("person", "work", "until", "reason"))
    rows = await db.fetch(PUT, *columns, at)
    return {(row["person"], row["work"]): Put(**row) for row in rows}


async def put_off_by(db: Reading, person: str, works: Sequence[UUID]) -> dict[UUID, Put]:
    """Whatever of it he ever put off, by work."""
    return {row["work"]: Put(**row) for row in await db.fetch(OF, person, works)}
