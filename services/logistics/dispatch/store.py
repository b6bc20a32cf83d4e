"""Packed goods that a transport may take by now, in the database."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from chassis import clock
from chassis.handling import Reading

FIND_RATED = """
SELECT shipment_id, order_id, country FROM shipment s
WHERE state = 'packed' AND EXISTS (
    SELECT FROM rate r JOIN carrier c ON c.carrier = r.carrier
    WHERE c.active AND ($4 OR coalesce(least(c.nda_review, c.security_review) >= $1, true))
      AND r.country = s.country AND r.days BETWEEN 0 AND 3650)
  AND ($2::uuid IS NULL OR shipment_id > $2)
ORDER BY shipment_id LIMIT $3
"""


class Rated(NamedTuple):
    """Packed goods to whose country there is a rate."""

    shipment_id: UUID
    order_id: UUID
    country: str


async def find_rated(db: Reading, after: UUID | None, limit: int, *, lapsed: bool) -> list[Rated]:
    """``lapsed``: also where the only carriers are those whose review lapsed."""
    return [Rated(*row) for row in await db.fetch(FIND_RATED, clock.today(), after, limit, lapsed)]
