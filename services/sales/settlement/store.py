"""What finance said last about each customer's credit."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Db

KEEP = """
INSERT INTO credit (customer, version, held, reason)
SELECT * FROM unnest($1::text[], $2::int[], $3::bool[], $4::text[])
ON CONFLICT (customer) DO UPDATE SET version = EXCLUDED.version, held = EXCLUDED.held, reason = EXCLUDED.reason
WHERE credit.version < EXCLUDED.version
RETURNING customer
"""


async def keep_credit(db: Db, said: Sequence[tuple[str, int, bool, str]]) -> set[str]:
    """Keep the highest version of each (customer, version, held, reason); the customers for whom this is it."""
    rows = sorted(said)
    kept = await db.fetch(KEEP, *([row[i] for row in rows] for i in range(4)))
    return {row["customer"] for row in kept}
