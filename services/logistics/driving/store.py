"""What is on tours, in the database."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chassis.handling import Reading
from services.logistics.driving.rules import Aboard

ABOARD = """
SELECT shipment_id, order_id, number, customer, address, weight_kg, jsonb_array_length(packages) AS packages, state,
       tracking, proof
FROM shipment WHERE shipment_id = ANY($1::uuid[])
"""


async def aboard(db: Reading, shipments: Sequence[UUID]) -> dict[UUID, Aboard]:
    return {row["shipment_id"]: Aboard(**row) for row in await db.fetch(ABOARD, shipments)}
