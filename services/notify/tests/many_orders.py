"""Many orders with five promises, a purchase and stages each, and how much a query looks at among them."""

import json
from collections.abc import Iterator
from typing import Any

import asyncpg

from chassis.handling import Db
from contracts.stages import STAGES

TABLES = "board, watched_order, promise, serving, stage_reached, exception, order_event"
NTH = "generate_series($1::int, $2::int) AS nth"
ORDER, PURCHASE = "md5('order ' || nth)::uuid", "md5('purchase ' || nth)::uuid"
AT = [*STAGES[:4], "closed"]
"""What each order has come to."""
WRITE = (
    f"""
    INSERT INTO board (order_id, version, number, customer, priority, promised, value, currency, stage, stage_version,
                       stage_since, reviewed_version, reviewed, against, dispatched, cancelled, state, opened_at)
    SELECT {ORDER}, 1, 'SO-' || nth, 'C-' || nth % 50, nth % 5,
           current_date + nth % 90, nth, 'USD', 'confirmed', 1, now() - nth * interval '1 minute', 1, '{{}}', '',
           false, nth % 10 = 0,
           CASE WHEN nth % 10 = 0 THEN 'cancelled' ELSE 'open' END, now() FROM {NTH}
    """,
    f"""
    INSERT INTO watched_order (order_id, version, ended, undo_due, need_version, lacking)
    SELECT {ORDER}, 1, CASE WHEN nth % 10 = 0 THEN 'cancelled' END, now(), 1, '{{}}' FROM {NTH}
    """,
    f"""
    INSERT INTO promise (key, cause, reason, awaits, topics, owner, since, due, order_id, order_version, provisional,
                         opened_version, missed_version)
    SELECT gen_random_uuid(), cause, cause, awaits, ARRAY[awaits], 'sales', now(), now(), {ORDER}, 1, false, 1,
           CASE WHEN nth % 6 = 0 THEN 1 END
    FROM {NTH}, (VALUES ('order.received', 'order.confirmed'), ('stock.reserved', 'order.released'),
        ('order.released', 'goods.packed'), ('goods.packed', 'shipment.dispatched'),
        ('shipment.dispatched', 'shipment.delivered')) AS p(cause, awaits)
    """,
    f"""
    INSERT INTO promise (key, cause, reason, awaits, topics, owner, since, due, purchase_id, provisional,
                         opened_version)
    SELECT gen_random_uuid(), 'purchase.ordered', 'purchase.ordered', 'purchase.confirmed', '{{purchase.confirmed}}',
           'purchasing', now(), now(), {PURCHASE}, false, 1 FROM {NTH}
    """,
    f"INSERT INTO serving (purchase_id, version, orders, done) SELECT {PURCHASE}, 1, ARRAY[{ORDER}], false FROM {NTH}",
    f"""
    INSERT INTO stage_reached (order_id, position, stage, at)
    SELECT {ORDER}, position - 1, stage, now()
    FROM {NTH}, unnest(ARRAY{list(AT)}) WITH ORDINALITY AS its(stage, position)
    """,
    f"""
    INSERT INTO order_event (order_id, topic, facts, at)
    SELECT {ORDER}, CASE event WHEN 0 THEN 'invoice.issued' WHEN 1 THEN 'shipment.delivered' ELSE 'topic ' || event END,
           '{{}}', now()
    FROM {NTH}, generate_series(0, 9) AS event
    """,
    f"""
    INSERT INTO exception (exception_id, promise_id, opening, state, owner, level, orders, doc)
    SELECT gen_random_uuid(), key, 1, 'open', owner, 1, ARRAY[order_id], '{{}}'
    FROM promise JOIN {NTH} ON order_id = {ORDER} WHERE missed_version = 1
    """,
)


async def write(db: Db, nths: range) -> None:
    """Every tenth order is cancelled, and of every sixth all is missed."""
    for statement in WRITE:
        await db.execute(statement, nths.start, nths.stop - 1)


async def looked_at(db: asyncpg.Connection, query: str, *arguments: Any) -> int:
    """Pages and rows that the query looks at: its cost on any machine."""
    told = await db.fetchval(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query}", *arguments)
    plan = json.loads(told)[0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] + sum(map(_rows, _nodes(plan))))


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)


def _rows(node: dict[str, Any]) -> float:
    """Those that it gave, and those that it looked at in vain."""
    removed = sum(rows for name, rows in node.items() if name.startswith("Rows Removed by "))
    return float((node["Actual Rows"] + removed) * node["Actual Loops"])
