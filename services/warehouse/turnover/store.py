"""The pace of items, from their movements, and what is foreseen of them; the only writer of its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

import asyncpg

from chassis.handling import Db, Reading
from chassis.stored import storable
from services.warehouse.policy import Policy
from services.warehouse.turnover.rules import Outlook, Past

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
SELECT seen.*, o.lead_days, coalesce(o.foreseen, false) AS foreseen, on_hand - coalesce((
    SELECT sum(quantity * extract(epoch FROM at - since)) / nullif(extract(epoch FROM $3 - since), 0)
    FROM movement m WHERE m.item = seen.item AND m.at >= since
), 0) AS average
FROM seen LEFT JOIN outlook o USING (item) ORDER BY item
"""
LISTS: Mapping[str, str] = {
    "all": PACES.format(which="true"),
    "slow": PACES.format(which="mark.slow"),
    "running_out": PACES.format(which="mark.soon"),
    "foreseen": PACES.format(which="EXISTS (SELECT FROM outlook f WHERE f.item = s.item AND f.foreseen)"),
}
AVAILABLE = "s.on_hand - s.reserved - s.held + s.in_transit + greatest(s.on_order - s.lacking, 0)"
LEARN = "INSERT INTO outlook (item) SELECT unnest($1::text[]) ORDER BY 1 ON CONFLICT (item) DO NOTHING"
BOUGHT = """
INSERT INTO outlook (item, lead_days)
SELECT DISTINCT ON (item) item, days FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS b(item, days, nth)
ORDER BY item, nth DESC
ON CONFLICT (item) DO UPDATE
SET lead_days = coalesce(EXCLUDED.lead_days, outlook.lead_days), foreseen = false, looked_on = DEFAULT
"""
TO_LOOK_AT = f"""
SELECT item FROM outlook WHERE looked_on < $1
UNION SELECT o.item FROM outlook o JOIN stock s USING (item) WHERE o.foreseen AND {AVAILABLE} >= o.enough
ORDER BY item LIMIT $2
"""
LOOK = f"""
WITH asked AS MATERIALIZED (SELECT * FROM outlook WHERE item = ANY($1::text[]) ORDER BY item FOR UPDATE)
SELECT o.item, o.lead_days, o.foreseen, o.shortage, o.enough, coalesce(i.discontinued, false) AS discontinued,
       coalesce({AVAILABLE}, 0) AS available, coalesce(past.issued, 0) AS issued,
       greatest(coalesce(opened.first_at, $2::timestamptz), $3::timestamptz) AS since
FROM asked o LEFT JOIN stock s USING (item) LEFT JOIN item i USING (item)
CROSS JOIN LATERAL (SELECT min(at) AS first_at FROM movement m WHERE m.item = o.item) opened
CROSS JOIN LATERAL (
    SELECT -sum(quantity) AS issued FROM movement m WHERE m.item = o.item AND m.kind = 'dispatch' AND m.at >= $3
) past
"""
LOOKED = """
UPDATE outlook SET looked_on = $2, foreseen = n.foreseen, enough = n.enough, shortage = n.shortage
FROM jsonb_populate_recordset(NULL::outlook, $1) n WHERE outlook.item = n.item
"""
AT_ONCE = 500


async def paces(
    db: Reading, which: str, policy: Policy, at: datetime, after: str, limit: int
) -> Sequence[asyncpg.Record]:
    """Items after a cursor: what left, what lay there on the average, whether they lie still or run out soon."""
    begin, still = at - timedelta(days=policy.pace_days), at - timedelta(days=policy.slow_days)
    return await db.fetch(LISTS[which], after, limit, at, begin, still, policy.soon_days)


async def learn(db: Db, items: Sequence[str]) -> None:
    """There are these items, of which nothing is foreseen yet."""
    await db.execute(LEARN, items)


async def bought(db: Db, items: Sequence[str], lead_days: Sequence[int | None]) -> None:
    """What was foreseen of them is answered; they are looked at anew, by how long the last purchase is to take."""
    await db.execute(BOUGHT, items, lead_days)


async def to_look_at(db: Reading, today: date) -> list[str]:
    """Items that nobody has looked at today, and those of which enough is there again."""
    return [row["item"] for row in await db.fetch(TO_LOOK_AT, today, AT_ONCE)]


async def outlooks(db: Db, items: Sequence[str], pace_days: int, at: datetime) -> dict[str, Outlook]:
    """What is known of them, by the pace of so many days; their rows are locked."""
    rows = await db.fetch(LOOK, items, at, at - timedelta(days=pace_days))
    kept = ("item", "available", "lead_days", "discontinued", "foreseen", "enough", "shortage")
    pasts = [Past(row["since"], at, row["issued"], Decimal(0)) for row in rows]
    told = [{name: row[name] for name in kept} for row in rows]
    return {each["item"]: Outlook(**each, past=past) for each, past in zip(told, pasts, strict=True)}


async def keep(db: Db, looked: Sequence[Outlook], today: date) -> None:
    """What they were found to be today."""
    told = [
        {"item": one.item, "foreseen": one.foreseen, "enough": one.enough, "shortage": one.shortage} for one in looked
    ]
    await db.execute(LOOKED, storable(told), today)
