"""Shipments in the database, as far as packing needs them: no stock is dealt when goods are packed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Self, cast
from uuid import UUID

from pydantic import BaseModel, TypeAdapter

from chassis.handling import Db
from contracts.order import Package
from services.warehouse.book.rules import Part, Shipment
from services.warehouse.packages.rules import Measure

FOR_PACKING = """
WITH dealing_turn AS (SELECT turn FROM dealing FOR UPDATE),
asked AS (SELECT s.* FROM dealing_turn, shipment s WHERE s.shipment_id = ANY($1::uuid[]))
SELECT asked.*, (
    SELECT jsonb_object_agg(i.item, jsonb_build_array(i.weight_kg, i.volume_m3, i.unit))
    FROM item i WHERE i.item IN (SELECT part ->> 'item' FROM jsonb_array_elements(asked.lines) part)
) AS measures
FROM asked
"""
KEEP_PACKED = """
UPDATE shipment s SET state = p.state, slip_number = p.slip_number, packages = p.packages,
    sales_slip = coalesce(nullif(p.sales_slip, ''), s.sales_slip)
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::jsonb[], $5::text[])
    AS p (shipment_id, state, slip_number, packages, sales_slip)
WHERE s.shipment_id = p.shipment_id
"""
LIST = """
SELECT shipment_id, order_id, order_version, state, slip_number, lines, packages, sales_slip FROM shipment
WHERE ($1::text IS NULL OR state = $1) AND ($2::uuid IS NULL OR shipment_id > $2) ORDER BY shipment_id LIMIT $3
"""
PACKAGES = TypeAdapter(Sequence[Package])
NUMBERED = """
SELECT shipment_id FROM shipment WHERE sales_slip = upper($1) AND sales_slip <> ''
UNION ALL SELECT shipment_id FROM shipment WHERE slip_number = upper($1) AND slip_number <> '' LIMIT 1
"""
ORDER_OF = "SELECT order_id FROM shipment WHERE shipment_id = $1"


class LineState(BaseModel):
    """How much of an order line a shipment holds, and how much of it came back."""

    line: int
    item: str
    quantity: Decimal
    returned: Decimal


class ShipmentState(BaseModel):
    """A shipment as the warehouse knows it."""

    shipment_id: UUID
    order_id: UUID
    order_version: int
    state: str
    slip_number: str
    lines: list[LineState]

    @classmethod
    def of(cls, shipment: Shipment, **more: Any) -> Self:
        return cls(
            shipment_id=shipment.shipment_id,
            order_id=shipment.order_id,
            order_version=shipment.order_version,
            state=shipment.state,
            slip_number=shipment.slip_number,
            lines=[LineState.model_validate(part, from_attributes=True) for part in shipment.parts],
            **more,
        )


class PackedState(ShipmentState):
    """A shipment with its sales slip, and the packages that it went into; none before it is packed."""

    packages: list[Package]
    sales_slip: str


class Shipments(BaseModel):
    """A page of shipments; ``next`` is the cursor of the page after it."""

    items: list[PackedState]
    next: UUID | None


async def open_for_packing(db: Db, ids: Iterable[UUID]) -> tuple[dict[UUID, Shipment], dict[str, Measure]]:
    """Shipments by id, and the measures of their items as far as known.

    Takes its turn in the dealing, so that the slip numbers' counter is never locked before it.
    """
    shipments: dict[UUID, Shipment] = {}
    measures: dict[str, Measure] = {}
    for row in await db.fetch(FOR_PACKING, list(ids)):
        parts = tuple(
            Part(part["line"], part["item"], Decimal(part["quantity"]), Decimal(part["returned"]))
            for part in json.loads(row["lines"])
        )
        shipments[row["shipment_id"]] = Shipment(
            row["shipment_id"],
            row["order_id"],
            row["order_version"],
            row["state"],
            parts,
            row["slip_number"],
            row["sales_slip"],
        )
        known = json.loads(row["measures"] or "{}", parse_float=Decimal)
        measures |= {item: Measure(Decimal(kg), Decimal(m3), unit) for item, (kg, m3, unit) in known.items()}
    return shipments, measures


async def keep_packed(
    db: Db, shipments: Sequence[Shipment], packages: Mapping[UUID, Sequence[Package]] | None = None
) -> None:
    """Write the state, slip numbers and packages of shipments; a sales slip that is not told stays."""
    ids = [shipment.shipment_id for shipment in shipments]
    boxes = [PACKAGES.dump_json((packages or {}).get(id_, ())).decode() for id_ in ids]
    await db.execute(
        KEEP_PACKED,
        ids,
        [s.state for s in shipments],
        [s.slip_number for s in shipments],
        boxes,
        [s.sales_slip for s in shipments],
    )


async def list_shipments(db: Db, state: str | None, after: UUID | None, limit: int) -> list[PackedState]:
    """Shipments by id, after a cursor."""
    rows = await db.fetch(LIST, state, after, limit)
    documents = ({name: json.loads(row[name]) for name in ("lines", "packages")} for row in rows)
    return [PackedState(**{**row, **parsed}) for row, parsed in zip(rows, documents, strict=True)]


async def numbered(db: Db, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The shipment that people call so: by its sales slip or its outbound slip."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def order_of(db: Db, shipment_id: UUID) -> UUID | None:
    """The order of a shipment, or None."""
    found: UUID | None = await db.fetchval(ORDER_OF, shipment_id)
    return found
