"""Lots by their last day; the only writer of its table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from asyncpg import Record

from chassis.handling import Db, Reading
from services.warehouse.expiring.rules import Lot
from services.warehouse.expiring.view import ExpiringState

LOT = """
SELECT r.number AS receipt, r.item, r.lot, coalesce(p.supplier, '') AS supplier, r.expires_on,
       coalesce(q.here, 0) AS here, e.receipt IS NOT NULL AS told, o.orders, o.numbers
FROM receipt r LEFT JOIN purchase p USING (purchase_id) LEFT JOIN expiring e ON e.receipt = r.number
CROSS JOIN LATERAL (SELECT sum(quantity) AS here FROM quant q WHERE q.item = r.item AND q.lot = r.number) q
CROSS JOIN LATERAL (
    SELECT array_agg(order_id ORDER BY number) AS orders, array_agg(number ORDER BY number) AS numbers
    FROM demand WHERE order_id IN (
        SELECT s.order_id FROM shipment s, jsonb_array_elements(s.picks) pick
        WHERE s.state = 'packed' AND pick ->> 'lot' = r.number
        UNION SELECT t.order_id FROM (
            SELECT s.order_id, part.quantity, sum(part.quantity) OVER (
                ORDER BY d.priority DESC, d.number, s.shipment_id, part.line) AS until
            FROM shipment s JOIN demand d USING (order_id),
                jsonb_to_recordset(s.lines) AS part(line int, item text, quantity numeric)
            WHERE s.state IN ('reserved', 'to_pack') AND part.item = r.item
        ) t WHERE t.until - t.quantity < q.here
    )
) o
"""
"""Reserved is served by the lot in the order of the deal, until it is used up."""
NEAR = "SELECT lot FROM quant WHERE expires_on <= $1 AND lot <> '' AND quantity > 0"
TO_LOOK_AT = f"""
SELECT lot AS receipt FROM ({NEAR}) near WHERE NOT EXISTS (SELECT FROM expiring e WHERE e.receipt = near.lot)
UNION SELECT e.receipt FROM expiring e
WHERE NOT EXISTS (SELECT FROM quant q WHERE q.item = e.item AND q.lot = e.receipt AND q.quantity > 0)
ORDER BY receipt LIMIT 500
"""
LOAD = f"{LOT} WHERE r.number = ANY($1::text[])"
LISTED = f"""
WITH page AS MATERIALIZED (
    SELECT lot FROM quant WHERE expires_on <= $1 AND lot <> '' AND quantity > 0 AND ($2::text IS NULL
        OR (expires_on, lot) > (SELECT after.expires_on, after.number FROM receipt after WHERE after.number = $2))
    GROUP BY expires_on, lot ORDER BY expires_on, lot LIMIT $3
)
{LOT} WHERE r.number = ANY(ARRAY(SELECT lot FROM page)) ORDER BY r.expires_on, r.number
"""
"""What is asked about each lot is asked about those of the page alone."""
TOLD = "INSERT INTO expiring (receipt, item, told_on) SELECT *, $3 FROM unnest($1::text[], $2::text[])"
FORGET = "DELETE FROM expiring WHERE receipt = ANY($1::text[])"


async def to_look_at(db: Reading, until: date) -> list[str]:
    """Lots here whose last day is no later, of which nothing was said; and those that are gone."""
    return [row["receipt"] for row in await db.fetch(TO_LOOK_AT, until)]


async def load(db: Db, receipts: Sequence[str]) -> dict[str, Lot]:
    return {row["receipt"]: _lot(row) for row in await db.fetch(LOAD, receipts)}


async def keep(db: Db, told: Sequence[Lot], gone: Sequence[Lot], today: date) -> None:
    """Of which it was said that they expire, and of which that they are gone."""
    if told:
        await db.execute(TOLD, [one.receipt for one in told], [one.item for one in told], today)
    if gone:
        await db.execute(FORGET, [one.receipt for one in gone])


async def listed(db: Reading, until: date, today: date, after: str | None, limit: int) -> list[ExpiringState]:
    """Lots here whose last day is no later, by that day, after the one of a receipt."""
    rows = await db.fetch(LISTED, until, after, limit)
    names = ("receipt", "item", "lot", "supplier", "expires_on", "here")
    return [
        ExpiringState(
            **{name: row[name] for name in names},
            days_left=(row["expires_on"] - today).days,
            orders=row["numbers"] or [],
        )
        for row in rows
    ]


def _lot(row: Record) -> Lot:
    orders: tuple[UUID, ...] = tuple(row["orders"] or ())
    names = ("receipt", "item", "lot", "supplier", "expires_on", "here", "told")
    return Lot(orders=orders, **{name: row[name] for name in names})
