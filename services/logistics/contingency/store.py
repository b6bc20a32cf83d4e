"""What holds transport up, and which goods it was asked of, in the database (LOG-3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import astuple, fields
from typing import Any, cast
from uuid import UUID

from chassis.handling import Db, Reading
from services.logistics.contingency.rules import Disruption, Report

NAMES = [field.name for field in fields(Disruption)]
COLUMNS = ", ".join(NAMES)
Told = tuple[UUID, UUID, int, bool]
"""Disruption, shipment, version of the disruption, whether it holds the shipment up."""
AT_ONCE = 500
KNOWN = f"""
SELECT {COLUMNS} FROM disruption JOIN unnest($1::text[], $2::text[]) AS told (source, reference)
USING (source, reference) ORDER BY disruption_id FOR UPDATE OF disruption
"""
LOAD = f"SELECT {COLUMNS} FROM disruption WHERE disruption_id = ANY($1::uuid[]) ORDER BY disruption_id FOR UPDATE"
SAVE = f"""
INSERT INTO disruption ({COLUMNS})
SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::date[],
    $9::date[], $10::int[], $11::text[], $12::uuid[], $13::text[], $14::int[], $15::text[])
ON CONFLICT (disruption_id) DO UPDATE SET kind = EXCLUDED.kind, place = EXCLUDED.place, country = EXCLUDED.country,
    carrier = EXCLUDED.carrier, mode = EXCLUDED.mode, since = EXCLUDED.since, until = EXCLUDED.until,
    days = EXCLUDED.days, version = EXCLUDED.version, lifted = EXCLUDED.lifted
"""
NOT_LIFTED = f"""
SELECT {COLUMNS} FROM disruption
WHERE lifted IS NULL AND until >= $1 AND ($2::uuid IS NULL OR disruption_id > $2) ORDER BY disruption_id LIMIT $3
"""
NUMBERED = "SELECT disruption_id FROM disruption WHERE number = upper($1)"
TO_LOOK = f"SELECT {COLUMNS} FROM disruption WHERE looked_version < version ORDER BY disruption_id LIMIT 1"
LOOKED = """
UPDATE disruption SET looked_version = seen.version FROM unnest($1::uuid[], $2::int[]) AS seen (disruption_id, version)
WHERE disruption.disruption_id = seen.disruption_id
"""
# Goods that leave later go by a tariff that knows of it; so who is concerned is looked up once for each version.
CONCERNED = f"""
SELECT s.order_id, s.shipment_id
FROM disruption d JOIN shipment s ON s.state = 'dispatched' AND s.carrier IS NOT NULL AND s.expected >= d.since
    AND coalesce(d.carrier, s.carrier) = s.carrier AND coalesce(d.mode, s.mode) = s.mode
    AND coalesce(d.country, s.country) = s.country
LEFT JOIN rate r ON r.country = s.country AND r.carrier = s.carrier AND r.mode = s.mode AND r.legs <> '[]'
CROSS JOIN LATERAL (
    SELECT count(*) > 0 AS there, coalesce(bool_or(kind = 'departed'), false) AS past FROM journey_event
    WHERE shipment_id = s.shipment_id AND upper(place) = d.place) at_place
WHERE d.disruption_id = $1 AND d.lifted IS NULL
  AND (d.place IS NULL OR at_place.there OR CASE WHEN r.legs IS NULL THEN left(d.place, 2) = s.country ELSE
       EXISTS (SELECT FROM jsonb_array_elements(r.legs) leg WHERE d.place IN (leg->>'start', leg->>'end')) END)
  AND NOT at_place.past
  AND coalesce((s.waits->>d.number)::int, 0) <> d.days
  AND NOT EXISTS (SELECT FROM held_up h WHERE h.disruption_id = d.disruption_id AND h.shipment_id = s.shipment_id
                  AND h.version = d.version)
UNION ALL
SELECT s.order_id, s.shipment_id
FROM disruption d JOIN held_up h USING (disruption_id) JOIN shipment s USING (shipment_id)
WHERE d.disruption_id = $1 AND d.lifted IS NOT NULL AND h.open
ORDER BY shipment_id LIMIT {AT_ONCE}
"""
OPEN = f"""
SELECT h.shipment_id, {", ".join(f"d.{name}" for name in NAMES)}
FROM held_up h JOIN disruption d USING (disruption_id)
WHERE h.shipment_id = ANY($1::uuid[]) AND h.open
"""
# Read under the shipments' locks: another replica may have told the same meanwhile, or a person may have decided.
UNTOLD = """
SELECT told.disruption_id, told.shipment_id, EXISTS (
    SELECT FROM held_up other WHERE other.shipment_id = told.shipment_id AND other.open
    AND other.disruption_id <> told.disruption_id) AS held_otherwise
FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::boolean[]) AS told (disruption_id, shipment_id, version, open)
LEFT JOIN held_up h USING (disruption_id, shipment_id)
WHERE coalesce(h.version, 0) < told.version AND (told.open OR h.open)
"""
ASKED = """
INSERT INTO held_up (disruption_id, shipment_id, version, open)
SELECT disruption_id, shipment_id, version, open
FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::boolean[]) AS asked (disruption_id, shipment_id, version, open)
ON CONFLICT (disruption_id, shipment_id) DO UPDATE SET version = EXCLUDED.version, open = EXCLUDED.open
"""
ANSWERED = "UPDATE held_up SET open = false WHERE shipment_id = ANY($1::uuid[]) AND open"


async def known(db: Db, told: Sequence[Report]) -> dict[tuple[str, str], Disruption]:
    """Under their lock, by source and reference."""
    rows = await db.fetch(KNOWN, [one.source for one in told], [one.reference for one in told])
    return {(row["source"], row["reference"]): Disruption(**row) for row in rows}


async def load(db: Db, disruptions: Sequence[UUID]) -> dict[UUID, Disruption]:
    """Under their lock."""
    return {row["disruption_id"]: Disruption(**row) for row in await db.fetch(LOAD, disruptions)}


async def save(db: Db, disruptions: Sequence[Disruption]) -> None:
    if disruptions:
        await db.execute(SAVE, *(list(column) for column in zip(*map(astuple, disruptions), strict=True)))


async def not_lifted(db: Reading, today: Any, after: UUID | None, limit: int) -> list[Disruption]:
    """Those that hold transport up today, or will."""
    return [Disruption(**row) for row in await db.fetch(NOT_LIFTED, today, after, limit)]


async def numbered(db: Db, number: str, _path: Any) -> UUID | None:
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def to_look(db: Reading) -> Disruption | None:
    """One of which goods are still to be told."""
    row = await db.fetchrow(TO_LOOK)
    return Disruption(**row) if row else None


async def concerned(db: Reading, disruption_id: UUID) -> list[tuple[UUID, UUID]]:
    """Of orders and shipments under way that were not told its newest version; at most 500."""
    return [(row["order_id"], row["shipment_id"]) for row in await db.fetch(CONCERNED, disruption_id)]


async def to_decide(db: Reading, shipments: Sequence[UUID]) -> dict[UUID, list[Disruption]]:
    """What holds these shipments up, and nobody has decided of it yet."""
    found: dict[UUID, list[Disruption]] = defaultdict(list)
    for row in await db.fetch(OPEN, shipments):
        found[row["shipment_id"]].append(Disruption(**{name: row[name] for name in NAMES}))
    return found


async def untold(db: Db, told: Sequence[Told]) -> dict[tuple[UUID, UUID], bool]:
    """Which pairs of disruption and shipment are still to be told, and whether another one holds the shipment up."""
    rows = await db.fetch(UNTOLD, *(list(column) for column in zip(*told, strict=True))) if told else ()
    return {(row["disruption_id"], row["shipment_id"]): row["held_otherwise"] for row in rows}


async def asked(db: Db, told: Sequence[Told]) -> None:
    """Of a disruption and a shipment: this version was told, and is open or not."""
    if told:
        await db.execute(ASKED, *(list(column) for column in zip(*told, strict=True)))


async def answered(db: Db, shipments: Sequence[UUID]) -> None:
    """All that was open of these."""
    if shipments:
        await db.execute(ANSWERED, shipments)


async def looked(db: Db, seen: Sequence[tuple[UUID, int]]) -> None:
    if seen:
        await db.execute(LOOKED, *(list(column) for column in zip(*seen, strict=True)))
