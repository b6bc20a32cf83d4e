"""The pace of items, from their movements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import asyncpg

from chassis.handling import Reading
from services.warehouse.policy import Policy

PACES = """
WITH seen AS (
    SELECT s.item, s.place, s.on_hand, coming.available, past.issued, past.last_left, past.since, mark.slow, mark.soon
    FROM stock s
    CROSS JOIN LATERAL (SELECT min(at) AS first_at FROM movement m WHERE m.item = s.item) opened
    CROSS JOIN LATERAL (
        SELECT coalesce(-sum(quantity) FILTER (WHERE at >= $4::timestamptz), 0) AS issued, max(at) AS last_left,
               greatest(opened.first_at, $4) AS since,
               greatest(extract(epoch FROM $3::timestamptz - greatest(opened.first_at, $4)) / 86400, 1) AS days
        FROM movement m WHERE m.item = s.item AND m.kind = 'dispatch' AND m.at >= least($4, $5::timestamptz)
    ) past
    CROSS JOIN LATERAL (
        SELECT s.on_hand - s.reserved - s.held + greatest(s.on_order - s.lacking, 0) AS available
    ) coming
    CROSS JOIN LATERAL (
        SELECT s.on_hand > 0 AND coalesce(past.last_left, opened.first_at) < $5 AS slow,
               past.issued > 0 AND coming.available * past.days < past.issued * $6 AS soon
    ) mark
    WHERE s.item > $1 AND opened.first_at IS NOT NULL AND {which} ORDER BY s.item LIMIT $2
)
SELECT seen.*, on_hand - coalesce((
    SELECT sum(quantity * extract(epoch FROM at - since)) / nullif(extract(epoch FROM $3 - since), 0)
    FROM movement m WHERE m.item = seen.item AND m.at >= since
), 0) AS average
FROM seen ORDER BY item
"""
LISTS: Mapping[str, str] = {
    "all": PACES.format(which="true"),
    "slow": PACES.format(which="mark.slow"),
    "running_out": PACES.format(which="mark.soon"),
}


async def paces(
    db: Reading, which: str, policy: Policy, at: datetime, after: str, limit: int
) -> Sequence[asyncpg.Record]:
    """Items after a cursor: what left, what lay there on the average, whether they lie still or run out soon."""
    begin, still = at - timedelta(days=policy.pace_days), at - timedelta(days=policy.slow_days)
    return await db.fetch(LISTS[which], after, limit, at, begin, still, policy.soon_days)
