"""Letters in the database. Two who send never have the same one: who changes it says how he found it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import asyncpg

from chassis.handling import Db, Reading
from chassis.http.page import FIRST, Page
from chassis.sealed import Kept, columns_of, whole
from chassis.stored import storable, stored
from services.sales.letter.rules import LOST_AFTER, Letter

KEPT = Kept("letter", "letter_id", "document", Letter)
DUE_ROWS_MAX = 50
ROWS = "SELECT letter_id, document, sealed, state FROM letter"
LOAD = f"{ROWS} WHERE letter_id = ANY($1::uuid[])"
LOAD_LOCKED = f"{LOAD} ORDER BY letter_id FOR UPDATE"
ABOUT = r"regexp_replace({}.document ->> 'document', '-\d+$', '')"
"""What a letter is about, where that is no order: of quotations their inquiry, of solutions their ticket."""
ADD = f"""
WITH given AS (SELECT each::json AS document, sealed FROM unnest($1::text[], $2::bytea[]) AS g(each, sealed)),
fresh AS (
    SELECT (document ->> 'letter_id')::uuid AS letter_id, document ->> 'number' AS number,
        document ->> 'customer' AS customer, (document ->> 'order_id')::uuid AS order_id, document ->> 'kind' AS kind,
        document ->> 'state' AS state, (document ->> 'due')::timestamptz AS due, document, sealed
    FROM given
), superseded AS (
    UPDATE letter SET state = 'superseded' FROM fresh
    WHERE letter.order_id = fresh.order_id AND letter.kind = fresh.kind
        AND {ABOUT.format("letter")} IS NOT DISTINCT FROM {ABOUT.format("fresh")}
        AND letter.state IN ('to_release', 'waiting', 'failed')
), of_no_order AS (
    UPDATE letter SET state = 'superseded' FROM fresh
    WHERE letter.customer = fresh.customer AND letter.kind = fresh.kind AND letter.order_id IS NULL
        AND fresh.order_id IS NULL AND {ABOUT.format("letter")} = {ABOUT.format("fresh")}
        AND letter.state IN ('to_release', 'waiting', 'failed')
)
INSERT INTO letter (letter_id, number, customer, order_id, kind, state, due, document, sealed)
SELECT letter_id, number, customer, order_id, kind, state, due, document, sealed FROM fresh
"""
"""Of what is told anew a letter that has not left says nothing more; of one order two tickets may be told."""
SAVE = """
UPDATE letter SET state = s.document ->> 'state', due = (s.document ->> 'due')::timestamptz,
    document = s.document, sealed = s.sealed
FROM (SELECT id, each::json AS document, sealed
    FROM unnest($1::uuid[], $2::text[], $3::bytea[]) AS given(id, each, sealed)) AS s
WHERE letter.letter_id = s.id
"""
CHANGE = """
UPDATE letter SET state = $3, due = $4, document = $5::json, sealed = $7
WHERE letter_id = $1 AND state = $2 AND (document ->> 'tries')::int = $6 RETURNING true
"""
NUMBERED = "SELECT letter_id FROM letter WHERE number = upper($1)"
LISTED = f"{ROWS} WHERE letter_id > $1 ORDER BY letter_id LIMIT $2"
IN_STATE = f"{ROWS} WHERE state = $3 AND letter_id > $1 ORDER BY letter_id LIMIT $2"
OF_ORDER = f"{ROWS} WHERE order_id = ANY($1::uuid[]) ORDER BY letter_id"
WITH_A_PERSON = f"""
{ROWS} WHERE state IN ('to_release', 'failed', 'unsure') AND letter_id > $1
ORDER BY letter_id LIMIT $2
"""
DUE = f"""
{ROWS} WHERE state = 'waiting' AND due <= $1 ORDER BY due, letter_id LIMIT {DUE_ROWS_MAX}
"""
SENDING = f"{ROWS} WHERE state = 'sending'"
ORDER_NAMED = "SELECT order_id FROM letter WHERE number = $1 AND order_id IS NOT NULL"
"""The order that a letter is about ($1), where it is about one."""


async def load(db: Reading, letters: Sequence[UUID]) -> dict[UUID, Letter]:
    return {one.letter_id: one for one in map(_letter, await db.fetch(LOAD, list(letters)))}


async def load_locked(db: Db, letters: Sequence[UUID]) -> dict[UUID, Letter]:
    """Until the end of the transaction nobody else changes them."""
    return {one.letter_id: one for one in map(_letter, await db.fetch(LOAD_LOCKED, list(letters)))}


async def add(db: Db, letters: Sequence[Letter]) -> None:
    """New ones, at most one of a kind about an order, or to a customer about no order; what they tell anew is
    superseded where it has not left."""
    if letters:
        await db.execute(ADD, *_columns(letters))


async def save(db: Db, letters: Sequence[Letter]) -> None:
    """Those that were loaded locked."""
    if letters:
        await db.execute(SAVE, [one.letter_id for one in letters], *_columns(letters))


async def change(db: asyncpg.Pool, before: Letter, letter: Letter) -> bool:
    """Kept at once. False, and nothing is changed, where somebody else was first."""
    (document,), (sealed,) = _columns([letter])
    told = letter.letter_id, before.state, letter.state, letter.due, document, before.tries, sealed
    return bool(await db.fetchval(CHANGE, *told))


def _columns(letters: Sequence[Letter]) -> tuple[list[str], list[bytes]]:
    documents, sealed, _ = columns_of(KEPT, [(str(one.letter_id), storable(one)) for one in letters])
    return documents, sealed


async def numbered(db: Reading, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The letter that people call so."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def listed(db: Reading, state: str | None, after: UUID, limit: int) -> Page[Letter]:
    """A page in the order in which they were written; in one state, or all."""
    rows = await db.fetch(IN_STATE, after, limit, state) if state else await db.fetch(LISTED, after, limit)
    found = tuple(map(_letter, rows))
    return Page(items=found, next=found[-1].letter_id if len(found) == limit else None)


async def with_a_person(db: Reading, after: UUID | None, limit: int) -> list[Letter]:
    """Those that somebody must do something about."""
    return list(map(_letter, await db.fetch(WITH_A_PERSON, after or FIRST, limit)))


async def of_orders(db: Reading, orders: Sequence[UUID]) -> list[Letter]:
    return list(map(_letter, await db.fetch(OF_ORDER, list(orders))))


async def due(db: Reading, now: datetime) -> list[Letter]:
    """Those whose turn it is, at most fifty; ``now`` is real time."""
    return list(map(_letter, await db.fetch(DUE, now)))


async def lost(db: Reading, now: datetime) -> list[Letter]:
    """Those of which who sent them has ended."""
    known = map(_letter, await db.fetch(SENDING))
    return [one for one in known if one.sending_since and one.sending_since < now - LOST_AFTER]


def _letter(row: asyncpg.Record) -> Letter:
    """The column has the state: what supersedes a letter writes no more than that."""
    text = whole(row["document"], row["sealed"], KEPT.place(str(row["letter_id"])))
    return stored(Letter, text).but(state=row["state"])
