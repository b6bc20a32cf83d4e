"""What finance said last about each customer's credit."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Db

SAVE = """
INSERT INTO credit (customer, version, held, reason)
SELECT * FROM unnest($1::text[], $2::int[], $3::bool[], $4::text[])
ON CONFLICT (customer) DO UPDATE SET version = EXCLUDED.version, held = EXCLUDED.held, reason = EXCLUDED.reason
WHERE credit.version < EXCLUDED.version
RETURNING customer
"""


async def save(db: Db, said: Sequence[tuple[str, int, bool, str]]) -> set[str]:
    """Keep the highest version of each (customer, version, held, reason); the customers for whom this is it."""
    rows = sorted(said)
    saved = await db.fetch(SAVE, *([row[i] for row in rows] for i in range(4)))
    return {row["customer"] for row in saved}
