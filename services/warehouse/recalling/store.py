"""Recalled lots in the database; the only writer of its table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from asyncpg import Record

from chassis.handling import Db, Reading
from services.warehouse.book.rules.goods import ZERO
from services.warehouse.recalling.rules import Lift, Lot, Recall
from services.warehouse.recalling.view import RecallState

GOT = """
SELECT coalesce(array_agg(DISTINCT s.order_id) FILTER (WHERE s.order_id IS NOT NULL), '{}') AS orders,
    coalesce(-sum(m.quantity), 0) AS left_us
FROM movement m LEFT JOIN shipment s ON s.slip_number = m.reference AND s.slip_number <> ''
WHERE m.kind = 'dispatch' AND m.lot = f.receipt AND m.lot <> ''
"""
"""Which orders got some of a lot, and how many left us."""
KEEP = (
    """
WITH asked AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS a(name, only_of, reason, by_whom)
), named AS (
    SELECT asked.*, r.number, r.item, r.lot, r.purchase_id FROM asked JOIN receipt r ON r.lot = name AND r.lot <> ''
    UNION SELECT asked.*, r.number, r.item, r.lot, r.purchase_id FROM asked JOIN receipt r ON r.number = upper(name)
        AND (r.lot <> '' OR r.expires_on IS NOT NULL OR r.origin <> '')
), found AS (
    SELECT name, n.number AS receipt, n.item, n.lot, coalesce(p.supplier, '') AS supplier, reason, by_whom, only_of
    FROM named n LEFT JOIN purchase p USING (purchase_id) WHERE only_of IN ('', p.supplier)
), kept AS (
    INSERT INTO recall (receipt, item, lot, supplier, reason, by_whom, recalled_on)
    SELECT DISTINCT ON (receipt) receipt, item, lot, supplier, reason, by_whom, $5::date FROM found ORDER BY receipt
    ON CONFLICT (receipt) DO UPDATE SET reason = EXCLUDED.reason, by_whom = EXCLUDED.by_whom,
        recalled_on = EXCLUDED.recalled_on, lifted_on = NULL, lifted_by = '', lifted_for = ''
    WHERE recall.lifted_on IS NOT NULL
    RETURNING receipt
)
SELECT f.name, f.only_of, f.receipt, f.item, f.lot, f.supplier, k.receipt IS NOT NULL AS new, g.orders, g.left_us
FROM found f LEFT JOIN kept k USING (receipt), LATERAL ("""
    + GOT
    + """) g
ORDER BY f.receipt
"""
)
LIFT = (
    """
WITH l AS (
    UPDATE recall SET lifted_on = $4, lifted_by = a.by_whom, lifted_for = a.reason
    FROM unnest($1::text[], $2::text[], $3::text[]) AS a(name, reason, by_whom)
    WHERE recall.receipt = upper(a.name) AND recall.lifted_on IS NULL
    RETURNING a.name, recall.receipt, recall.item, recall.lot, recall.supplier
)
SELECT f.*, g.orders FROM l f, LATERAL ("""
    + GOT
    + """) g
"""
)
PROMISED = """
SELECT DISTINCT order_id FROM shipment
WHERE state IN ('reserved', 'to_pack', 'packed')
    AND EXISTS (SELECT FROM jsonb_array_elements(lines) part WHERE part ->> 'item' = ANY($1::text[]))
"""
LISTED = """
SELECT l.*, coalesce((SELECT sum(q.quantity) FROM quant q WHERE q.item = l.item AND q.lot = l.receipt), 0) AS here,
    coalesce((SELECT -sum(m.quantity) FROM movement m WHERE m.kind = 'dispatch' AND m.lot = l.receipt), 0) AS left_us,
    ARRAY(
        SELECT DISTINCT d.customer FROM movement m
        JOIN shipment s ON s.slip_number = m.reference AND s.slip_number <> '' JOIN demand d USING (order_id)
        WHERE m.kind = 'dispatch' AND m.lot = l.receipt AND d.customer <> '' ORDER BY 1
    ) AS customers
FROM recall l WHERE ($1::text IS NULL OR l.receipt > $1) ORDER BY l.receipt LIMIT $2
"""


async def keep(db: Db, asked: Sequence[Recall], on: date) -> Mapping[tuple[str, str], list[Lot]]:
    """Recall each; by what was asked for its lots, recalled now or before."""
    rows = [(one.lot, one.supplier, one.reason, one.by_whom) for one in asked]
    found = await db.fetch(KEEP, *(list(column) for column in zip(*rows, strict=True)), on)
    lots: defaultdict[tuple[str, str], list[Lot]] = defaultdict(list)
    for row in found:
        lots[row["name"], row["only_of"]].append(_lot(row, row["left_us"], row["new"]))
    return lots


async def lift(db: Db, asked: Sequence[Lift], on: date) -> Mapping[str, Lot]:
    """Lift each recall; by what was asked for, the lots that were recalled until now."""
    rows = [(one.receipt, one.reason, one.by_whom) for one in asked]
    found = await db.fetch(LIFT, *(list(column) for column in zip(*rows, strict=True)), on)
    return {row["name"]: _lot(row) for row in found}


async def promised(db: Db, items: Sequence[str]) -> list[UUID]:
    """The orders for which some of these items are reserved or packed."""
    return [row["order_id"] for row in await db.fetch(PROMISED, list(items))]


def _lot(row: Record, left_us: Decimal = ZERO, new: bool = True) -> Lot:
    return Lot(row["receipt"], row["item"], row["lot"], row["supplier"], tuple(row["orders"]), left_us, new)


async def listed(db: Reading, after: str | None, limit: int) -> list[RecallState]:
    """Recalled lots by their receipts, with what is here and who got the rest."""
    return [RecallState(**row) for row in await db.fetch(LISTED, after, limit)]
