"""Who could supply which items."""

from __future__ import annotations

from collections.abc import Iterable

from chassis.handling import Db
from contracts.currencies import EVER
from contracts.scalars import DAYS_MAX
from services.purchasing.review.rules import Supply

SUPPLIES = """
SELECT a.item, coalesce(i.discontinued, false) AS discontinued, (
    SELECT (o.doc->>'lead_days')::int FROM offer o JOIN supplier s USING (supplier)
    WHERE o.item = a.item AND o.available AND s.active AND (o.doc->>'lead_days')::numeric BETWEEN 0 AND $2
      AND o.doc#>>'{unit_price,currency}' = ANY($3::text[]) AND o.doc#>>'{agreed_price,currency}' = ANY($3::text[])
    ORDER BY o.rank, o.supplier LIMIT 1) AS lead_days
FROM unnest($1::text[]) AS a(item) LEFT JOIN item i USING (item)
"""
"""Of offers that can be read: within $2 days, in a currency of $3 (see the room ``reading``)."""


async def supplies(db: Db, items: Iterable[str]) -> dict[str, Supply]:
    """How each of these items can be had."""
    rows = await db.fetch(SUPPLIES, sorted(set(items)), DAYS_MAX, list(EVER))
    return {row["item"]: Supply(row["lead_days"], row["discontinued"]) for row in rows}
