"""What the stories and promises come to in a period, in one statement each."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

import asyncpg

from chassis import clock
from chassis.handling import Reading
from contracts.complaints import ComplaintOpened
from contracts.logistics import ShipmentDelivered
from contracts.notify import ExceptionRaised
from contracts.sales import OrderCancelled, OrderRejected
from services.notify.key_figures.rules import Counted, Kept, Period, share

By = Literal["merchandiser", "customer", "month"]
PARTS: Mapping[By, str] = {
    "merchandiser": "b.merchandiser",
    "customer": "b.customer",
    "month": "to_char(f.at AT TIME ZONE $3, 'YYYY-MM')",
}
COUNT = f"""
WITH fact AS (
    SELECT order_id, stage AS what, at, NULL AS number FROM public.stage_reached
    WHERE at >= $1 AND at < $2 AND stage IN ('received', 'confirmed', 'delivered', 'closed')
    UNION ALL
    SELECT order_id, topic, at, facts ->> 'number' FROM public.order_event
    WHERE at >= $1 AND at < $2 AND topic = ANY($4::text[])
), known AS (
    SELECT f.what, f.number, {{part}} AS part, b.promised, f.what = 'closed' AND NOT b.cancelled AS completed,
           CASE WHEN f.what = 'confirmed' THEN extract(epoch FROM f.at - r.at) / 3600 END AS hours_to_confirm,
           CASE WHEN f.what = 'closed' AND NOT b.cancelled THEN d.at END AS last_delivery, r.at AS received_at
    FROM fact f
    JOIN LATERAL (
        SELECT merchandiser, customer, promised, cancelled FROM board WHERE order_id = f.order_id OFFSET 0
    ) b ON true
    LEFT JOIN LATERAL (
        SELECT at FROM public.stage_reached WHERE order_id = f.order_id AND position = 0 OFFSET 0
    ) r ON f.what IN ('confirmed', 'closed')
    LEFT JOIN LATERAL (
        SELECT max(at) AS at FROM public.order_event
        WHERE order_id = f.order_id AND topic = '{ShipmentDelivered.topic}' OFFSET 0
    ) d ON f.what = 'closed'
)
SELECT part, grouping(part) = 1 AS whole,
    count(*) FILTER (WHERE what = 'received') AS received, count(*) FILTER (WHERE what = 'confirmed') AS confirmed,
    count(*) FILTER (WHERE what = 'delivered') AS delivered, count(*) FILTER (WHERE completed) AS completed,
    count(*) FILTER (WHERE what IN ('{OrderCancelled.topic}', '{OrderRejected.topic}')) AS given_up,
    count(DISTINCT number) FILTER (WHERE what = '{ComplaintOpened.topic}') AS complaints,
    count(*) FILTER (WHERE what = '{ExceptionRaised.topic}') AS exceptions,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY hours_to_confirm::float8) AS hours_to_confirm,
    percentile_cont(0.5) WITHIN GROUP (
        ORDER BY (extract(epoch FROM last_delivery - received_at) / 86400)::float8) AS days_to_deliver,
    count(*) FILTER (WHERE last_delivery IS NOT NULL AND promised IS NOT NULL) AS promised,
    count(*) FILTER (WHERE (last_delivery AT TIME ZONE $3)::date <= promised) AS on_time
FROM known GROUP BY GROUPING SETS ((), (part)) ORDER BY whole DESC, part
"""
"""Each step of an order is found by its time; what else is wanted of that order, by its key (OFFSET 0).
The board leaves out orders that are not to be seen (ALL-3). A complaint that is graded or opened anew is one."""
TOPICS = [event.topic for event in (OrderCancelled, OrderRejected, ComplaintOpened, ExceptionRaised)]
KEPT = """
SELECT owner, count(*) AS answers, count(*) FILTER (WHERE answered_at <= due) AS in_time,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY (extract(epoch FROM answered_at - since) / 3600)::float8) AS hours
FROM promise
WHERE answered_at >= $1 AND answered_at < $2 AND NOT open AND answered_by <> cause AND owner IS NOT NULL
GROUP BY owner ORDER BY owner
"""
"""An opening that a newer one took the place of was answered by nobody."""
MEDIANS = ("hours_to_confirm", "days_to_deliver")


async def count(db: Reading, period: Period, by: By) -> tuple[Counted, dict[str | None, Counted]]:
    """Of all, and by part; None is of orders of which it is not known."""
    first, end = period.moments(clock.zone())
    statement = COUNT.format(part=PARTS[by])
    rows = await db.fetch(statement, first, end, clock.zone().key, TOPICS)
    whole = next((_counted(row) for row in rows if row["whole"]), Counted())
    return whole, {row["part"]: _counted(row) for row in rows if not row["whole"]}


async def kept(db: Reading, period: Period) -> dict[str, Kept]:
    """By department, what it was waited for and did; customers are no department."""
    return {row["owner"]: _kept(row) for row in await db.fetch(KEPT, *period.moments(clock.zone()))}


def _counted(row: asyncpg.Record) -> Counted:
    medians = {name: _rounded(row[name]) for name in MEDIANS}
    return Counted.having({**row, **medians}).with_rates()


def _kept(row: asyncpg.Record) -> Kept:
    rate = share(row["in_time"], row["answers"])
    return Kept(answers=row["answers"], in_time=row["in_time"], in_time_rate=rate, hours=_rounded(row["hours"]))


def _rounded(number: float | None) -> Decimal | None:
    return Decimal(str(round(number, 1))) if number is not None else None
