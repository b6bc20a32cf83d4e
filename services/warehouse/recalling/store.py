"""Recalled lots in the database; the only writer of its table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from chassis.handling import Db, Reading
from services.warehouse.recalling.rules import Lot, Recall
from services.warehouse.recalling.view import RecallState

KEEP = """
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
    ON CONFLICT DO NOTHING
)
SELECT name, only_of, receipt, item, lot, supplier FROM found ORDER BY receipt
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
        lots[row["name"], row["only_of"]].append(Lot(row["receipt"], row["item"], row["lot"], row["supplier"]))
    return lots


async def listed(db: Reading, after: str | None, limit: int) -> list[RecallState]:
    """Recalled lots by their receipts, with what is here and who got the rest."""
    return [RecallState(**row) for row in await db.fetch(LISTED, after, limit)]
