"""What is still to come in and to go out, drawn from the books when somebody asks; nothing is kept for it (FIN-8)."""

from __future__ import annotations

import json
from decimal import Decimal
from uuid import UUID

from chassis.handling import Reading
from contracts.rates import HOME
from services.finance.currency_exposure.rules import Flow, OfOrder

# Of a customer: open invoices, advances that are asked, what is agreed and not invoiced; this is due by its own terms.
# Of suppliers: bills that are owed, and what they are still to bill; it is divided evenly among the orders it serves.
FLOW = """
WITH flow AS (
    SELECT order_id, currency, due, outstanding AS coming, 0 AS going FROM invoice
    WHERE outstanding > 0 AND currency <> $1
    UNION ALL
    SELECT order_id, currency, advance_due, advance_open, 0 FROM order_account WHERE advance_open > 0 AND currency <> $1
    UNION ALL
    SELECT a.order_id, a.currency,
           coalesce(c.content::json->>'promised', c.content::json->>'wanted')::date
               + (c.content::json->'terms'->>'days')::int,
           a.open_value, 0
    FROM order_account a
    LEFT JOIN order_content c ON c.order_id = a.order_id AND c.version = (a.doc->>'version')::int
    WHERE a.open_value > 0 AND a.currency <> $1
    UNION ALL
    SELECT o.order_id, b.currency, b.due, 0,
           b.outstanding * (l.amount + l.tax) / (b.doc->>'total')::numeric / greatest(cardinality(p.orders), 1)
    FROM bill b CROSS JOIN json_to_recordset(b.doc->'lines') AS l(purchase_id uuid, amount numeric, tax numeric)
    LEFT JOIN purchase_account p ON p.purchase_id = l.purchase_id
    LEFT JOIN LATERAL unnest(p.orders) AS o(order_id) ON true
    WHERE b.outstanding > 0 AND b.currency <> $1
    UNION ALL
    SELECT o.order_id, p.doc->'unit_price'->>'currency', NULL, 0, p.to_bill / greatest(cardinality(p.orders), 1)
    FROM purchase_account p LEFT JOIN LATERAL unnest(p.orders) AS o(order_id) ON true
    WHERE p.to_bill > 0 AND p.doc->'unit_price'->>'currency' <> $1
)
"""
BY_MONTH = f"""{FLOW}
SELECT currency, date_trunc('month', due)::date AS month, sum(coming) AS coming, sum(going) AS going
FROM flow GROUP BY 1, 2 ORDER BY 1, 2
"""
BY_ORDER = f"""{FLOW}, sums AS (
    SELECT order_id, currency, sum(coming) AS coming, sum(going) AS going FROM flow
    WHERE order_id > $2 GROUP BY 1, 2
)
SELECT s.order_id, coalesce(a.number, '') AS number, coalesce(a.customer, '') AS customer,
       coalesce(a.currency, '') AS currency, coalesce((a.doc->>'value')::numeric, 0) AS value, s.flows
FROM (SELECT order_id, json_agg(json_build_object('currency', currency, 'coming', coming::text, 'going', going::text)
                                ORDER BY currency)::text AS flows
      FROM sums GROUP BY order_id ORDER BY order_id LIMIT $3) s
LEFT JOIN order_account a USING (order_id) ORDER BY s.order_id
"""


async def by_month(db: Reading) -> list[Flow]:
    """Of every foreign currency, what falls due by month; what has no day yet comes last."""
    return [Flow(**row) for row in await db.fetch(BY_MONTH, HOME)]


async def by_order(db: Reading, after: UUID, limit: int) -> list[OfOrder]:
    """Each order of which something in a foreign currency is to come or to go, after a cursor."""
    rows = await db.fetch(BY_ORDER, HOME, after, limit)
    return [OfOrder(**{**row, "flows": _flows(row["flows"])}) for row in rows]


def _flows(told: str) -> tuple[Flow, ...]:
    flows = json.loads(told)
    return tuple(Flow(one["currency"], Decimal(one["coming"]), Decimal(one["going"])) for one in flows)
