"""Customers to whom nobody spoke for long, or who did not get the list of their open orders for long."""

from __future__ import annotations

from datetime import date

from chassis import clock
from chassis.handling import Reading
from chassis.stored import storable
from services.sales.communication.view import Silence
from services.sales.policy import Policy

DUE = """
SELECT customer, grade, spoken_on, list_sent_on, to_speak, to_list FROM customer
CROSS JOIN LATERAL (SELECT state ->> 'grade' AS grade, coalesce((state ->> 'active')::boolean, true) AS active) its
CROSS JOIN LATERAL (SELECT max(happened_on) AS spoken_on FROM conversation v
    WHERE v.customer = customer.customer) spoken
CROSS JOIN LATERAL (SELECT greatest(
    (SELECT max(happened_on) FROM conversation v WHERE v.customer = customer.customer AND v.open_orders_sent),
    (SELECT ((document ->> 'sent_at')::timestamptz AT TIME ZONE $6)::date FROM letter l
        WHERE l.customer = customer.customer AND l.order_id IS NULL AND l.kind = 'open_orders' AND l.state = 'sent'
        ORDER BY l.letter_id DESC LIMIT 1)
) AS list_sent_on) sent
CROSS JOIN LATERAL (SELECT
    spoken_on IS NULL OR spoken_on + ($3::json ->> grade)::int < $2 AS to_speak,
    (list_sent_on IS NULL OR list_sent_on + $4::int < $2) AND EXISTS (
        SELECT FROM sales_order o WHERE o.customer = customer.customer AND o.phase IN ('incomplete', 'open')
    ) AS to_list) due
WHERE active AND customer > $1 AND (to_speak OR to_list) ORDER BY customer LIMIT $5
"""
"""On the day $2, by the days of each grade ($3) and those between two lists ($4), noted or sent as a letter, in the
company's zone ($6); whom nobody ever spoke to, too."""


async def due(db: Reading, after: str, today: date, policy: Policy, limit: int) -> list[Silence]:
    by_grade, between = storable(policy.contact_days), policy.open_orders_days
    rows = await db.fetch(DUE, after, today, by_grade, between, limit, str(clock.zone()))
    return [Silence.having(dict(row)) for row in rows]
