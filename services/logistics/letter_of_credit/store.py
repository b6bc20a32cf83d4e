"""Letters of credit in the database: one row for each order that is paid by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from chassis.handling import Db, Reading
from chassis.stored import storable, stored
from services.logistics.letter_of_credit.rules.credit import LetterOfCredit

LOAD = """
SELECT document FROM letter_of_credit WHERE order_id = ANY($1::uuid[]) ORDER BY order_id FOR UPDATE
"""
SAVE = """
INSERT INTO letter_of_credit (order_id, order_number, number, to_do, document)
SELECT id, called, number, to_do, document::json
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::boolean[], $5::text[]) AS s(id, called, number, to_do, document)
ON CONFLICT (order_id) DO UPDATE
SET number = EXCLUDED.number, to_do = EXCLUDED.to_do, document = EXCLUDED.document
"""
ONE = "SELECT document FROM letter_of_credit WHERE order_id = $1"
OF_ORDERS = "SELECT document FROM letter_of_credit WHERE order_id = ANY($1::uuid[]) ORDER BY order_id"
NUMBERED = "SELECT order_id FROM letter_of_credit WHERE order_number = upper($1)"
ORDER_NAMED = "SELECT order_id FROM letter_of_credit WHERE number = $1"
"""By the bank's number ($1), whatever signs are in it."""
OF_SAME_NUMBER = """
SELECT document FROM letter_of_credit
WHERE number IN (SELECT number FROM letter_of_credit WHERE order_id = ANY($1::uuid[]))
"""
"""One credit may pay several orders; two banks may count alike."""
LIST = """
SELECT document FROM letter_of_credit WHERE ($1::uuid IS NULL OR order_id > $1) ORDER BY order_id LIMIT $2
"""
TO_DO = """
SELECT document FROM letter_of_credit l
WHERE to_do AND ($1::uuid IS NULL OR order_id > $1)
  AND NOT EXISTS (SELECT FROM order_version v WHERE v.order_id = l.order_id AND v.cancelled)
ORDER BY order_id LIMIT $2
"""
"""Awaited, not in order, with an amendment to decide or documents refused; not those of cancelled orders."""


async def load(db: Db, order_ids: Sequence[UUID]) -> Mapping[UUID, LetterOfCredit]:
    """Locked."""
    rows = await db.fetch(LOAD, list(order_ids))
    return {credit.order_id: credit for credit in (_credit(row) for row in rows)}


async def save(db: Db, those: Sequence[LetterOfCredit]) -> None:
    if those:
        await db.execute(SAVE, *(list(column) for column in zip(*map(_row, those), strict=True)))


async def find(db: Reading, order_id: UUID) -> LetterOfCredit | None:
    """Unlocked."""
    row = await db.fetchrow(ONE, order_id)
    return _credit(row) if row else None


async def of_orders(db: Reading, orders: Sequence[UUID]) -> list[LetterOfCredit]:
    """Unlocked."""
    return [_credit(row) for row in await db.fetch(OF_ORDERS, orders)]


async def of_same_number(db: Db, order_ids: Sequence[UUID]) -> list[LetterOfCredit]:
    """These orders' credits and all others of their numbers, unlocked."""
    return [_credit(row) for row in await db.fetch(OF_SAME_NUMBER, list(order_ids))]


async def numbered(db: Reading, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The order of that number: a bank's may have a slash, which no path has, and two banks may count alike."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def listed(db: Reading, after: UUID | None, limit: int) -> list[LetterOfCredit]:
    return [_credit(row) for row in await db.fetch(LIST, after, limit)]


async def to_do(db: Reading, after: UUID | None, limit: int) -> list[LetterOfCredit]:
    """Those that somebody must do something with."""
    return [_credit(row) for row in await db.fetch(TO_DO, after, limit)]


def _row(credit: LetterOfCredit) -> tuple[Any, ...]:
    number = credit.terms.number if credit.terms else None
    refused = any(credit.presented(one.shipment_id) is one and one.state == "refused" for one in credit.presentations)
    to_do = credit.state in ("awaited", "not in order") or bool(credit.waiting) or refused
    return credit.order_id, credit.agreed.number, number, to_do, storable(credit)


def _credit(row: Any) -> LetterOfCredit:
    return stored(LetterOfCredit, row["document"])
