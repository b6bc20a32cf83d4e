"""Handovers in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

import asyncpg

from chassis.handling import Db, Reading
from chassis.http.page import FIRST, Page
from chassis.stored import storable, stored
from services.sales.handover.rules import Handover

LOAD = "SELECT document FROM handover WHERE handover_id = ANY($1::uuid[]) ORDER BY handover_id FOR UPDATE"
SAVE = """
INSERT INTO handover (handover_id, number, from_person, people, state, document)
SELECT id, document ->> 'number', document ->> 'from_person',
    ARRAY[document ->> 'from_person', document ->> 'to_person', document ->> 'proposed_by'],
    document ->> 'state', document
FROM (SELECT id, document::json AS document FROM unnest($1::uuid[], $2::text[]) AS given(id, document)) AS g
ON CONFLICT (handover_id) DO UPDATE SET state = EXCLUDED.state, document = EXCLUDED.document
"""
ONE = "SELECT document FROM handover WHERE handover_id = $1"
NUMBERED = "SELECT handover_id FROM handover WHERE number = upper($1)"
LISTED = "SELECT document FROM handover WHERE handover_id > $1 ORDER BY handover_id LIMIT $2"
CONCERNING = """
SELECT document FROM handover WHERE people @> ARRAY[$3::text] AND handover_id > $1 ORDER BY handover_id LIMIT $2
"""
WAITING = """
SELECT document FROM handover WHERE state = 'proposed' AND handover_id > $1 ORDER BY handover_id LIMIT $2
"""
TO_MOVE = "SELECT handover_id FROM handover WHERE (document ->> 'to_move')::boolean ORDER BY handover_id LIMIT 100"
UNDER_WAY = "SELECT document FROM handover WHERE state = 'proposed' AND from_person = ANY($1::text[])"


async def load(db: Db, handovers: Sequence[UUID]) -> dict[UUID, Handover]:
    """Under their lock."""
    return {one.handover_id: one for one in map(_handover, await db.fetch(LOAD, list(handovers)))}


async def save(db: Db, handovers: Sequence[Handover]) -> None:
    if handovers:
        await db.execute(SAVE, [one.handover_id for one in handovers], [storable(one) for one in handovers])


async def find(db: Reading, handover_id: UUID) -> Handover | None:
    row = await db.fetchrow(ONE, handover_id)
    return _handover(row) if row else None


async def numbered(db: Reading, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The handover that people call so."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def listed(db: Reading, person: str | None, after: UUID, limit: int) -> Page[Handover]:
    """A page by id, which is the order of their coming; those that concern a person, or all."""
    rows = await db.fetch(CONCERNING, after, limit, person) if person else await db.fetch(LISTED, after, limit)
    found = tuple(map(_handover, rows))
    return Page(items=found, next=found[-1].handover_id if len(found) == limit else None)


async def waiting(db: Reading, after: UUID | None, limit: int) -> list[Handover]:
    """Those that are to be taken or declined."""
    return list(map(_handover, await db.fetch(WAITING, after or FIRST, limit)))


async def under_way(db: Db, people: Sequence[str]) -> dict[str, Handover]:
    """By whom they come from."""
    return {one.from_person: one for one in map(_handover, await db.fetch(UNDER_WAY, list(people)))}


def _handover(row: asyncpg.Record) -> Handover:
    return stored(Handover, row["document"])


async def to_move(db: Reading) -> list[UUID]:
    """Those that are taken, and what they hold has not followed yet."""
    return [row["handover_id"] for row in await db.fetch(TO_MOVE)]
