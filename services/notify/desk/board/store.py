"""The board's orders in the database, and what is told of each on its card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, get_args
from uuid import UUID

from chassis.handling import Reading
from chassis.ids import id_of
from contracts.stages import State
from services.notify.desk.board.filters import Filter

COLUMN_ROWS = 40
SHEET_ROWS_MAX = 20_000
COLUMNS = """
order_id, number, customer, customer_po, merchandiser, priority, quadrant, rush, promised, value, currency,
coalesce(stage, 'received') AS stage, stage_since, state
"""
# As the watchdog said it: what is missed has an index, so that nobody looks through all that is open.
LATE = """
WITH missed AS (
    SELECT order_id, purchase_id FROM promise_now
    WHERE open AND missed_version = opened_version AND void IS NULL AND NOT undo
), late AS (
    SELECT order_id FROM missed WHERE order_id IS NOT NULL
    UNION
    SELECT s.order_id FROM missed m
    CROSS JOIN LATERAL (SELECT unnest(orders) FROM serving WHERE purchase_id = m.purchase_id OFFSET 0) s(order_id)
    WHERE m.order_id IS NULL
)
"""
ALIKE = """
($2 = '' OR coalesce(stage, 'received') = $2) AND ($3 = '' OR customer = $3)
  AND ($4 = '' OR merchandiser = $4) AND (NOT $5::boolean OR order_id IN (SELECT order_id FROM late))
  AND (NOT $6::boolean OR rush) AND ($7 = '' OR quadrant = $7)
"""
WANTED = f"FROM board WHERE ($1 = 'all' OR state = $1) AND {ALIKE}"
URGENT = "promised, priority DESC, order_id"
# The way back is the way there backwards, so that one index serves both. A day that nobody knows is later than any, an
# amount that nobody knows less than any; amounts of one currency stand together. How long an order is at its stage has
# no index: each step of each order would write all the others anew (tests/test_rows.py).
ORDERS = {
    "promised": URGENT,
    "-promised": "promised DESC, priority, order_id DESC",
    "value": "currency NULLS FIRST, value NULLS FIRST, order_id",
    "-value": "currency DESC NULLS LAST, value DESC NULLS LAST, order_id DESC",
    "since": "stage_since, order_id",
    "-since": "stage_since DESC, order_id DESC",
    "priority": "priority, promised DESC, order_id DESC",
    "-priority": "priority DESC, promised, order_id",
    "customer": "customer, promised, order_id",
    "-customer": "customer DESC, promised DESC, order_id DESC",
}
BOARD = f"""
{LATE}
SELECT * FROM (
    SELECT {COLUMNS}, count(*) OVER (PARTITION BY coalesce(stage, 'received')) AS at_stage,
           row_number() OVER (PARTITION BY coalesce(stage, 'received') ORDER BY {URGENT}) AS nth
    {WANTED}
) ranked WHERE nth > $8 AND nth <= $8 + $9 OR order_id = ANY($10::uuid[])
ORDER BY nth
"""
# Of each state its first ones, as its index has them.
LISTS = {
    way: f"""
{LATE}
SELECT {COLUMNS} FROM unnest($1::text[]) of(one)
CROSS JOIN LATERAL (
    SELECT * FROM board WHERE state = of.one AND {ALIKE} ORDER BY {order} LIMIT $8::bigint + $9::bigint
) first
ORDER BY {order} OFFSET $8 LIMIT $9
"""
    for way, order in ORDERS.items()
}
COUNTS = f"{LATE} SELECT coalesce(stage, 'received') AS stage, count(*) AS orders {WANTED} GROUP BY 1"
# What is told of an order beside its row: each looked up by key (OFFSET 0).
TOLD = """
SELECT o.order_id, p.topics, p.owner, p.due, coalesce(p.overdue, false) AS overdue, coalesce(p.asleep, false) AS asleep,
       e.level
FROM unnest($1::uuid[]) o(order_id)
LEFT JOIN LATERAL (
    SELECT (array_agg(topics ORDER BY asleep, due))[1:1] AS topics, (array_agg(owner ORDER BY asleep, due))[1] AS owner,
           min(due) FILTER (WHERE NOT asleep) AS due, bool_or(NOT asleep AND due < $2) AS overdue,
           bool_or(asleep) AS asleep
    FROM (
        SELECT array_to_string(topics, ' ') AS topics, owner, due, asleep FROM open_promise WHERE order_id = o.order_id
        UNION ALL
        SELECT w.* FROM serving s CROSS JOIN LATERAL (
            SELECT array_to_string(topics, ' '), owner, due, asleep FROM open_promise p
            WHERE p.purchase_id = s.purchase_id AND p.order_id IS NULL OFFSET 0
        ) w WHERE s.orders @> ARRAY[o.order_id]
    ) awaited
) p ON true
LEFT JOIN LATERAL (
    SELECT min(level) AS level FROM exception WHERE orders @> ARRAY[o.order_id] AND state <> 'done' OFFSET 0
) e ON true
"""
NAMED = f"""
SELECT {COLUMNS} FROM board WHERE number = $1 OR customer_po = $1 OR order_id = $2
ORDER BY (number = $1) DESC, order_id DESC LIMIT 20
"""
CUSTOMERS = "SELECT DISTINCT customer FROM board WHERE state = 'open' AND customer IS NOT NULL ORDER BY 1 LIMIT 500"


Row = dict[str, Any]
"""Of the board, by column."""


async def at_stages(db: Reading, wanted: Filter, *, after: int = 0, of: Sequence[UUID] = ()) -> list[Row]:
    """Of each stage the most urgent orders behind the first ``after``, or those ``of`` ids; and how many there are."""
    rows = 0 if of else COLUMN_ROWS
    return [dict(row) for row in await db.fetch(BOARD, *arguments(wanted), after, rows, of)]


async def listed(db: Reading, wanted: Filter, *, after: int, limit: int) -> list[Row]:
    """As ``wanted`` sorts them; what is alike always in the same order."""
    states = get_args(State) if wanted.state == "all" else (wanted.state,)
    return [dict(row) for row in await db.fetch(LISTS[wanted.sort], states, *arguments(wanted)[1:], after, limit)]


async def first(db: Reading, wanted: Filter, rows: int) -> tuple[list[Row], bool]:
    """So many, as ``wanted`` sorts them, and whether they are all."""
    found = await listed(db, wanted, after=0, limit=rows + 1)
    return found[:rows], len(found) <= rows


async def counts(db: Reading, wanted: Filter) -> dict[str, int]:
    """Orders by stage."""
    return {row["stage"]: row["orders"] for row in await db.fetch(COUNTS, *arguments(wanted))}


async def told_of(db: Reading, orders: Sequence[UUID], now: datetime) -> dict[UUID, Row]:
    """By order: what is awaited next, of whom and until when, what is late or asleep, the gravest open exception."""
    return {row["order_id"]: dict(row) for row in await db.fetch(TOLD, orders, now)} if orders else {}


async def named(db: Reading, name: str) -> list[Row]:
    """By id, order number, or the customer's PO number, which several may bear."""
    return [dict(row) for row in await db.fetch(NAMED, name, id_of(name))]


async def customers(db: Reading) -> list[str]:
    """Of open orders."""
    return [row["customer"] for row in await db.fetch(CUSTOMERS)]


def arguments(wanted: Filter) -> tuple[str, str, str, str, bool, bool, str]:
    """Those of ``WANTED``."""
    found = wanted.state, wanted.stage, wanted.customer, wanted.merchandiser
    return *found, wanted.late, wanted.rush, wanted.quadrant
