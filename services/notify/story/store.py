"""The board and the stories in the database."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

import asyncpg

from chassis.handling import Db, Reading
from chassis.stored import storable
from contracts.sales import OrderConfirmed
from contracts.value import Value, names_of
from services.notify.story.rules.board import Reached, Row
from services.notify.story.rules.facts import summary_of, told

NAMES = names_of(Row)
COLUMNS = ", ".join(NAMES)
ROWS = f"SELECT {COLUMNS} FROM board WHERE order_id = ANY($1::uuid[])"
KEEP = f"""
INSERT INTO board ({COLUMNS})
SELECT order_id, version, number, customer, customer_po, merchandiser, handed, handed_version, priority, quadrant,
       weighed, weighed_version, rush, promised, value, currency, stage, stage_version, stage_since, reviewed_version,
       string_to_array(reviewed, ' '), objections::jsonb, against, dispatched, cancelled, state, opened_at
FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::int[], $9::int[],
    $10::text[], $11::int[], $12::int[], $13::boolean[], $14::date[], $15::numeric[], $16::text[], $17::text[],
    $18::int[], $19::timestamptz[], $20::int[], $21::text[], $22::text[], $23::text[], $24::boolean[],
    $25::boolean[], $26::text[], $27::timestamptz[])
    AS r({COLUMNS})
ON CONFLICT (order_id) DO UPDATE SET {", ".join(f"{name} = EXCLUDED.{name}" for name in NAMES[1:-1])}
"""
TELL = """
WITH stages AS (
    INSERT INTO stage_reached (order_id, position, stage, at)
    SELECT * FROM unnest($4::uuid[], $5::smallint[], $6::text[], $7::timestamptz[]) ON CONFLICT DO NOTHING
)
INSERT INTO order_event (order_id, topic, facts, at)
SELECT order_id, topic, facts::jsonb, $8
FROM unnest($1::uuid[], $2::text[], $3::text[]) WITH ORDINALITY AS e(order_id, topic, facts, nth) ORDER BY nth
"""
LIST = f"""
SELECT {COLUMNS} FROM board
WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR stage = $2)
  AND ($3::text IS NULL OR merchandiser = $3) AND ($4::text IS NULL OR customer = $4)
  AND ($5::uuid IS NULL OR order_id > $5)
ORDER BY order_id LIMIT $6
"""
FIND_BY_NAME = f"""
SELECT {COLUMNS} FROM board WHERE number = $1 OR customer_po = $1 ORDER BY (number = $1) DESC, order_id DESC LIMIT 1
"""
EVENTS_OF = "SELECT topic, at, summary, facts FROM order_event WHERE order_id = $1 ORDER BY id"
COUNTS = "SELECT state, stage, count(*) AS orders FROM board GROUP BY state, stage"
# The board's rows stand beside the promises, unjoined, and purchases are looked up by key (OFFSET 0): all are never
# compared with all, whatever PostgreSQL takes the tables for. Of an order on the board ``against`` is not null.
EXPLAINED = f"""
WITH concerned AS (
    SELECT order_id, awaits, topics, owner, reason, since, due, NULL AS number, NULL AS against
    FROM open_promise WHERE order_id IS NOT NULL
    UNION ALL
    SELECT s.order_id, p.awaits, p.topics, p.owner, p.reason, p.since, p.due, NULL, NULL
    FROM open_promise p
    CROSS JOIN LATERAL (SELECT unnest(orders) FROM serving WHERE purchase_id = p.purchase_id OFFSET 0) s(order_id)
    WHERE p.order_id IS NULL
    UNION ALL
    SELECT order_id, NULL, NULL, NULL, NULL, NULL, NULL, number, against FROM board WHERE state = 'open'
), oldest AS (
    SELECT DISTINCT ON (order_id) order_id, awaits, topics, owner, reason, max(number) OVER whole AS number,
           max(against) OVER whole AS against
    FROM concerned WINDOW whole AS (PARTITION BY order_id) ORDER BY order_id, since, due
)
SELECT awaits, owner, reason || CASE WHEN topics[1] = '{OrderConfirmed.topic}' AND against <> '' THEN '; ' || against
                                     ELSE '' END AS reason, count(*) AS orders,
       CASE WHEN awaits IS NULL THEN (array_agg(coalesce(number, order_id::text) ORDER BY number))[1:500] END AS numbers
FROM oldest WHERE against IS NOT NULL GROUP BY 1, 2, 3
"""
STAGE_SECONDS = """
WITH step AS (
    SELECT stage, extract(epoch FROM at - max(at) OVER (
        PARTITION BY order_id ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))::float8 AS seconds
    FROM stage_reached
)
SELECT stage, percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY greatest(seconds, 0)) AS seconds
FROM step WHERE seconds IS NOT NULL GROUP BY stage
"""
ORDER_NAMED = "SELECT order_id FROM board WHERE number = $1 OR customer_po = $1"
"""By the numbers that people and papers call an order by ($1)."""


class Told(Value):
    """One line of one order's story."""

    order_id: UUID
    topic: str
    facts: str


async def rows_of(db: Db, orders: Sequence[UUID]) -> dict[UUID, Row]:
    return {row["order_id"]: _row(row) for row in await db.fetch(ROWS, orders)} if orders else {}


async def keep(db: Db, rows: Sequence[Row]) -> None:
    if rows:
        columns = {name: list(map(attrgetter(name), rows)) for name in NAMES}
        columns["reviewed"] = [" ".join(row.reviewed) for row in rows]
        columns["objections"] = [storable(row.objections) for row in rows]
        await db.execute(KEEP, *columns.values())


async def tell(db: Db, told: Sequence[Told], reached: Sequence[Reached], at: datetime) -> None:
    """The lines of the stories in the order of ``told``; a stage counts when it is first reached."""
    if told:
        lines = [[t.order_id for t in told], [t.topic for t in told], [t.facts for t in told]]
        stages = [[r.order_id for r in reached], [r.position for r in reached], [r.stage for r in reached]]
        await db.execute(TELL, *lines, *stages, [r.at for r in reached], at)


async def listed(
    db: Reading,
    *,
    state: str | None,
    stage: str | None,
    merchandiser: str | None,
    customer: str | None,
    after: UUID | None,
    limit: int,
) -> list[Row]:
    return [_row(row) for row in await db.fetch(LIST, state, stage, merchandiser, customer, after, limit)]


async def of_orders(db: Reading, orders: Sequence[UUID]) -> list[Row]:
    """Those of which something was heard, by id."""
    return [_row(row) for row in await db.fetch(f"{ROWS} ORDER BY order_id", orders)]


async def find(db: Reading, name: str) -> Row | None:
    """By order id, order number or the customer's PO number (of several, the newest)."""
    try:
        rows = await db.fetch(ROWS, [UUID(name)])
    except ValueError:
        rows = await db.fetch(FIND_BY_NAME, name)
    return _row(rows[0]) if rows else None


async def events_of(db: Reading, order_id: UUID) -> list[dict[str, Any]]:
    """In the order in which they were heard, each in the reader's words."""
    lines = [{**row, "facts": told(json.loads(row["facts"]))} for row in await db.fetch(EVENTS_OF, order_id)]
    return [line | {"summary": line["summary"] or summary_of(line["topic"], line["facts"])} for line in lines]


async def counts(db: Reading) -> tuple[Counter[str], Counter[str]]:
    """Orders by state, and by stage as far as it is known (NOT-11)."""
    by_state, by_stage = Counter[str](), Counter[str]()
    for row in await db.fetch(COUNTS):
        by_state[row["state"]] += row["orders"]
        if row["stage"]:
            by_stage[row["stage"]] += row["orders"]
    return by_state, by_stage


async def explanations(db: Reading) -> list[asyncpg.Record]:
    """Open orders counted by the oldest promise that each waits for; those without one by number."""
    return list(await db.fetch(EXPLAINED))


async def stage_seconds(db: Reading) -> dict[str, dict[str, float]]:
    """Business seconds from the stage before, per stage (NOT-11)."""
    return {r["stage"]: dict(zip(("p50", "p95"), r["seconds"], strict=True)) for r in await db.fetch(STAGE_SECONDS)}


def _row(row: asyncpg.Record) -> Row:
    told = dict(zip(NAMES, row, strict=True))  # by place: a Record finds by name slowly
    return Row(**told | {"reviewed": tuple(told["reviewed"]), "objections": json.loads(told["objections"])})
