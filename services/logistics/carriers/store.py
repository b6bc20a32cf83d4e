"""Carriers and rates in the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from datetime import date, datetime
from typing import Any, cast

from chassis import clock
from chassis.handling import Db, Reading
from chassis.stored import storable
from contracts.value import fields_of
from services.logistics.carriers.rules import Performance, PutCarrier
from services.logistics.shipment.rules.offers import Rate

PUT_CARRIERS = """
INSERT INTO carrier (carrier, name, active, on_time, nda_signed, nda_review, security_review)
SELECT p.carrier, p.name, coalesce(p.active, c.active, true), coalesce(p.on_time, c.on_time),
    coalesce(p.nda_signed, c.nda_signed), coalesce(p.nda_review, c.nda_review),
    coalesce(p.security_review, c.security_review)
FROM unnest($1::text[], $2::text[], $3::boolean[], $4::numeric[], $5::date[], $6::date[], $7::date[])
    AS p (carrier, name, active, on_time, nda_signed, nda_review, security_review) LEFT JOIN carrier c USING (carrier)
ON CONFLICT (carrier) DO UPDATE SET name = EXCLUDED.name, active = EXCLUDED.active, on_time = EXCLUDED.on_time,
    nda_signed = EXCLUDED.nda_signed, nda_review = EXCLUDED.nda_review, security_review = EXCLUDED.security_review
"""
PUT_RATES = """
INSERT INTO rate (carrier, mode, country, days, base, per_kg, currency, co2_per_kg, reliability, legs)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::numeric[], $6::numeric[], $7::text[],
                     $8::numeric[], $9::numeric[], $10::jsonb[])
ON CONFLICT (country, carrier, mode) DO UPDATE SET days = EXCLUDED.days, base = EXCLUDED.base,
    per_kg = EXCLUDED.per_kg, currency = EXCLUDED.currency, co2_per_kg = EXCLUDED.co2_per_kg,
    reliability = EXCLUDED.reliability, legs = EXCLUDED.legs
"""
KNOWN_CARRIERS = "SELECT carrier FROM carrier WHERE carrier = ANY($1::text[])"
CARRIERS = """
SELECT carrier, name, active, on_time, nda_signed, nda_review, security_review FROM carrier ORDER BY carrier
"""
TO_REVIEW = """
SELECT carrier, name, active, on_time, nda_signed, nda_review, security_review FROM carrier
WHERE active AND least(nda_review, security_review) <= $1 ORDER BY least(nda_review, security_review), carrier
"""
PERFORMANCE = """
SELECT m.*, r.days AS promised_days, c.on_time AS promised_on_time
FROM (
    SELECT carrier, mode, country, count(*) AS shipments, round(avg((arrived <= due)::int), 4) AS on_time,
           round(avg(greatest(arrived - due, 0)), 2) AS late_days,
           round(avg(arrived - dispatched_on), 2) AS transit_days
    FROM (SELECT s.*, (delivered_at AT TIME ZONE $3)::date AS arrived FROM public.shipment s) s
    WHERE carrier = $1 AND delivered_at >= $2 AND due IS NOT NULL GROUP BY carrier, mode, country
) m LEFT JOIN rate r USING (carrier, mode, country) JOIN carrier c USING (carrier) ORDER BY mode, country
"""
FAILURES = """
SELECT count(*) FROM public.shipment, jsonb_array_elements(failures) AS failure
WHERE failures <> '[]' AND failure ->> 'carrier' = $1 AND (failure ->> 'at')::timestamptz >= $2
"""
"""Both of all deliveries, whoever asks: ``public`` is not what he may see of them (decision 0056)."""


async def put_carriers(db: Db, carriers: Sequence[PutCarrier]) -> None:
    await db.execute(PUT_CARRIERS, *_columns(carriers))


async def put_rates(db: Db, rates: Sequence[Rate]) -> None:
    rows = [({**fields_of(rate), "legs": storable(rate.legs)}).values() for rate in rates]
    await db.execute(PUT_RATES, *(list(column) for column in zip(*rows, strict=True)))


async def known_carriers(db: Db, carriers: Sequence[str]) -> set[str]:
    return {row["carrier"] for row in await db.fetch(KNOWN_CARRIERS, carriers)}


async def all_carriers(db: Reading) -> list[PutCarrier]:
    return [PutCarrier(**row) for row in await db.fetch(CARRIERS)]


async def to_review(db: Reading, by: date) -> list[PutCarrier]:
    """In use, and with a review that is due by this day; the first due stands first."""
    return [PutCarrier(**row) for row in await db.fetch(TO_REVIEW, by)]


async def performance(db: Reading, carrier: str, since: datetime) -> list[Performance]:
    """By mode and country, of what was delivered since."""
    rows = await db.fetch(PERFORMANCE, carrier, since, clock.zone().key)
    return [Performance(**{name: value for name, value in row.items() if name != "carrier"}) for row in rows]


async def failures(db: Reading, carrier: str, since: datetime) -> int:
    """How often it did not take what it was to take."""
    return cast(int, await db.fetchval(FAILURES, carrier, since))


def _columns(values: Sequence[PutCarrier]) -> list[list[Any]]:
    return [list(column) for column in zip(*map(astuple, values), strict=True)]
