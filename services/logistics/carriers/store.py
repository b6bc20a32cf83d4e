"""Carriers and rates in the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from chassis.handling import Db, Reading
from services.logistics.carriers.rules import PutCarrier
from services.logistics.shipment.rules.transport import Rate

PUT_CARRIERS = """
INSERT INTO carrier (carrier, name, active)
SELECT p.carrier, p.name, coalesce(p.active, c.active, true)
FROM unnest($1::text[], $2::text[], $3::boolean[]) AS p (carrier, name, active) LEFT JOIN carrier c USING (carrier)
ON CONFLICT (carrier) DO UPDATE SET name = EXCLUDED.name, active = EXCLUDED.active
"""
PUT_RATES = """
INSERT INTO rate (carrier, mode, country, days, base, per_kg, currency, co2_per_kg, reliability)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::numeric[], $6::numeric[], $7::text[],
                     $8::numeric[], $9::numeric[])
ON CONFLICT (country, carrier, mode) DO UPDATE SET days = EXCLUDED.days, base = EXCLUDED.base,
    per_kg = EXCLUDED.per_kg, currency = EXCLUDED.currency, co2_per_kg = EXCLUDED.co2_per_kg,
    reliability = EXCLUDED.reliability
"""
KNOWN_CARRIERS = "SELECT carrier FROM carrier WHERE carrier = ANY($1::text[])"
CARRIERS = "SELECT carrier, name, active FROM carrier ORDER BY carrier"


async def put_carriers(db: Db, carriers: Sequence[PutCarrier]) -> None:
    await db.execute(PUT_CARRIERS, *_columns(carriers))


async def put_rates(db: Db, rates: Sequence[Rate]) -> None:
    await db.execute(PUT_RATES, *_columns(rates))


async def known_carriers(db: Db, carriers: Sequence[str]) -> set[str]:
    return {row["carrier"] for row in await db.fetch(KNOWN_CARRIERS, carriers)}


async def all_carriers(db: Reading) -> list[PutCarrier]:
    return [PutCarrier(**row) for row in await db.fetch(CARRIERS)]


def _columns(values: Sequence[PutCarrier | Rate]) -> list[list[Any]]:
    return [list(column) for column in zip(*map(astuple, values), strict=True)]
