"""Carriers and rates in the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis.handling import Db
from services.logistics.carriers.rules import PutCarrier, Rate

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
RATES = """
SELECT r.carrier, mode, country, days, base, per_kg, currency, co2_per_kg, reliability
FROM rate r JOIN carrier c ON c.carrier = r.carrier WHERE c.active AND country = ANY($1::text[])
"""


async def put_carriers(db: Db, carriers: Sequence[PutCarrier]) -> None:
    await db.execute(PUT_CARRIERS, *_columns([(c.carrier, c.name, c.active) for c in carriers]))


async def put_rates(db: Db, rates: Sequence[Rate]) -> None:
    rows = [
        (r.carrier, r.mode, r.country, r.days, r.base, r.per_kg, r.currency, r.co2_per_kg, r.reliability) for r in rates
    ]
    await db.execute(PUT_RATES, *_columns(rows))


async def known_carriers(db: Db, carriers: Sequence[str]) -> set[str]:
    return {row["carrier"] for row in await db.fetch(KNOWN_CARRIERS, carriers)}


async def all_carriers(db: Db) -> list[PutCarrier]:
    return [PutCarrier(**row) for row in await db.fetch(CARRIERS)]


async def rates_to(db: Db, countries: Sequence[str]) -> dict[str, list[Rate]]:
    """The offers of active carriers per country; a country without one has an empty list."""
    result: dict[str, list[Rate]] = {country: [] for country in countries}
    for row in await db.fetch(RATES, countries):
        result[row["country"]].append(Rate(**row))
    return result


def _columns(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]
