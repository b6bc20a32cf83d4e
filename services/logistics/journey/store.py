"""What carriers told, and who is silent, in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from uuid import UUID

from chassis import clock
from chassis.handling import Db, Reading
from chassis.refusal import Refusal
from services.logistics.journey.rules.event import CarrierEvent, Silent, Told
from services.logistics.policy import Policy
from services.logistics.shipment.rules.offers import MEASURED_LAST
from services.logistics.shipment.rules.shipment import Shipment

KNOWN = """
SELECT carrier, event_id FROM journey_event JOIN unnest($1::text[], $2::text[]) AS asked (carrier, event_id)
USING (carrier, event_id)
"""
KEEP = """
INSERT INTO journey_event (carrier, event_id, shipment_id, kind, at, heard_at, place, country, latitude, longitude,
    container, tracking, expected, reason, proof)
SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::text[],
    $8::text[], $9::numeric[], $10::numeric[], $11::text[], $12::text[], $13::date[], $14::text[], $15::text[])
ON CONFLICT DO NOTHING
"""
TOLD = f"""
SELECT {", ".join(field.name for field in fields(Told))} FROM journey_event WHERE shipment_id = $1
ORDER BY at, heard_at, event_id
"""
LOOKED = "SELECT FROM silence_looked WHERE day = $1"
LOOK = "INSERT INTO silence_looked (day) VALUES ($1) ON CONFLICT DO NOTHING"
SILENT = f"""
WITH lane AS (
    SELECT DISTINCT carrier, mode, country FROM shipment WHERE state = 'dispatched' AND told_at IS NULL
), took AS (
    SELECT lane.*, last.days FROM lane CROSS JOIN LATERAL (
        SELECT (s.delivered_at AT TIME ZONE $2)::date - s.dispatched_on AS days FROM shipment s
        WHERE s.carrier = lane.carrier AND s.mode = lane.mode AND s.country = lane.country
          AND s.delivered_at IS NOT NULL AND s.due IS NOT NULL
        ORDER BY s.delivered_at DESC LIMIT {MEASURED_LAST}) last
)
SELECT s.order_id, s.shipment_id, s.dispatched_on + usual.days AS expected, usual.like_it
FROM shipment s CROSS JOIN LATERAL (
    SELECT percentile_disc($3) WITHIN GROUP (ORDER BY days) AS days, count(*) AS like_it FROM took
    WHERE took.carrier = s.carrier AND took.mode = s.mode AND took.country = s.country
      AND took.days >= $1 - s.dispatched_on) usual
WHERE s.state = 'dispatched' AND s.told_at IS NULL AND usual.like_it >= $4
  AND s.dispatched_on + usual.days > s.expected
ORDER BY s.shipment_id LIMIT 500
"""
PLACED = "e.place <> '' AND e.kind IN ('picked_up', 'departed', 'arrived', 'position')"
PASSED = f"""
WITH heard AS (
    SELECT s.order_id, s.shipment_id, s.carrier, s.mode, s.country, s.expected, s.told_at, e.kind,
           upper(e.place) AS place, (e.at AT TIME ZONE $2)::date AS day
    FROM shipment s CROSS JOIN LATERAL (
        SELECT e.kind, e.place, e.at, e.expected FROM journey_event e WHERE e.shipment_id = s.shipment_id
        ORDER BY e.at DESC, e.heard_at DESC LIMIT 1) e
    WHERE s.state = 'dispatched' AND e.at = s.told_at AND e.expected IS NULL AND {PLACED}
), lane AS (SELECT DISTINCT carrier, mode, country FROM heard
), took AS (
    SELECT lane.*, e.kind, upper(e.place) AS place,
           min((last.delivered_at AT TIME ZONE $2)::date - (e.at AT TIME ZONE $2)::date) AS days
    FROM lane CROSS JOIN LATERAL (
        SELECT s.shipment_id, s.delivered_at FROM shipment s
        WHERE s.carrier = lane.carrier AND s.mode = lane.mode AND s.country = lane.country
          AND s.delivered_at IS NOT NULL AND s.due IS NOT NULL
        ORDER BY s.delivered_at DESC LIMIT {MEASURED_LAST}) last
    JOIN journey_event e ON e.shipment_id = last.shipment_id AND {PLACED}
    GROUP BY lane.carrier, lane.mode, lane.country, last.shipment_id, e.kind, upper(e.place)
)
SELECT h.order_id, h.shipment_id, h.place, h.told_at, h.day + usual.days AS expected, usual.like_it
FROM heard h CROSS JOIN LATERAL (
    SELECT percentile_disc($3) WITHIN GROUP (ORDER BY days) AS days, count(*) AS like_it FROM took
    WHERE took.carrier = h.carrier AND took.mode = h.mode AND took.country = h.country
      AND took.kind = h.kind AND took.place = h.place AND took.days >= $1 - h.day) usual
WHERE usual.like_it >= $4 AND h.day + usual.days > h.expected
ORDER BY h.shipment_id LIMIT 500
"""
"""Of what was last heard of at a place without a day of arrival: how long others of its lane took from there."""


async def known(db: Db, events: Sequence[tuple[CarrierEvent, Shipment | Refusal]]) -> set[tuple[str, str]]:
    """Of (carrier, event id) those that were told before."""
    ids = [(named.carrier or "", event.event_id) for event, named in events if isinstance(named, Shipment)]
    columns = [list(column) for column in zip(*ids, strict=True)] or [[], []]
    return {(row["carrier"], row["event_id"]) for row in await db.fetch(KNOWN, *columns)}


async def keep(db: Db, events: Sequence[tuple[CarrierEvent, Shipment]], now: datetime) -> None:
    if events:
        await db.execute(KEEP, *(list(column) for column in zip(*(_row(*one, now) for one in events), strict=True)))


async def journey(db: Reading, shipment_id: UUID) -> list[Told]:
    """In the order in which it happened."""
    return [Told(**row) for row in await db.fetch(TOLD, shipment_id)]


async def looked(db: Reading, day: date) -> bool:
    """Whether it was looked on this day at what is silent."""
    return bool(await db.fetch(LOOKED, day))


async def look(db: Db, day: date) -> None:
    await db.execute(LOOK, day)


async def silent(db: Reading, day: date, policy: Policy) -> list[tuple[UUID, Silent]]:
    """By order, of what is expected sooner than others like it came, from its start or where it is; at most 1000."""
    asked = (day, clock.zone().key, float(policy.usual_share), policy.usual_from)
    rows = [*await db.fetch(SILENT, *asked), *await db.fetch(PASSED, *asked)]
    return [
        (row["order_id"], Silent(**{name: told for name, told in row.items() if name != "order_id"})) for row in rows
    ]


def by_name(shipments: Sequence[Shipment]) -> dict[str, list[Shipment]]:
    """Under our number, the carrier's and the id."""
    named: dict[str, list[Shipment]] = defaultdict(list)
    for shipment in shipments:
        for name in {shipment.number, shipment.tracking or shipment.number, str(shipment.shipment_id)}:
            named[name].append(shipment)
    return named


def _row(event: CarrierEvent, shipment: Shipment, now: datetime) -> tuple[object, ...]:
    head = (shipment.carrier or "", event.event_id, shipment.shipment_id, event.kind, event.at, now)
    place = (event.place, event.country, event.latitude, event.longitude, event.container, event.tracking)
    return (*head, *place, event.expected, event.reason, event.proof)
