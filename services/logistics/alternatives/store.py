"""What is still to leave of an order, as logistics knows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from chassis.handling import Reading
from chassis.stored import stored
from contracts.order import OrderLine, ShipmentLine
from services.logistics.alternatives.rules import ToCarry

STILL_TO_LEAVE = """
SELECT v.country, CASE WHEN isfinite(v.promised) THEN v.promised END AS promised,
    v.content ->> 'currency' AS currency, v.content -> 'lines' AS lines, (
    SELECT coalesce(jsonb_agg(line), '[]') FROM shipment s CROSS JOIN LATERAL jsonb_array_elements(s.lines) AS line
    WHERE s.order_id = v.order_id AND s.state = ANY('{dispatched,delivered}')) AS gone, (
    SELECT coalesce(jsonb_object_agg(i.item, i.weight_kg), '{}') FROM item_weight i
    WHERE i.item IN (SELECT line ->> 'item' FROM jsonb_array_elements(v.content -> 'lines') AS line)) AS weights
FROM order_version v WHERE v.order_id = $1
ORDER BY v.cancelled DESC, v.version DESC LIMIT 1
"""


async def still_to_leave(db: Reading, order_id: UUID) -> ToCarry | None:
    """None for an order that is not known, is cancelled, or whose goods weigh nobody knows what."""
    row = await db.fetchrow(STILL_TO_LEAVE, order_id)
    if row is None or row["lines"] is None:
        return None
    lines = stored(tuple[OrderLine, ...], row["lines"])
    weights = stored(dict[str, Decimal], row["weights"])
    if any(line.item not in weights for line in lines):
        return None
    kg = _weight(lines, stored(tuple[ShipmentLine, ...], row["gone"]), weights)
    return ToCarry(row["country"], row["currency"], row["promised"], kg)


def _weight(lines: tuple[OrderLine, ...], gone: tuple[ShipmentLine, ...], weights: Mapping[str, Decimal]) -> Decimal:
    left = defaultdict[int, Decimal](Decimal)
    for one in gone:
        left[one.line] += one.quantity
    still = ((line.item, max(line.quantity - left[line.line], Decimal(0))) for line in lines)
    return sum((weights[item] * quantity for item, quantity in still), Decimal(0))
