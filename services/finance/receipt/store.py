"""Receipts: read and written by one statement each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from asyncpg import Record

from chassis.handling import Db, Reading
from chassis.stored import storable, stored
from services.finance.receipt.rules import Receipt, State

LOAD = "SELECT doc FROM receipt WHERE receipt_id = ANY($1::uuid[]) ORDER BY receipt_id FOR UPDATE"
"""Rows are locked in one order: a receipt is reached under the keys of all orders that it may be for."""
KNOWN = "SELECT receipt_id FROM receipt WHERE receipt_id = ANY($1::uuid[])"
SAVE = """
INSERT INTO receipt (receipt_id, account, booked_on, payer_account, customer, currency, amount, rest, state, doc)
SELECT r.receipt_id, r.account, r.booked_on, r.payer_account, r.customer, r.amount->>'currency',
       (r.amount->>'amount')::numeric, r.rest, r.state, given.doc
FROM (SELECT doc::json AS doc FROM unnest($1::text[]) AS g(doc)) given,
     json_to_record(given.doc) AS r(receipt_id uuid, account text, booked_on date, payer_account text, customer text,
         amount json, rest numeric, state text)
ON CONFLICT (receipt_id) DO UPDATE SET
    customer = EXCLUDED.customer, rest = EXCLUDED.rest, state = EXCLUDED.state, doc = EXCLUDED.doc
"""
LISTED = """
SELECT doc FROM receipt WHERE receipt_id > $1 AND ($2::text IS NULL OR state = $2)
ORDER BY receipt_id LIMIT $3
"""
ONE = "SELECT doc FROM receipt WHERE receipt_id = $1"
WAITING = "SELECT doc FROM receipt WHERE state = 'waiting' AND receipt_id > $1 ORDER BY receipt_id LIMIT $2"
NEW = "SELECT doc FROM receipt WHERE state = 'new' AND amount > 0 ORDER BY receipt_id LIMIT $1"
TAKEN_BACK = "SELECT doc FROM receipt WHERE state = 'new' AND amount < 0 ORDER BY receipt_id LIMIT $1"


async def load(db: Db, ids: Iterable[UUID]) -> dict[UUID, Receipt]:
    """The receipts that are known, their rows locked."""
    return {receipt.receipt_id: receipt for receipt in _receipts(await db.fetch(LOAD, sorted(set(ids))))}


async def known(db: Reading, ids: Sequence[UUID]) -> set[UUID]:
    """Which of them came before."""
    return {row["receipt_id"] for row in await db.fetch(KNOWN, ids)}


async def save(db: Db, receipts: Sequence[Receipt]) -> None:
    if receipts:
        await db.execute(SAVE, [storable(receipt) for receipt in receipts])


async def listed(db: Reading, state: State | None, after: UUID, limit: int) -> list[Receipt]:
    """After a cursor."""
    return _receipts(await db.fetch(LISTED, after, state, limit))


async def find(db: Reading, receipt_id: UUID) -> list[Receipt]:
    """The one of this id, or none."""
    return _receipts(await db.fetch(ONE, receipt_id))


async def waiting(db: Reading, after: UUID, limit: int) -> list[Receipt]:
    """What waits for a person, after a cursor."""
    return _receipts(await db.fetch(WAITING, after, limit))


async def new(db: Reading, limit: int) -> list[Receipt]:
    """What no rule has looked at."""
    return _receipts(await db.fetch(NEW, limit))


async def new_reversals(db: Reading, limit: int) -> list[Receipt]:
    """What banks took back, that no rule has looked at."""
    return _receipts(await db.fetch(TAKEN_BACK, limit))


def _receipts(rows: Iterable[Record]) -> list[Receipt]:
    return [stored(Receipt, row["doc"]) for row in rows]
