"""Items, shelves and their traces in the database."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from chassis import clock
from chassis.handling import Db, Reading
from chassis.stored import storable
from contracts.sales import ItemChanged
from services.warehouse.book.rules.quants import walking
from services.warehouse.book.view import LyingState, MovementState, StockState
from services.warehouse.stock.view import Fault

KEEP_ITEMS = """
INSERT INTO item (item, version, name, unit, weight_kg, volume_m3, critical, discontinued, serialised)
SELECT item, version, name, unit, weight_kg, volume_m3, critical, discontinued, serialised
FROM jsonb_populate_recordset(NULL::item, $1) ORDER BY item
ON CONFLICT (item) DO UPDATE SET
    version = EXCLUDED.version, name = EXCLUDED.name, unit = EXCLUDED.unit, weight_kg = EXCLUDED.weight_kg,
    volume_m3 = EXCLUDED.volume_m3, critical = EXCLUDED.critical, discontinued = EXCLUDED.discontinued,
    serialised = EXCLUDED.serialised
WHERE item.version < EXCLUDED.version
"""
QUANTS = "SELECT place, lot, expires_on, quantity FROM quant WHERE item = $1"
PAST = """coalesce((
    SELECT sum(q.quantity) FROM quant q
    WHERE q.item = s.item AND (
        q.expires_on < $1 OR EXISTS (SELECT FROM recall l WHERE l.receipt = q.lot AND l.lifted_on IS NULL)
    ) AND (q.place = '' OR q.place = ANY(s.places))
), 0) AS past"""
SHELVES = f"""
SELECT s.*, coalesce(i.discontinued, false) AS discontinued, {PAST}
FROM stock s LEFT JOIN item i USING (item)
WHERE ($2::text IS NULL OR s.item > $2) AND (NOT $3 OR s.low) ORDER BY s.item LIMIT $4
"""
SHELF = f"""
SELECT s.*, coalesce(i.discontinued, false) AS discontinued, {PAST}
FROM stock s LEFT JOIN item i USING (item) WHERE s.item = $2
"""
MOVEMENTS = """
SELECT kind, quantity, reference, reason, at, inspection, quarantined, place, lot, in_transit FROM movement
WHERE item = $1 ORDER BY at DESC, id DESC LIMIT $2
"""
FAULTS = """
WITH moved AS (
    SELECT item, sum(quantity) AS on_hand, sum(quarantined) AS quarantined, sum(in_transit) AS in_transit
    FROM movement GROUP BY item
),
lying AS (SELECT item, sum(quantity) AS in_quants FROM quant GROUP BY item),
under_way AS (
    SELECT line ->> 'item' AS item, sum((line ->> 'sent')::numeric - (line ->> 'came')::numeric) AS sent
    FROM transfer, json_array_elements(coalesce(document -> 'lines', json_build_array(document))) AS line
    WHERE in_transit > 0 AND line ->> 'state' = 'dispatched' GROUP BY 1
),
placed AS (
    SELECT item, place, lot, sum(quantity) AS moved FROM movement WHERE place <> '' OR lot <> ''
    GROUP BY item, place, lot
),
apart AS (SELECT item, sum(left_over) AS left_over FROM inspection WHERE left_over > 0 GROUP BY item),
promised AS (
    SELECT part ->> 'item' AS item, sum((part ->> 'quantity')::numeric) AS reserved
    FROM shipment, jsonb_array_elements(lines) part WHERE state IN ('reserved', 'to_pack', 'packed') GROUP BY 1
),
waiting AS (SELECT item, sum(held) AS held, sum(needed - held) AS lacking FROM claim GROUP BY item),
bought AS (
    SELECT item, sum(greatest(ordered - accepted - cancelled, 0)) AS on_order FROM purchase GROUP BY item
),
rows AS (
    SELECT item, s.quarantine, coalesce(m.quarantined, 0) AS quarantined, coalesce(a.left_over, 0) AS left_over,
           s.on_hand, s.reserved, s.held, s.lacking, s.on_order, s.in_quants, s.in_transit,
           coalesce(l.in_quants, 0) AS lying, coalesce(u.sent, 0) AS sent, coalesce(m.in_transit, 0) AS moved_off,
           coalesce(m.on_hand, 0) AS moved, coalesce(p.reserved, 0) AS promised, coalesce(w.held, 0) AS set_aside,
           coalesce(w.lacking, 0) AS wanted, coalesce(b.on_order, 0) AS bought
    FROM (SELECT * FROM stock) s FULL JOIN moved m USING (item) FULL JOIN promised p USING (item)
    FULL JOIN waiting w USING (item) FULL JOIN bought b USING (item)
    FULL JOIN apart a USING (item) FULL JOIN lying l USING (item) FULL JOIN under_way u USING (item)
)
SELECT item, fault, shelf, traced FROM rows, LATERAL (VALUES
    ('on hand is not received less shipped plus adjusted', on_hand, moved, on_hand IS DISTINCT FROM moved),
    ('on hand is negative', on_hand, 0, on_hand < 0),
    ('reserved is not what shipments hold', reserved, promised, reserved IS DISTINCT FROM promised),
    ('held is not what waiting orders hold', held, set_aside, held IS DISTINCT FROM set_aside),
    ('lacking is not what waiting orders lack', lacking, wanted, lacking IS DISTINCT FROM wanted),
    ('more is promised than is on hand', on_hand, promised + set_aside, promised + set_aside > on_hand),
    ('on order is not what purchases owe', on_order, bought, on_order IS DISTINCT FROM bought),
    ('in quarantine is not what went in less what left', quarantine, quarantined,
     quarantine IS DISTINCT FROM quarantined),
    ('in quarantine is not what inspections hold', quarantine, left_over, quarantine IS DISTINCT FROM left_over),
    ('at other places and in lots is not what lies there', in_quants, lying, in_quants IS DISTINCT FROM lying),
    ('in transit is not what transfers hold', in_transit, sent, in_transit IS DISTINCT FROM sent),
    ('in transit is not what was sent less what came', in_transit, moved_off, in_transit IS DISTINCT FROM moved_off)
) AS seen (fault, shelf, traced, wrong) WHERE wrong
UNION ALL
SELECT item, concat_ws(' ', 'at', nullif(place, ''), nullif(lot, ''), 'is not what came there less what left'),
       coalesce(quantity, 0), coalesce(moved, 0)
FROM quant FULL JOIN placed USING (item, place, lot) WHERE coalesce(quantity, 0) <> coalesce(moved, 0)
ORDER BY item
"""


async def keep_items(db: Db, items: Sequence[ItemChanged]) -> None:
    """Write master data where it is newer."""
    await db.execute(KEEP_ITEMS, storable(items))


async def list_shelves(db: Reading, after: str | None, only_low: bool, limit: int) -> list[StockState]:
    """Shelves by item, after a cursor."""
    return [_state(row) for row in await db.fetch(SHELVES, clock.today(), after, only_low, limit)]


async def find_shelf(db: Reading, item: str) -> StockState | None:
    """One shelf, or None."""
    row = await db.fetchrow(SHELF, clock.today(), item)
    return _state(row) if row else None


async def movements_of(db: Reading, item: str, limit: int) -> list[MovementState]:
    """The newest changes of an item first."""
    return [MovementState(**row) for row in await db.fetch(MOVEMENTS, item, limit)]


async def lying_of(db: Reading, shelf: StockState) -> list[LyingState]:
    """How many lie where: at its own place, then on the way through the others."""
    others = [LyingState(**row) for row in await db.fetch(QUANTS, shelf.item)]
    own = shelf.on_hand - sum((each.quantity for each in others), Decimal(0))
    loose = [LyingState(place=shelf.place, quantity=own)] if own or not others else []
    named = [one if one.place else one.model_copy(update={"place": shelf.place}) for one in others]
    return [*loose, *sorted(named, key=lambda each: (walking(each.place), each.lot))]


async def faults(db: Reading) -> list[Fault]:
    """Every shelf that does not agree with its traces (invariant 3)."""
    return [Fault(**row) for row in await db.fetch(FAULTS)]


def _state(row: Any) -> StockState:
    free = row["on_hand"] - row["reserved"] - row["held"] - row["past"]
    return StockState(**row, free=max(free, Decimal(0)))
