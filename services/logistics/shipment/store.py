"""Orders' versions and shipments in the database."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any, cast
from uuid import UUID

import asyncpg
import msgspec

from chassis import clock
from chassis.figures import holding
from chassis.handling import Db, Reading
from chassis.ids import id_of
from chassis.numbers import take_numbers
from chassis.stored import storable, stored
from contracts.order import Package, ShipmentLine
from contracts.rates import DatedRate, Values, values_on
from contracts.sales import OrderCancelled
from contracts.warehouse import GoodsPacked
from services.logistics.documents import store as documents
from services.logistics.policy import Policy
from services.logistics.shipment.rules.life import Handover, KnownVersion, OrderNews, content_of, version_of
from services.logistics.shipment.rules.offers import MEASURED_LAST, Barred, HeldUp, Measured, Rate, by_country, slowed
from services.logistics.shipment.rules.shipment import Correction, Failure, Shipment
from services.logistics.shipment.rules.transport import Tariff

COLUMNS = """shipment_id, number, order_id, order_version, customer, country, promised, weight_kg, lines, state,
version, carrier, mode, tracking, expected, delivered_at, proof, dispatched_on, corrections, due, failures, told_at,
packages, address, waits"""
KEEP_VERSIONS = """
INSERT INTO order_version (order_id, version, cancelled, customer, country, promised, content)
SELECT * FROM unnest($1::uuid[], $2::int[], $3::boolean[], $4::text[], $5::text[], $6::date[], $7::jsonb[])
ON CONFLICT DO NOTHING
"""
VERSION = attrgetter("version", "cancelled", "customer", "country", "promised")
VALUES = "SELECT jsonb_object_agg(currency, rates) FROM currency_rate"
"""What finance says that currencies are worth."""
TARIFF_PARTS = f"""
offered AS (
    SELECT r.*, c.active, least(c.nda_review, c.security_review) AS review
    FROM rate r JOIN carrier c ON c.carrier = r.carrier WHERE r.country IN (SELECT country FROM wanted)
), measured AS (
    SELECT o.carrier, o.mode, o.country, count(*) AS shipments, round(avg((late <= 0)::int), 4) AS on_time,
           round(avg(greatest(late, 0)), 2) AS late_days
    FROM offered o CROSS JOIN LATERAL (
        SELECT (s.delivered_at AT TIME ZONE $2)::date - s.due AS late FROM public.shipment s
        WHERE s.carrier = o.carrier AND s.mode = o.mode AND s.country = o.country
          AND s.delivered_at IS NOT NULL AND s.due IS NOT NULL
        ORDER BY s.delivered_at DESC LIMIT {MEASURED_LAST}) last
    GROUP BY o.carrier, o.mode, o.country
)"""
"""What carriers offer to the countries ``wanted`` on the day $3, and what all own deliveries tell of them,
whoever asks (decision 0056); $2: our zone."""
TARIFF_COLUMNS = f"""
({VALUES}) AS values,
(SELECT coalesce(jsonb_agg(o), '[]') FROM offered o WHERE active AND coalesce(review >= $3, true)) AS rates,
(SELECT coalesce(jsonb_agg(o), '[]') FROM offered o WHERE NOT active OR review < $3) AS barred,
(SELECT coalesce(jsonb_agg(m), '[]') FROM measured m) AS measured,
(SELECT coalesce(jsonb_agg(d), '[]') FROM (
    SELECT number, coalesce(country, left(place, 2)) AS country, place, carrier, mode, since, days FROM disruption
    WHERE lifted IS NULL AND until >= $3) d) AS held"""
KNOWN = f"""
WITH known AS (
    SELECT order_id, version, cancelled, customer, country, content->'deliver_to' AS deliver_to,
           CASE WHEN isfinite(promised) THEN promised END AS promised
    FROM order_version WHERE order_id = ANY($1::uuid[])
), wanted AS (SELECT DISTINCT country FROM known), {TARIFF_PARTS}
SELECT (SELECT coalesce(jsonb_agg(known), '[]') FROM known) AS versions, {TARIFF_COLUMNS}
"""
SAVE = f"""
INSERT INTO shipment ({COLUMNS})
SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::int[], $5::text[], $6::text[], $7::date[], $8::numeric[],
    $9::jsonb[], $10::text[], $11::int[], $12::text[], $13::text[], $14::text[], $15::date[], $16::timestamptz[],
    $17::text[], $18::date[], $19::jsonb[], $20::date[], $21::jsonb[],
    $22::timestamptz[], $23::jsonb[], $24::text[], $25::jsonb[])
ON CONFLICT (shipment_id) DO UPDATE SET state = EXCLUDED.state, version = EXCLUDED.version, carrier = EXCLUDED.carrier,
    mode = EXCLUDED.mode, tracking = EXCLUDED.tracking, expected = EXCLUDED.expected,
    delivered_at = EXCLUDED.delivered_at, proof = EXCLUDED.proof, dispatched_on = EXCLUDED.dispatched_on,
    corrections = EXCLUDED.corrections, due = EXCLUDED.due, failures = EXCLUDED.failures,
    told_at = EXCLUDED.told_at, waits = EXCLUDED.waits
"""
PACKED_OF = f"""
SELECT {COLUMNS} FROM shipment WHERE order_id = ANY($1::uuid[]) AND state = 'packed' ORDER BY shipment_id FOR UPDATE
"""
LOAD = f"SELECT {COLUMNS} FROM shipment WHERE shipment_id = ANY($1::uuid[]) ORDER BY shipment_id FOR UPDATE"
LOAD_CALLED = f"""
SELECT {COLUMNS} FROM shipment
WHERE number = ANY($1::text[]) OR tracking = ANY($1::text[]) OR shipment_id = ANY($2::uuid[])
ORDER BY shipment_id FOR UPDATE
"""
TARIFF = f"WITH wanted AS (SELECT unnest($1::text[]) AS country), {TARIFF_PARTS} SELECT {TARIFF_COLUMNS}"
ONE = f"SELECT {COLUMNS} FROM shipment WHERE shipment_id = $1"
LIST = f"""
SELECT {COLUMNS} FROM shipment
WHERE ($1::text IS NULL OR state = $1) AND ($2::uuid IS NULL OR shipment_id > $2)
  AND ($3::uuid IS NULL OR order_id = $3) AND ($4::text IS NULL OR carrier = $4)
ORDER BY shipment_id LIMIT $5
"""
UNDER_WAY = f"""
SELECT {COLUMNS} FROM shipment
WHERE state = ANY('{{packed,dispatched}}') AND ($1::uuid IS NULL OR shipment_id > $1) ORDER BY shipment_id LIMIT $2
"""
OF_ORDERS = f"SELECT {COLUMNS} FROM shipment WHERE order_id = ANY($1::uuid[]) ORDER BY shipment_id"
AS_JSON: Mapping[str, Any] = {
    "lines": tuple[ShipmentLine, ...],
    "corrections": tuple[Correction, ...],
    "failures": tuple[Failure, ...],
    "packages": tuple[Package, ...],
    "waits": dict[str, int],
}
Loaded = Mapping[UUID, Shipment]
"""Shipments under their lock."""

ORDER_NAMED = "SELECT order_id FROM shipment WHERE number = $1 OR tracking = $1 OR proof = $1"
"""By every number that our papers bear: shipment, the carrier's tracking number, proof of delivery ($1)."""
NUMBERED = "SELECT shipment_id FROM shipment WHERE number = upper($1)"
CALLED = "SELECT shipment_id AS id, number FROM shipment WHERE shipment_id = ANY($1::uuid[])"
"""The numbers of shipments."""


async def load(db: Db, shipments: Sequence[UUID]) -> Loaded:
    return {row["shipment_id"]: _shipment(row) for row in await db.fetch(LOAD, shipments)}


async def load_called(db: Db, names: Sequence[str]) -> list[Shipment]:
    """Under their lock those with one of these numbers, ours or the carrier's, or ids."""
    ids = [id_ for name in names if (id_ := id_of(name))]
    return [_shipment(row) for row in await db.fetch(LOAD_CALLED, [*names, *map(str.upper, names)], ids)]


async def load_to_leave(db: Db, shipments: Sequence[UUID]) -> tuple[Loaded, Tariff]:
    """With the tariff to the countries of those that are not there yet, and where it bars them what customs lacks."""
    found = await load(db, shipments)
    tariff = await tariff_to(db, {s.country for s in found.values() if s.state in ("packed", "dispatched")})
    if tariff.undeclared is None:
        return found, tariff
    return found, replace(tariff, undeclared=await documents.undeclared(db, shipments))


async def load_packed(db: Db, news: Sequence[OrderNews]) -> dict[UUID, list[Shipment]]:
    """The undispatched shipments of orders, locked."""
    result: dict[UUID, list[Shipment]] = defaultdict(list)
    for row in await db.fetch(PACKED_OF, [n.order_id for n in news]):
        result[row["order_id"]].append(_shipment(row))
    return result


async def save(db: Db, shipments: Sequence[Shipment]) -> None:
    if shipments:
        await db.execute(SAVE, *(list(column) for column in zip(*map(_shipment_row, shipments), strict=True)))


async def keep_versions(db: Db, news: Sequence[OrderNews]) -> None:
    """Each version's content is kept, also a lower one and one after a cancel."""
    rows = [(n.order_id, *VERSION(version_of(n)), _content(n)) for n in news]
    await db.execute(KEEP_VERSIONS, *(list(column) for column in zip(*rows, strict=True)))


async def handover(db: Db, packed: Sequence[GoodsPacked]) -> Handover:
    """Takes a number for each whose content is known."""
    row = await db.fetchrow(KNOWN, [goods.order_id for goods in packed], clock.zone().key, clock.today())
    assert row is not None
    versions: dict[UUID, list[KnownVersion]] = defaultdict(list)
    for known in json.loads(row["versions"]):
        versions[UUID(known["order_id"])].append(msgspec.convert(known, KnownVersion))
    ready = [goods.shipment_id for goods in packed if content_of(goods, versions[goods.order_id])]
    numbers = await take_numbers(db, "SH", clock.today().year, len(ready))
    return Handover(versions, await _tariff(db, row), dict(zip(ready, numbers, strict=True)))


async def tariff_to(db: Reading, countries: Collection[str]) -> Tariff:
    """The offers of active carriers to these countries, as they apply today."""
    (row,) = await db.fetch(TARIFF, countries, clock.zone().key, clock.today())
    return await _tariff(db, row)


async def values(db: Db) -> Values:
    """What currencies are worth today."""
    return _values(await db.fetchval(VALUES))


async def find(db: Reading, shipment_id: UUID) -> Shipment | None:
    row = await db.fetchrow(ONE, shipment_id)
    return _shipment(row) if row else None


async def numbered(db: Db, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The shipment that people call so: SH-2026-000123."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def listed(
    db: Reading, *, state: str | None, order_id: UUID | None, carrier: str | None, after: UUID | None, limit: int
) -> list[Shipment]:
    return [_shipment(row) for row in await db.fetch(LIST, state, after, order_id, carrier, limit)]


async def of_orders(db: Reading, orders: Sequence[UUID]) -> list[Shipment]:
    return [_shipment(row) for row in await db.fetch(OF_ORDERS, orders)]


async def under_way(db: Reading, after: UUID | None, limit: int) -> list[Shipment]:
    """Those that must leave, or arrive."""
    return [_shipment(row) for row in await db.fetch(UNDER_WAY, after, limit)]


def _content(news: OrderNews) -> str | None:
    return None if isinstance(news, OrderCancelled) else storable(news.content)


def _values(told: str | None) -> Values:
    return values_on(stored(dict[str, tuple[DatedRate, ...]], told or "{}"), clock.today())


async def _tariff(db: Reading, row: asyncpg.Record) -> Tariff:
    """Of a row with the columns of a tariff."""
    policy = await holding(db, Policy)
    measured, held = stored(list[Measured], row["measured"]), stored(list[HeldUp], row["held"])
    barred = stored(list[Barred], row["barred"])
    lapsed = [one for one in barred if one.active and policy.lapsed_review == "warn"]
    rates = [*stored(list[Rate], row["rates"]), *(one.plain for one in lapsed)]
    return Tariff(
        by_country(slowed(rate, held, clock.today()) for rate in rates),
        clock.today(),
        policy.home_country,
        _values(row["values"]),
        policy.dispatch == "automatic",
        policy.on_time_least,
        by_country(one for one in barred if one not in lapsed),
        {(m.carrier, m.mode, m.country): m for m in measured if m.shipments >= policy.measured_from},
        {one.carrier: one.review for one in lapsed},
        {} if policy.customs == "bar" else None,
    )


def _shipment_row(s: Shipment) -> tuple[Any, ...]:
    head = (s.shipment_id, s.number, s.order_id, s.order_version, s.customer, s.country, s.promised, s.weight_kg)
    tail = (s.state, s.version, s.carrier, s.mode, s.tracking, s.expected, s.delivered_at, s.proof, s.dispatched_on)
    beside = (storable(s.corrections), s.due, storable(s.failures), s.told_at, storable(s.packages))
    return (*head, storable(s.lines), *tail, *beside, s.address, storable(s.waits))


def _shipment(row: asyncpg.Record) -> Shipment:
    return Shipment(**{**row, **{column: stored(kind, row[column]) for column, kind in AS_JSON.items()}})
