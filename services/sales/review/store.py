"""What sales knows beside orders of their customers, currencies and items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from chassis.handling import Reading
from chassis.stored import stored
from contracts.rates import DatedRate
from services.sales.masters.rules import ListPrice
from services.sales.order.rules.document import Order
from services.sales.order.rules.grading import Beside

BESIDE = """
WITH asked AS (
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS a(id, customer, currency, items)
), complained AS (
    SELECT asked.id, complaint_id FROM asked JOIN complaint c USING (customer)
    WHERE c.kind IN ('quality', 'quantity') AND (c.document ->> 'opened_on')::date >= $5
    UNION
    SELECT asked.id, complaint_id FROM asked JOIN complaint c ON c.items && string_to_array(asked.items, E'\\n')
    WHERE c.kind IN ('quality', 'quantity') AND (c.document ->> 'opened_on')::date >= $5
)
SELECT asked.id, c.state ->> 'grade' AS grade, r.rates,
    (SELECT count(*) FROM complained WHERE complained.id = asked.id) AS complaints,
    ARRAY(SELECT p.document::text FROM unnest(string_to_array(asked.items, E'\\n')) AS its(item)
        JOIN list_price p ON p.item = its.item AND p.currency = asked.currency) AS listed
FROM asked LEFT JOIN customer c USING (customer) LEFT JOIN currency_rate r USING (currency)
"""


async def beside(db: Reading, orders: Sequence[Order], since: date) -> Mapping[UUID, Beside]:
    """By order; complaints count from ``since`` on. A customer whom nobody knows counts least."""
    if not orders:
        return {}
    contents = [order.content for order in orders]
    rows = await db.fetch(
        BESIDE,
        [order.order_id for order in orders],
        [content.customer for content in contents],
        [content.currency for content in contents],
        ["\n".join(line.item for line in content.lines if line.item) for content in contents],
        since,
    )
    currencies = {order.order_id: order.content.currency for order in orders}
    return {
        row["id"]: Beside(
            row["grade"] or "C", _rates(currencies[row["id"]], row["rates"]), row["complaints"], _listed(row["listed"])
        )
        for row in rows
    }


def _rates(currency: str, rates: str | None) -> dict[str, tuple[DatedRate, ...]]:
    return {currency: stored(tuple[DatedRate, ...], rates)} if rates else {}


def _listed(documents: Sequence[str]) -> dict[str, ListPrice]:
    return {one.item: one for one in (stored(ListPrice, document) for document in documents)}
