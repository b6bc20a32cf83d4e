"""What finance said last about each customer's credit."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Db
from chassis.stored import storable
from contracts.review import Reason

SAVE = """
INSERT INTO credit (customer, version, held, reasons)
SELECT * FROM unnest($1::text[], $2::int[], $3::bool[], $4::jsonb[])
ON CONFLICT (customer) DO UPDATE SET version = EXCLUDED.version, held = EXCLUDED.held, reasons = EXCLUDED.reasons
WHERE credit.version < EXCLUDED.version
RETURNING customer
"""


Said = tuple[str, int, bool, tuple[Reason, ...]]
"""Of a customer: the version, whether he is held, and why."""


async def save(db: Db, said: Sequence[Said]) -> set[str]:
    """Keep the highest version of each; the customers for whom this is it."""
    rows = sorted((customer, version, held, storable(reasons)) for customer, version, held, reasons in said)
    saved = await db.fetch(SAVE, *([row[i] for row in rows] for i in range(4)))
    return {row["customer"] for row in saved}
