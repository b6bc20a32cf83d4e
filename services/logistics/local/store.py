"""Depots, vehicles, places and the goods that wait for a tour, in the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg

from chassis.handling import Db, Reading
from services.logistics.local.rules.asked import PutDepot, PutPlace, PutVehicle
from services.logistics.local.rules.planning import Packed

STOPS_MAX = 500
"""Of one plan, those that are promised first; goods whose place nobody put take no room of theirs."""
PUT_DEPOTS = """
INSERT INTO depot (depot, name, latitude, longitude)
SELECT * FROM unnest($1::text[], $2::text[], $3::numeric[], $4::numeric[])
ON CONFLICT (depot) DO UPDATE SET name = EXCLUDED.name, latitude = EXCLUDED.latitude, longitude = EXCLUDED.longitude
"""
VEHICLE = "vehicle, depot, capacity_kg, capacity_m3, starts, ends, per_km, per_hour, per_day, active"
PUT_VEHICLES = f"""
INSERT INTO vehicle ({VEHICLE})
SELECT * FROM unnest($1::text[], $2::text[], $3::numeric[], $4::numeric[], $5::time[], $6::time[], $7::numeric[],
    $8::numeric[], $9::numeric[], $10::boolean[])
ON CONFLICT (vehicle) DO UPDATE SET depot = EXCLUDED.depot, capacity_kg = EXCLUDED.capacity_kg,
    capacity_m3 = EXCLUDED.capacity_m3, starts = EXCLUDED.starts, ends = EXCLUDED.ends, per_km = EXCLUDED.per_km,
    per_hour = EXCLUDED.per_hour, per_day = EXCLUDED.per_day, active = EXCLUDED.active
"""
PUT_PLACES = """
INSERT INTO place (address, latitude, longitude, opens, closes, service_minutes)
SELECT DISTINCT ON (s.address) s.address, p.latitude, p.longitude, p.opens, p.closes, p.service_minutes
FROM unnest($1::uuid[], $2::numeric[], $3::numeric[], $4::time[], $5::time[], $6::int[])
    WITH ORDINALITY AS p (shipment_id, latitude, longitude, opens, closes, service_minutes, turn)
JOIN shipment s USING (shipment_id) ORDER BY s.address, p.turn DESC
ON CONFLICT (address) DO UPDATE SET latitude = EXCLUDED.latitude, longitude = EXCLUDED.longitude,
    opens = EXCLUDED.opens, closes = EXCLUDED.closes, service_minutes = EXCLUDED.service_minutes
"""
ADDRESSES = "SELECT shipment_id, address FROM shipment WHERE shipment_id = ANY($1::uuid[])"
DEPOTS = "SELECT depot, name, latitude, longitude FROM depot ORDER BY depot"
DEPOT = "SELECT depot, name, latitude, longitude FROM depot WHERE depot = ANY($1::text[])"
VEHICLES = f"SELECT {VEHICLE} FROM vehicle WHERE depot = ANY($1::text[]) AND active ORDER BY vehicle"
FLEET = f"SELECT {VEHICLE} FROM vehicle ORDER BY vehicle"
PACKED = f"""
WITH waits AS (
    SELECT s.shipment_id, s.promised, s.address, p.address IS NOT NULL AS placed
    FROM shipment s LEFT JOIN place p ON p.address = s.address
    WHERE s.country = $1 AND (s.state = 'packed' OR s.state = 'dispatched' AND s.carrier IS NULL)
), taken AS (
    (SELECT * FROM waits WHERE placed ORDER BY promised, shipment_id LIMIT {STOPS_MAX}) UNION ALL
    (SELECT * FROM waits WHERE NOT placed ORDER BY promised, shipment_id LIMIT {STOPS_MAX})
)
SELECT s.shipment_id, s.weight_kg,
       (SELECT coalesce(sum((one->>'volume_m3')::numeric), 0) FROM jsonb_array_elements(s.packages) one) AS volume_m3,
       p.latitude, p.longitude, p.opens, p.closes, p.service_minutes
FROM taken JOIN shipment s USING (shipment_id) LEFT JOIN place p ON p.address = s.address
ORDER BY s.promised, s.shipment_id
"""
STILL_HERE = """
SELECT shipment_id FROM shipment
WHERE shipment_id = ANY($1::uuid[]) AND (state = 'packed' OR state = 'dispatched' AND carrier IS NULL)
"""


async def put_depots(db: Db, depots: Sequence[PutDepot]) -> None:
    await db.execute(PUT_DEPOTS, *_columns(depots))


async def put_vehicles(db: Db, vehicles: Sequence[PutVehicle]) -> None:
    if vehicles:
        await db.execute(PUT_VEHICLES, *_columns(vehicles))


async def put_places(db: Db, places: Sequence[PutPlace]) -> None:
    if places:
        await db.execute(PUT_PLACES, *_columns(places))


async def addresses(db: Db, shipments: Sequence[UUID]) -> dict[UUID, str]:
    """Of shipments that there are."""
    return {row["shipment_id"]: row["address"] for row in await db.fetch(ADDRESSES, shipments)}


async def every_depot(db: Reading) -> list[PutDepot]:
    return [PutDepot(**row) for row in await db.fetch(DEPOTS)]


async def depots(db: Reading, codes: Sequence[str]) -> dict[str, PutDepot]:
    return {row["depot"]: PutDepot(**row) for row in await db.fetch(DEPOT, codes)}


async def vehicles(db: Reading, depots: Sequence[str]) -> list[PutVehicle]:
    """Those in use of these depots."""
    return [PutVehicle(**row) for row in await db.fetch(VEHICLES, depots)]


async def fleet(db: Reading) -> list[PutVehicle]:
    return [PutVehicle(**row) for row in await db.fetch(FLEET)]


async def packed(db: Reading, country: str) -> list[Packed]:
    """And what nobody took yet; with a place and without, at most 500 of each: those that are promised first."""
    return [_packed(row) for row in await db.fetch(PACKED, country)]


async def still_here(db: Reading, shipments: Sequence[UUID]) -> set[UUID]:
    return {row["shipment_id"] for row in await db.fetch(STILL_HERE, shipments)}


def _packed(row: asyncpg.Record) -> Packed:
    id_, weight_kg, volume_m3, *place = row
    loads: tuple[Decimal, Decimal] = (weight_kg, volume_m3)
    return Packed(id_, *loads, PutPlace(id_, *place) if place[0] is not None else None)


def _columns(values: Sequence[Any]) -> list[list[Any]]:
    return [list(column) for column in zip(*map(astuple, values), strict=True)]
