"""Exceptions in the database, and the company's table of their kinds in its file."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from uuid import UUID

import asyncpg

from chassis.environment import SettingsFault, settled
from chassis.figures import opening
from chassis.handling import Db, Reading
from chassis.stored import storable, stored
from services.notify.exception.rules.case import Case
from services.notify.exception.rules.kinds import Kinds
from services.notify.policy import PREFIX, Policy

CLEAR_ROWS_MAX = 500
ADD = """
INSERT INTO exception (exception_id, promise_id, opening, state, owner, level, orders, doc)
SELECT (doc->>'exception_id')::uuid, (doc->>'promise_id')::uuid, (doc->>'opening')::bigint, doc->>'state',
       doc->>'owner', (doc->>'level')::int, array(SELECT jsonb_array_elements_text(doc->'orders')::uuid), doc
FROM (SELECT doc::jsonb AS doc FROM unnest($1::text[]) AS g(doc)) given
ON CONFLICT (promise_id, opening) DO NOTHING RETURNING exception_id
"""
LOAD = "SELECT doc::text AS doc FROM exception WHERE exception_id = ANY($1::uuid[])"
SAVE = """
UPDATE exception e SET state = given.doc->>'state', doc = given.doc, changed = nextval('order_event_id_seq')
FROM (SELECT doc::jsonb AS doc FROM unnest($1::text[]) AS g(doc)) given
WHERE e.exception_id = (given.doc->>'exception_id')::uuid
"""
# OFFSET 0: looked up per exception, by key. There are few open exceptions and many promises.
IS_CLEARED = """
state <> 'done' AND NOT EXISTS (
    SELECT FROM promise_now n WHERE n.key = e.promise_id AND n.opening = e.opening AND n.open AND n.void IS NULL
    OFFSET 0)
AND NOT EXISTS (SELECT FROM purchase_to_undo u WHERE u.order_id = e.orders[1] AND u.key = e.promise_id OFFSET 0)
"""
FIND_CLEARED = f"SELECT exception_id FROM exception e WHERE {IS_CLEARED} ORDER BY exception_id LIMIT {CLEAR_ROWS_MAX}"
LOAD_CLEARED = f"SELECT doc::text AS doc FROM exception e WHERE exception_id = ANY($1::uuid[]) AND {IS_CLEARED}"
# OFFSET 0: looked up per order.
LEVELS = """
SELECT o.order_id, min(e.level) AS level
FROM unnest($1::uuid[]) AS o(order_id) CROSS JOIN LATERAL (
    SELECT level FROM exception WHERE orders @> ARRAY[o.order_id] AND state <> 'done' OFFSET 0
) e GROUP BY o.order_id
"""
LIST = """
SELECT doc::text AS doc FROM exception
WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR owner = $2) AND ($3::int IS NULL OR level = $3)
  AND ($4::uuid IS NULL OR orders @> ARRAY[$4::uuid]) AND ($5::uuid IS NULL OR exception_id > $5)
ORDER BY exception_id LIMIT $6
"""


OPEN = """
SELECT doc::text AS doc FROM exception WHERE state <> 'done' AND ($1::uuid IS NULL OR exception_id > $1)
ORDER BY exception_id LIMIT $2
"""
OPEN_OF = """
SELECT doc::text AS doc FROM exception WHERE state <> 'done' AND orders && $1::uuid[] ORDER BY exception_id
"""


@cache
def kinds() -> Kinds:
    """The company's kinds and levels of exceptions. Raises what a missing or faulty file raises."""
    return _kinds_in(opening(Policy).exceptions)


def ready() -> None:
    """Look at all settings and at the table before the start. Raises SettingsFault."""
    try:
        _kinds_in(settled(Policy, PREFIX).exceptions)
    except (OSError, ValueError) as fault:
        raise SettingsFault(f"setting {PREFIX}EXCEPTIONS: expected a file of kinds and levels; {fault}") from None


async def add(db: Db, cases: Sequence[Case]) -> set[UUID]:
    """Those that are new: of one opening of a promise there is one exception."""
    if not cases:
        return set()
    return {row["exception_id"] for row in await db.fetch(ADD, [storable(case) for case in cases])}


async def load(db: Reading, exceptions: Sequence[UUID]) -> dict[UUID, Case]:
    return _by_id(await db.fetch(LOAD, exceptions))


async def save(db: Db, cases: Sequence[Case]) -> None:
    if cases:
        await db.execute(SAVE, [storable(case) for case in cases])


async def find_cleared(db: Reading) -> list[UUID]:
    """Exceptions whose promise was kept, or is void; at most 500."""
    return [row["exception_id"] for row in await db.fetch(FIND_CLEARED)]


async def load_cleared(db: Db, exceptions: Sequence[UUID]) -> dict[UUID, Case]:
    """Those of them for which it is still so."""
    return _by_id(await db.fetch(LOAD_CLEARED, exceptions))


async def levels_of(db: Reading, orders: Sequence[UUID]) -> dict[UUID, int]:
    """The level of the gravest open exception of each order that has one."""
    return {row["order_id"]: row["level"] for row in await db.fetch(LEVELS, orders)}


async def listed(
    db: Reading,
    *,
    state: str | None,
    owner: str | None,
    level: int | None,
    order: UUID | None,
    after: UUID | None,
    limit: int,
) -> list[Case]:
    """By id: the time of their raising."""
    rows = await db.fetch(LIST, state, owner, level, order, after, limit)
    return list(_by_id(rows).values())


async def unfinished(db: Reading, after: UUID | None, limit: int) -> list[Case]:
    """Those that somebody must bring to an end."""
    return list(_by_id(await db.fetch(OPEN, after, limit)).values())


async def unfinished_of(db: Reading, orders: Sequence[UUID]) -> list[Case]:
    """Those of them that are about these orders."""
    return list(_by_id(await db.fetch(OPEN_OF, orders)).values())


def _by_id(rows: Sequence[asyncpg.Record]) -> dict[UUID, Case]:
    cases = (stored(Case, row["doc"]) for row in rows)
    return {case.exception_id: case for case in cases}


def _kinds_in(file: str) -> Kinds:
    return Kinds.model_validate(tomllib.loads((Path(__file__).parent / file).read_text()))
