"""What is known of orders' milestones: told by the board, by their stories, and by who planned anew or entered one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import astuple
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

import asyncpg

from chassis import clock
from chassis.handling import Db, Reading
from chassis.ids import id_of
from contracts.catalogue import EVENTS
from contracts.delays import OVER_WITH, DelayEnded, DelayForecast
from contracts.milestones import PROMISED, Milestone
from services.notify.plan.rules.entered import Entered
from services.notify.plan.rules.known import Known
from services.notify.plan.rules.replanned import Replanned

DATED = [event for event in EVENTS.values() if event.milestone or event.happened]
"""They bring an order to a milestone that is no stage, or name the day of the fact themselves."""
DATED_AS = (
    [event.topic for event in DATED],
    [event.milestone or event.stage for event in DATED],
    [event.happened for event in DATED],
)
DELAYS = ([DelayForecast.topic, DelayEnded.topic], DelayEnded.topic)
# A story is read once, by its order; of several parts of an order the last so far counts. A fact is a day or a moment.
LOAD = """
WITH told AS (
    SELECT order_id, id, topic, at, facts FROM order_event
    WHERE order_id = ANY($1::uuid[]) AND topic = ANY($2::text[] || $5::text[])
)
SELECT order_id, 'order' AS kind, state AS name, promised AS day, stage AS told
FROM board WHERE order_id = ANY($1::uuid[])
UNION ALL
SELECT order_id, 'came', stage, (at AT TIME ZONE $7)::date, NULL FROM stage_reached WHERE order_id = ANY($1::uuid[])
UNION ALL
SELECT order_id, 'dated', milestone, max(
    CASE WHEN length(facts->>field) > 10 THEN ((facts->>field)::timestamptz AT TIME ZONE $7)::date
         ELSE coalesce((facts->>field)::date, (at AT TIME ZONE $7)::date) END), NULL
FROM told JOIN unnest($2::text[], $3::text[], $4::text[]) AS dated(topic, milestone, field) USING (topic)
GROUP BY order_id, milestone
UNION ALL
SELECT * FROM (
    SELECT DISTINCT ON (order_id) order_id, 'late', facts->>'because', (facts->>'forecast')::date, facts->>'until'
    FROM told WHERE topic = ANY($5::text[]) ORDER BY order_id, (facts->>'delay')::int DESC, topic = $6 DESC, id DESC
) newest
"""
BY_PEOPLE = """
SELECT order_id, id, milestone, planned AS day, was, promised, reason, person, at
FROM replanned WHERE order_id = ANY($1::uuid[])
UNION ALL
SELECT order_id, id, milestone, came, NULL, NULL, reason, person, at FROM entered WHERE order_id = ANY($1::uuid[])
ORDER BY order_id, id
"""
NAMED = """
SELECT number AS name, order_id FROM board WHERE number = ANY($1::text[])
UNION ALL
SELECT order_id::text, order_id FROM board WHERE order_id = ANY($2::uuid[])
"""
SAVE = """
INSERT INTO replanned (order_id, milestone, planned, was, promised, reason, person, at)
SELECT order_id, milestone, planned, was, promised, reason, person, at
FROM unnest($1::uuid[], $2::text[], $3::date[], $4::date[], $5::date[], $6::text[], $7::text[], $8::timestamptz[])
    WITH ORDINALITY AS r(order_id, milestone, planned, was, promised, reason, person, at, nth) ORDER BY nth
"""
SAVE_ENTERED = """
INSERT INTO entered (order_id, milestone, came, reason, person, at)
SELECT order_id, milestone, came, reason, person, at
FROM unnest($1::uuid[], $2::text[], $3::date[], $4::text[], $5::text[], $6::timestamptz[])
    WITH ORDINALITY AS e(order_id, milestone, came, reason, person, at, nth) ORDER BY nth
"""


async def load(db: Reading, orders: Sequence[UUID]) -> dict[UUID, Known]:
    """Of each order that the board has."""
    if not orders:
        return {}
    rows = await db.fetch(LOAD, orders, *DATED_AS, *DELAYS, clock.zone().key)
    of: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        of[row["order_id"]].append(tuple(row)[1:])
    by_people = await _by_people(db, orders)
    known = ((order_id, _known(order_id, told, by_people.get(order_id, ()))) for order_id, told in of.items())
    return {order_id: one for order_id, one in known if one}


async def ids_of(db: Reading, names: Sequence[str]) -> dict[str, UUID]:
    """Of the orders on the board that are called so, by their numbers or ids."""
    ids = {name: order_id for name in names if (order_id := id_of(name))}
    found = {row["name"]: row["order_id"] for row in await db.fetch(NAMED, names, list(ids.values()))}
    called = {name: found.get(str(ids.get(name, name))) for name in names}
    return {name: order_id for name, order_id in called.items() if order_id}


async def save(db: Db, kept: Sequence[Replanned | Entered]) -> None:
    for statement, kind in ((SAVE, Replanned), (SAVE_ENTERED, Entered)):
        if those := [astuple(one) for one in kept if isinstance(one, kind)]:
            await db.execute(statement, *map(list, zip(*those, strict=True)))


async def _by_people(db: Reading, orders: Sequence[UUID]) -> dict[UUID, tuple[Replanned | Entered, ...]]:
    rows = await db.fetch(BY_PEOPLE, orders)
    return {order_id: tuple(map(_by_person, those)) for order_id, those in groupby(rows, key=itemgetter("order_id"))}


def _by_person(row: asyncpg.Record) -> Replanned | Entered:
    order_id, _, milestone, day, was, promised, *how = row
    if was is None:
        return Entered(order_id, milestone, day, *how)
    return Replanned(order_id, milestone, day, was, promised, *how)


def _known(order_id: UUID, told: Sequence[Any], by_people: Sequence[Replanned | Entered]) -> Known | None:
    """None of an order that other events than its own told of so far."""
    order = next((row for row in told if row[0] == "order"), None)
    if order is None:
        return None
    _, state, promised, stage = order
    came = {name: day for kind, name, day, _ in sorted(told, key=itemgetter(0)) if kind in ("came", "dated")}
    late = next((_late(*row[1:]) for row in told if row[0] == "late"), {})
    replanned = tuple(one for one in by_people if isinstance(one, Replanned))
    entered = tuple(one for one in by_people if isinstance(one, Entered))
    return Known(order_id, state, stage, promised, came, late, replanned, entered)


def _late(because: str | None, forecast: date | None, until: str | None) -> dict[Milestone, date]:
    """Of a delay that has ended, nothing."""
    if forecast is None or because not in OVER_WITH:
        return {}
    over = {OVER_WITH[because]: date.fromisoformat(until)} if until else {}
    return {**over, PROMISED: forecast}
