"""Exceptions as the inbox lists them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chassis.handling import Reading
from chassis.stored import stored
from services.notify.exception.rules.case import Case

SOONEST = """
SELECT doc::text AS doc FROM exception
WHERE (state = $1 OR ($1 = 'unfinished' AND state <> 'done')) AND ($2 = '' OR owner = $2)
ORDER BY (state = 'done'), (doc->>'respond_by')::timestamptz, exception_id LIMIT $3
"""
ONE = "SELECT doc::text AS doc FROM exception WHERE exception_id = $1"
NUMBERS = "SELECT order_id, coalesce(number, order_id::text) AS number FROM board WHERE order_id = ANY($1::uuid[])"


async def soonest(db: Reading, state: str, owner: str, limit: int) -> list[Case]:
    return [stored(Case, row["doc"]) for row in await db.fetch(SOONEST, state, owner, limit)]


async def one(db: Reading, exception_id: UUID) -> Case | None:
    row = await db.fetchrow(ONE, exception_id)
    return stored(Case, row["doc"]) if row else None


async def numbers(db: Reading, orders: Sequence[UUID]) -> dict[UUID, str]:
    return {row["order_id"]: row["number"] for row in await db.fetch(NUMBERS, orders)} if orders else {}
