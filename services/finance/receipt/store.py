"""Receipts: read and written by one statement each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from uuid import UUID

from asyncpg import Record

from chassis.handling import Db, Reading
from chassis.sealed import Kept, columns_of, whole
from chassis.stored import storable, stored
from services.finance.receipt.rules import Receipt, State


def _payers(receipt: str) -> list[str]:
    """By which a payer is known again."""
    account: str = json.loads(receipt).get("payer_account", "")
    return [account] if account else []


KEPT = Kept("receipt", "receipt_id", "doc", Receipt, found_by=_payers)
ROWS = "SELECT receipt_id, doc, sealed FROM receipt"
LOAD = f"{ROWS} WHERE receipt_id = ANY($1::uuid[]) ORDER BY receipt_id FOR UPDATE"
"""Rows are locked in one order: a receipt is reached under the keys of all orders that it may be for."""
KNOWN = "SELECT receipt_id FROM receipt WHERE receipt_id = ANY($1::uuid[])"
SAVE = """
INSERT INTO receipt (receipt_id, account, booked_on, payer_account, customer, currency, amount, rest, state, doc,
    sealed, found_by)
SELECT r.receipt_id, r.account, r.booked_on, '', r.customer, r.amount->>'currency',
       (r.amount->>'amount')::numeric, r.rest, r.state, given.doc, given.sealed, string_to_array(given.marks, ' ')
FROM (SELECT doc::json AS doc, sealed, marks FROM unnest($1::text[], $2::bytea[], $3::text[]) AS g(doc, sealed, marks))
    given,
    json_to_record(given.doc) AS r(receipt_id uuid, account text, booked_on date, customer text, amount json,
        rest numeric, state text)
ON CONFLICT (receipt_id) DO UPDATE SET
    customer = EXCLUDED.customer, rest = EXCLUDED.rest, state = EXCLUDED.state, doc = EXCLUDED.doc,
    sealed = EXCLUDED.sealed, found_by = EXCLUDED.found_by
"""
LISTED = f"""
{ROWS} WHERE receipt_id > $1 AND ($2::text IS NULL OR state = $2)
ORDER BY receipt_id LIMIT $3
"""
ONE = f"{ROWS} WHERE receipt_id = $1"
WAITING = f"{ROWS} WHERE state = 'waiting' AND receipt_id > $1 ORDER BY receipt_id LIMIT $2"
NEW = f"{ROWS} WHERE state = 'new' AND amount > 0 ORDER BY receipt_id LIMIT $1"
TAKEN_BACK = f"{ROWS} WHERE state = 'new' AND amount < 0 ORDER BY receipt_id LIMIT $1"


async def load(db: Db, ids: Iterable[UUID]) -> dict[UUID, Receipt]:
    """The receipts that are known, their rows locked."""
    return {receipt.receipt_id: receipt for receipt in _receipts(await db.fetch(LOAD, sorted(set(ids))))}


async def known(db: Reading, ids: Sequence[UUID]) -> set[UUID]:
    """Which of them came before."""
    return {row["receipt_id"] for row in await db.fetch(KNOWN, ids)}


async def save(db: Db, receipts: Sequence[Receipt]) -> None:
    if receipts:
        documents = [(str(receipt.receipt_id), storable(receipt)) for receipt in receipts]
        await db.execute(SAVE, *columns_of(KEPT, documents))


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
    return [receipt_in(row["receipt_id"], row["doc"], row["sealed"]) for row in rows]


def receipt_in(receipt_id: UUID, doc: str, sealed: bytes | None) -> Receipt:
    """Of its row, with the account that it came from."""
    return stored(Receipt, whole(doc, sealed, KEPT.place(str(receipt_id))))
