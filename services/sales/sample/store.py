"""Samples in the database, with their rounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

import asyncpg

from chassis.handling import Db, Reading
from chassis.http.page import FIRST, Page
from chassis.stored import storable, stored
from services.sales.sample.rules import Sample

LOAD = "SELECT document FROM sample WHERE sample_id = ANY($1::uuid[]) ORDER BY sample_id FOR UPDATE"
CALLED = "SELECT document FROM sample WHERE number = ANY($1::text[]) ORDER BY sample_id FOR UPDATE"
"""Locked, for an order that names a sample comes under the order's key: it is judged before that, or finds it there."""
SAVE = """
INSERT INTO sample (sample_id, number, customer, ended, orders, document)
SELECT id, document ->> 'number', document ->> 'customer', ended,
    ARRAY(SELECT one::uuid FROM json_array_elements_text(document -> 'orders') AS one), document
FROM (SELECT id, ended, document::json AS document
    FROM unnest($1::uuid[], $2::bool[], $3::text[]) AS given(id, ended, document)) AS g
ON CONFLICT (sample_id) DO UPDATE SET ended = EXCLUDED.ended, orders = EXCLUDED.orders, document = EXCLUDED.document
"""
HAND_OVER = """
WITH given AS (
    UPDATE sample SET document = jsonb_set(document::jsonb, '{merchandiser}', to_jsonb($2::text))::json
    WHERE NOT ended AND document ->> 'merchandiser' = $1 RETURNING sample_id
)
SELECT count(*) FROM given
"""
ONE = "SELECT document FROM sample WHERE sample_id = $1"
NUMBERED = "SELECT sample_id FROM sample WHERE number = upper($1)"
LISTED = "SELECT document FROM sample WHERE sample_id > $1 ORDER BY sample_id LIMIT $2"
OF_CUSTOMER = "SELECT document FROM sample WHERE customer = $3 AND sample_id > $1 ORDER BY sample_id LIMIT $2"
WAITING = "SELECT document FROM sample WHERE NOT ended AND sample_id > $1 ORDER BY sample_id LIMIT $2"
OF_ORDERS = "SELECT document FROM sample WHERE orders && $1::uuid[] ORDER BY sample_id"
ORDER_NAMED = "SELECT one AS order_id FROM sample LEFT JOIN unnest(orders) AS one ON true WHERE number = $1"
"""Of one that no order names, a row without an order ($1)."""


async def load(db: Db, samples: Sequence[UUID]) -> dict[UUID, Sample]:
    """Under their lock."""
    return {one.sample_id: one for one in map(_sample, await db.fetch(LOAD, list(samples)))}


async def called(db: Db, numbers: Sequence[str]) -> dict[str, Sample]:
    """By number, under their lock; no statement where none is asked for."""
    rows = await db.fetch(CALLED, list(numbers)) if numbers else []
    return {one.number: one for one in map(_sample, rows)}


async def save(db: Db, samples: Sequence[Sample]) -> None:
    if samples:
        ids, ended = [one.sample_id for one in samples], [one.ended for one in samples]
        await db.execute(SAVE, ids, ended, [storable(one) for one in samples])


async def hand_over(db: Db, was: str, to: str) -> int:
    """Those that are to be sent or judged get another merchandiser; how many there were (NOT-10)."""
    return cast(int, await db.fetchval(HAND_OVER, was, to))


async def find(db: Reading, sample_id: UUID) -> Sample | None:
    row = await db.fetchrow(ONE, sample_id)
    return _sample(row) if row else None


async def numbered(db: Reading, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The sample that people call so."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def listed(db: Reading, customer: str | None, after: UUID, limit: int) -> Page[Sample]:
    """A page by id, which is the order of their coming; of one customer, or of all."""
    rows = await db.fetch(OF_CUSTOMER, after, limit, customer) if customer else await db.fetch(LISTED, after, limit)
    found = tuple(map(_sample, rows))
    return Page(items=found, next=found[-1].sample_id if len(found) == limit else None)


async def waiting(db: Reading, after: UUID | None, limit: int) -> list[Sample]:
    """Those that are to be sent or judged."""
    return list(map(_sample, await db.fetch(WAITING, after or FIRST, limit)))


async def of_orders(db: Reading, orders: Sequence[UUID]) -> list[Sample]:
    return list(map(_sample, await db.fetch(OF_ORDERS, list(orders))))


def _sample(row: asyncpg.Record) -> Sample:
    return stored(Sample, row["document"])
