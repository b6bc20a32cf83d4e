"""Inspections at gates, each one document, and the running history of each item's final gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, cast
from uuid import UUID

from asyncpg import Record

from chassis.handling import Db, Reading
from chassis.stored import storable, stored
from services.warehouse.book.rules.inspection import Defects, Plan
from services.warehouse.book.rules.severity import Standing
from services.warehouse.gate_inspection.rules import GateInspection, Ground, Known, Standings

ENDED = "SELECT FROM purchase p WHERE p.purchase_id = g.purchase_id AND p.ordered <= p.accepted + p.cancelled"
NEWER = "SELECT FROM gate_inspection n WHERE n.purchase_id = g.purchase_id AND n.request > g.request"
LOAD = f"""
SELECT g.document::text, EXISTS ({ENDED}) AS ended, (
    SELECT n.number FROM gate_inspection n WHERE n.purchase_id = g.purchase_id AND n.request > g.request
    ORDER BY n.request DESC LIMIT 1
) AS newer FROM gate_inspection g WHERE g.inspection_id = ANY($1::uuid[])
"""
SAVE = """
WITH standings AS (
    INSERT INTO gate_standing (item, defects, severity, recent, rejected, discontinued, score, last_on)
    SELECT item, defects, severity, recent, rejected, discontinued, score, last_on
    FROM jsonb_populate_recordset(NULL::gate_standing, $9) ORDER BY item, defects
    ON CONFLICT (item, defects) DO UPDATE SET severity = EXCLUDED.severity, recent = EXCLUDED.recent,
        rejected = EXCLUDED.rejected, discontinued = EXCLUDED.discontinued, score = EXCLUDED.score,
        last_on = EXCLUDED.last_on
)
INSERT INTO gate_inspection (inspection_id, number, purchase_id, request, item, state, orders, document)
SELECT inspection_id, number, purchase_id, request, item, state, string_to_array(orders, ' ')::uuid[], document
FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[], $8::json[])
    AS told(inspection_id, number, purchase_id, request, item, state, orders, document)
ON CONFLICT (inspection_id) DO UPDATE SET state = EXCLUDED.state, document = EXCLUDED.document
"""
GROUNDS = """
SELECT w.item, coalesce(i.critical, false) AS critical, to_json(p)::text AS plan, (
    SELECT json_object_agg(s.defects, s)::text FROM gate_standing s WHERE s.item = w.item
) AS standings
FROM unnest($1::text[]) AS w(item) LEFT JOIN item i USING (item) LEFT JOIN inspection_plan p USING (item)
"""
LISTED = """
SELECT document::text FROM gate_inspection WHERE $1::uuid IS NULL OR inspection_id > $1 ORDER BY inspection_id LIMIT $2
"""
OF_ITEM = """
SELECT document::text FROM gate_inspection WHERE item = $3 AND ($1::uuid IS NULL OR inspection_id > $1)
ORDER BY inspection_id LIMIT $2
"""
OF_PRODUCTION = """
SELECT document::text FROM gate_inspection WHERE purchase_id = $3 AND ($1::uuid IS NULL OR inspection_id > $1)
ORDER BY inspection_id LIMIT $2
"""
WAITING = f"""
SELECT g.document::text FROM gate_inspection g
WHERE g.state IN ('open', 'failed') AND NOT EXISTS ({NEWER}) AND NOT EXISTS ({ENDED})
AND ($1::uuid IS NULL OR g.inspection_id > $1) ORDER BY g.inspection_id LIMIT $2
"""
NAMED = f"""
SELECT g.document::text FROM gate_inspection g
WHERE g.number = upper($1)
OR g.item = $1 AND g.state IN ('open', 'failed') AND NOT EXISTS ({NEWER}) AND NOT EXISTS ({ENDED})
ORDER BY g.inspection_id LIMIT $2
"""
OF_ORDERS = "SELECT document::text FROM gate_inspection WHERE orders && $1::uuid[] ORDER BY inspection_id"
NUMBERED = "SELECT inspection_id FROM gate_inspection WHERE number = upper($1)"
ORDER_NAMED = """
SELECT served.order_id FROM gate_inspection g
LEFT JOIN LATERAL unnest(g.orders) AS served(order_id) ON true WHERE g.number = $1
"""
"""The orders of a production order that was inspected under this number; none (null) where it is made for the shelf."""


async def load(db: Reading, inspections: Sequence[UUID]) -> dict[UUID, Known]:
    rows = await db.fetch(LOAD, list(inspections))
    known = [Known(stored(GateInspection, row["document"]), row["ended"], row["newer"] or "") for row in rows]
    return {one.inspection.inspection_id: one for one in known}


async def save(db: Db, inspections: Sequence[GateInspection], histories: Mapping[str, Standings]) -> None:
    """Each whole, and by item the running history that a verdict changed."""
    if not inspections:
        return
    rows = [_row(one) for one in inspections]
    standings = [
        {"item": item, "defects": name, **asdict(standing)}
        for item, history in histories.items()
        for name, standing in history.items()
    ]
    await db.execute(SAVE, *(list(column) for column in zip(*rows, strict=True)), storable(standings))


async def grounds(db: Reading, items: Sequence[str]) -> dict[str, Ground]:
    """By what each item is inspected."""
    return {row["item"]: _ground(row) for row in await db.fetch(GROUNDS, sorted(set(items)))}


async def listed(
    db: Reading, item: str | None, production: UUID | None, after: UUID | None, limit: int
) -> list[GateInspection]:
    """In the order of their coming, after a cursor; of a production order, of an item, or of all."""
    if production:
        return _read(await db.fetch(OF_PRODUCTION, after, limit, production))
    return _read(await (db.fetch(OF_ITEM, after, limit, item) if item else db.fetch(LISTED, after, limit)))


async def waiting(db: Reading, after: UUID | None, limit: int) -> list[GateInspection]:
    """Those to examine, and those that failed and were neither presented anew nor conceded."""
    return _read(await db.fetch(WAITING, after, limit))


async def named(db: Reading, name: str, limit: int) -> list[GateInspection]:
    """By their number; those that wait, by their item."""
    return _read(await db.fetch(NAMED, name, limit))


async def of_orders(db: Reading, orders: Sequence[UUID]) -> list[GateInspection]:
    """Those of what is made for these orders."""
    return _read(await db.fetch(OF_ORDERS, list(orders)))


async def numbered(db: Db, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The inspection that people call so."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


def _row(one: GateInspection) -> tuple[object, ...]:
    orders = " ".join(map(str, one.orders))
    return one.inspection_id, one.number, one.purchase_id, one.request, one.item, one.state, orders, storable(one)


def _ground(row: Record) -> Ground:
    standings = stored(dict[Defects, Standing], row["standings"] or "{}")
    return Ground(stored(Plan, row["plan"]) if row["plan"] else None, row["critical"], standings)


def _read(rows: Sequence[Record]) -> list[GateInspection]:
    return [stored(GateInspection, row["document"]) for row in rows]
