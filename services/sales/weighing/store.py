"""What makes orders be weighed again, and how far that is: its tables weigh_round and weighed_by (SAL-7)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from chassis.handling import Db, Reading
from services.sales.feedback.store import TAKEN

ROUND_ROWS_MAX = 500
TO_GO_ON = """
SELECT EXISTS (SELECT FROM weigh_round) OR NOT EXISTS (SELECT FROM weighed_by WHERE weights = $1)
"""
KEEP_WEIGHTS = """
WITH kept AS (
    INSERT INTO weighed_by (weights) VALUES ($1)
    ON CONFLICT (only_one) DO UPDATE SET weights = EXCLUDED.weights WHERE weighed_by.weights <> EXCLUDED.weights
)
INSERT INTO weigh_round (customer) SELECT '' FROM weighed_by WHERE weights <> $1
ON CONFLICT (customer, item, currency) DO UPDATE SET reached = DEFAULT
"""
OF_FLOORS = """
INSERT INTO weigh_round (item, currency) SELECT DISTINCT * FROM unnest($1::text[], $2::text[]) ORDER BY 1, 2
ON CONFLICT (customer, item, currency) DO UPDATE SET reached = DEFAULT
"""
OF_CUSTOMERS = f"""
INSERT INTO weigh_round (customer)
SELECT c.customer FROM (
    SELECT customer, count(*) AS new FROM sales_order WHERE id = ANY($1::uuid[]) GROUP BY customer) AS c
CROSS JOIN LATERAL ({TAKEN}) AS his(taken)
WHERE EXISTS (SELECT FROM unnest($2::int[]) AS step WHERE step <= his.taken AND step > his.taken - c.new)
ON CONFLICT (customer, item, currency) DO UPDATE SET reached = DEFAULT
"""
NEXT = """
WITH told AS MATERIALIZED (
    SELECT customer, item, currency, reached FROM weigh_round ORDER BY customer, item, currency FOR UPDATE
),
batch AS MATERIALIZED (
    SELECT id, customer, document -> 'content' AS content FROM sales_order
    WHERE phase IN ('incomplete', 'open') AND id > (SELECT reached FROM told ORDER BY reached LIMIT 1)
    ORDER BY id LIMIT $1
), last AS (
    SELECT id, (SELECT count(*) FROM batch) < $1 AS ends FROM batch ORDER BY id DESC LIMIT 1
), moved AS (
    UPDATE weigh_round w SET reached = greatest(w.reached, last.id) FROM told t, last
    WHERE (w.customer, w.item, w.currency) = (t.customer, t.item, t.currency) AND NOT last.ends
), gone AS (
    DELETE FROM weigh_round w USING told t
    WHERE (w.customer, w.item, w.currency) = (t.customer, t.item, t.currency)
        AND NOT EXISTS (SELECT FROM last WHERE NOT ends)
)
SELECT b.id FROM batch b JOIN told t ON t.customer = b.customer
UNION SELECT b.id FROM batch b WHERE EXISTS (SELECT FROM told t WHERE (t.customer, t.item) = ('', ''))
UNION SELECT b.id FROM batch b, json_array_elements(b.content -> 'lines') AS line
    JOIN told t ON t.item = line ->> 'item' WHERE t.currency = b.content ->> 'currency'
"""
"""The orders that are concerned among the next ones, for all rounds together: for one that is further, some twice."""


async def to_go_on(db: Reading, weights: str) -> bool:
    """Whether orders are to be weighed again that were not looked at yet, or other weights hold than these."""
    return bool(await db.fetchval(TO_GO_ON, weights))


async def keep_weights(db: Db, weights: str) -> None:
    """All open orders are weighed again where others held before; where nobody looked yet, none."""
    await db.execute(KEEP_WEIGHTS, weights)


async def of_floors(db: Db, floors: Collection[tuple[str, str]]) -> None:
    """Open orders with these items in these currencies are weighed again; no statement where there is none."""
    if floors:
        await db.execute(OF_FLOORS, [item for item, _ in floors], [currency for _, currency in floors])


async def of_customers(db: Db, completed: Sequence[UUID], steps: Collection[int]) -> None:
    """Of these orders, taken in whole: who reached one of the steps with it, his open ones are weighed again."""
    await db.execute(OF_CUSTOMERS, list(completed), list(steps))


async def go_on(db: Db) -> list[UUID]:
    """The next of the open orders that are concerned, among 500."""
    return [row["id"] for row in await db.fetch(NEXT, ROUND_ROWS_MAX)]
