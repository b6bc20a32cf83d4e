"""Complaints in the database; closed ones are the library of cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

import asyncpg

from chassis.handling import Db, Reading
from chassis.http.page import Page
from chassis.stored import storable, stored
from services.sales.complaint.rules.document import Complaint

CASES_MAX = 5
LOAD = "SELECT document FROM complaint WHERE complaint_id = ANY($1::uuid[]) ORDER BY complaint_id FOR UPDATE"
"""Locked, for a handover gives it another merchandiser, and comes under its own key."""
ONE = "SELECT document FROM complaint WHERE complaint_id = $1"
SAVE = """
INSERT INTO complaint (complaint_id, number, order_id, customer, kind, closed, items, opened_on, answered_on,
    measures_open, document)
SELECT id, document ->> 'number', (document ->> 'order_id')::uuid, document ->> 'customer', document ->> 'kind',
    (document ->> 'closed')::boolean,
    ARRAY(SELECT DISTINCT line ->> 'item' FROM json_array_elements(document -> 'lines') AS line),
    (document ->> 'opened_on')::date, (document -> 'replies' -> 0 ->> 'on')::date, measures_open, document
FROM (SELECT id, measures_open, document::json AS document
    FROM unnest($1::uuid[], $2::bool[], $3::text[]) AS given(id, measures_open, document)) AS g
ON CONFLICT (complaint_id) DO UPDATE SET closed = EXCLUDED.closed, answered_on = EXCLUDED.answered_on,
    measures_open = EXCLUDED.measures_open, document = EXCLUDED.document
"""
HAND_OVER = """
WITH given AS (
    UPDATE complaint SET document = jsonb_set(document::jsonb, '{merchandiser}', to_jsonb($2::text))::json
    WHERE NOT closed AND document ->> 'merchandiser' = $1 RETURNING complaint_id
)
SELECT count(*) FROM given
"""
NUMBERED = "SELECT complaint_id FROM complaint WHERE number = upper($1)"
LISTED = "SELECT document FROM complaint WHERE complaint_id > $1 ORDER BY complaint_id LIMIT $2"
OF_CUSTOMER = "SELECT document FROM complaint WHERE customer = $3 AND complaint_id > $1 ORDER BY complaint_id LIMIT $2"
WAITING = """
SELECT document FROM complaint WHERE (NOT closed OR measures_open) AND ($1::uuid IS NULL OR complaint_id > $1)
ORDER BY complaint_id LIMIT $2
"""
OF_ORDERS = "SELECT document FROM complaint WHERE order_id = ANY($1::uuid[]) ORDER BY complaint_id"
TOLD = r"""to_tsvector('simple'::regconfig, regexp_replace(
    coalesce(document ->> 'words', '') || ' ' || coalesce(document #>> '{analysis,whys}', '') || ' '
        || coalesce(document #>> '{analysis,corrective,what}', '') || ' '
        || coalesce(document #>> '{analysis,preventive,what}', '') || ' '
        || coalesce(document #>> '{replies,-1,words}', ''), '(.)', '\1 ', 'g'))"""
"""As `migrations/0037_cases.sql` has it: each character is a word."""
CASES = """
SELECT document FROM complaint WHERE closed AND ($1::uuid IS NULL OR complaint_id < $1)
ORDER BY complaint_id DESC LIMIT $2
"""
CASES_TOLD = rf"""
SELECT document FROM complaint
WHERE closed AND ($1::uuid IS NULL OR complaint_id < $1) AND (
    {TOLD} @@ phraseto_tsquery('simple'::regconfig, regexp_replace($3::text, '(.)', '\1 ', 'g'))
    OR items && ARRAY[$3::text]
)
ORDER BY complaint_id DESC LIMIT $2
"""
SIMILAR = f"""
WITH all_of_item AS MATERIALIZED (SELECT complaint_id FROM complaint WHERE closed AND items && $2::text[]),
of_item AS (
    SELECT complaint_id, 0 AS rank FROM all_of_item WHERE complaint_id <> $1
    ORDER BY complaint_id DESC LIMIT {CASES_MAX}
), of_kind AS (
    SELECT complaint_id, 1 AS rank FROM complaint WHERE closed AND kind = $3 AND complaint_id <> $1
    ORDER BY complaint_id DESC LIMIT {CASES_MAX}
), found AS (
    SELECT complaint_id, min(rank) AS rank FROM (TABLE of_item UNION ALL TABLE of_kind) AS either
    GROUP BY complaint_id ORDER BY rank, complaint_id DESC LIMIT {CASES_MAX}
)
SELECT document FROM found JOIN complaint USING (complaint_id) ORDER BY rank, complaint_id DESC
"""
"""Of the same items first, then of the same kind; the newest first.

Materialized, for else all cases are read from the newest on where an item has none."""
ORDER_NAMED = "SELECT order_id FROM complaint WHERE number = $1"
OF_NUMBERS = "SELECT document FROM complaint WHERE number = ANY($1::text[])"
CALLED = "SELECT complaint_id AS id, number FROM complaint WHERE complaint_id = ANY($1::uuid[])"


async def load(db: Db, complaints: Sequence[UUID]) -> dict[UUID, Complaint]:
    """Under their lock."""
    return {one.complaint_id: one for one in map(_complaint, await db.fetch(LOAD, list(complaints)))}


async def save(db: Db, complaints: Sequence[Complaint]) -> None:
    if complaints:
        ids, to_take = [one.complaint_id for one in complaints], [one.measures_open for one in complaints]
        await db.execute(SAVE, ids, to_take, [storable(one) for one in complaints])


async def hand_over(db: Db, was: str, to: str) -> int:
    """Those that are not answered get another merchandiser; how many there were (NOT-10)."""
    return cast(int, await db.fetchval(HAND_OVER, was, to))


async def find(db: Reading, complaint_id: UUID) -> Complaint | None:
    row = await db.fetchrow(ONE, complaint_id)
    return _complaint(row) if row else None


async def numbered(db: Reading, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The complaint that people call so."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def named(db: Reading, number: str) -> Complaint | None:
    complaint_id = await numbered(db, number, {})
    return await find(db, complaint_id) if complaint_id else None


async def called(db: Reading, numbers: Sequence[str]) -> dict[str, Complaint]:
    """By number; no statement where none is asked for."""
    rows = await db.fetch(OF_NUMBERS, list(numbers)) if numbers else []
    return {one.number: one for one in map(_complaint, rows)}


async def listed(db: Reading, customer: str | None, after: UUID, limit: int) -> Page[Complaint]:
    """A page by id, which is the order of their coming; of one customer, or of all."""
    rows = await db.fetch(OF_CUSTOMER, after, limit, customer) if customer else await db.fetch(LISTED, after, limit)
    found = tuple(map(_complaint, rows))
    return Page(items=found, next=found[-1].complaint_id if len(found) == limit else None)


async def waiting(db: Reading, after: UUID | None, limit: int) -> list[Complaint]:
    """Those that are not answered, or of which a measure is not taken."""
    return list(map(_complaint, await db.fetch(WAITING, after, limit)))


async def of_orders(db: Reading, orders: Sequence[UUID]) -> list[Complaint]:
    return list(map(_complaint, await db.fetch(OF_ORDERS, list(orders))))


async def similar(db: Reading, complaint: Complaint) -> list[Complaint]:
    """The closed ones that are most like it, at most five (SAL-12)."""
    rows = await db.fetch(SIMILAR, complaint.complaint_id, list(complaint.items), complaint.kind)
    return list(map(_complaint, rows))


async def cases(db: Reading, text: str, after: UUID | None, limit: int) -> Page[Complaint]:
    """Closed ones in which this is told, or about this item; all where it is empty. The newest first."""
    rows = await (db.fetch(CASES_TOLD, after, limit, text) if text else db.fetch(CASES, after, limit))
    found = tuple(map(_complaint, rows))
    return Page(items=found, next=found[-1].complaint_id if len(found) == limit else None)


def _complaint(row: asyncpg.Record) -> Complaint:
    return stored(Complaint, row["document"])
