"""Inquiries in the database, with their quotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

import asyncpg

from chassis.handling import Db, Reading
from chassis.http.page import Page
from chassis.stored import storable, stored
from services.sales.inquiry.rules import Inquiry

LOAD = "SELECT document FROM inquiry WHERE inquiry_id = ANY($1::uuid[]) ORDER BY inquiry_id FOR UPDATE"
"""Locked, for an order by a quotation comes under the order's key."""
SAVE = """
INSERT INTO inquiry (inquiry_id, number, customer, reference, status, quotations, orders, document)
SELECT id, document ->> 'number', document ->> 'customer', document ->> 'reference', document ->> 'status',
    ARRAY(SELECT one ->> 'number' FROM json_array_elements(document -> 'quotations') AS one),
    ARRAY(SELECT one::uuid FROM json_array_elements_text(document -> 'orders') AS one), document
FROM (SELECT id, document::json AS document FROM unnest($1::uuid[], $2::text[]) AS given(id, document)) AS g
ON CONFLICT (inquiry_id) DO UPDATE SET status = EXCLUDED.status, quotations = EXCLUDED.quotations,
    orders = EXCLUDED.orders, document = EXCLUDED.document
"""
OF_REFERENCES = """
SELECT i.document FROM unnest($1::text[], $2::text[]) AS asked(customer, reference)
JOIN inquiry i USING (customer, reference)
"""
QUOTED = "SELECT document FROM inquiry WHERE quotations && $1::text[]"
CALLED = "SELECT document FROM inquiry WHERE number = ANY($1::text[])"
HAND_OVER = """
WITH given AS (
    UPDATE inquiry SET document = jsonb_set(document::jsonb, '{merchandiser}', to_jsonb($2::text))::json
    WHERE status IN ('open', 'to_approve', 'quoted') AND document ->> 'merchandiser' = $1 RETURNING inquiry_id
)
SELECT count(*) FROM given
"""
ONE = "SELECT document FROM inquiry WHERE inquiry_id = $1"
NUMBERED = "SELECT inquiry_id FROM inquiry WHERE number = upper($1) OR quotations @> ARRAY[upper($1)]"
LISTED = "SELECT document FROM inquiry WHERE inquiry_id > $1 ORDER BY inquiry_id LIMIT $2"
OF_CUSTOMER = "SELECT document FROM inquiry WHERE customer = $3 AND inquiry_id > $1 ORDER BY inquiry_id LIMIT $2"
WAITING = """
SELECT document FROM inquiry WHERE status IN ('open', 'to_approve', 'quoted') AND ($1::uuid IS NULL OR inquiry_id > $1)
ORDER BY inquiry_id LIMIT $2
"""
OF_ORDERS = "SELECT document FROM inquiry WHERE orders && $1::uuid[] ORDER BY inquiry_id"
ORDER_NAMED = """
SELECT one AS order_id FROM inquiry LEFT JOIN unnest(orders) AS one ON true
WHERE number = $1 OR quotations @> ARRAY[$1::text]
"""
"""By an inquiry's number or a quotation's; of one that nobody ordered by yet, a row without an order ($1)."""


async def load(db: Db, inquiries: Sequence[UUID]) -> dict[UUID, Inquiry]:
    """Under their lock."""
    return {one.inquiry_id: one for one in map(_inquiry, await db.fetch(LOAD, list(inquiries)))}


async def save(db: Db, inquiries: Sequence[Inquiry]) -> None:
    if inquiries:
        await db.execute(SAVE, [one.inquiry_id for one in inquiries], [storable(one) for one in inquiries])


async def of_references(db: Reading, references: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Inquiry]:
    """Those that are there, by the customer and what he calls them."""
    rows = await db.fetch(OF_REFERENCES, [one[0] for one in references], [one[1] for one in references])
    return {(one.customer, one.reference): one for one in map(_inquiry, rows)}


async def quoted(db: Reading, numbers: Sequence[str]) -> dict[str, Inquiry]:
    """By each of these numbers of quotations, the inquiry that it answers; no statement where none is asked for."""
    rows = await db.fetch(QUOTED, list(numbers)) if numbers else []
    return {quotation.number: one for one in map(_inquiry, rows) for quotation in one.quotations}


async def called(db: Reading, numbers: Sequence[str]) -> dict[str, Inquiry]:
    """By number; no statement where none is asked for."""
    rows = await db.fetch(CALLED, list(numbers)) if numbers else []
    return {one.number: one for one in map(_inquiry, rows)}


async def hand_over(db: Db, was: str, to: str) -> int:
    """Those that are not ordered and not declined get another merchandiser; how many there were (NOT-10)."""
    return cast(int, await db.fetchval(HAND_OVER, was, to))


async def find(db: Reading, inquiry_id: UUID) -> Inquiry | None:
    row = await db.fetchrow(ONE, inquiry_id)
    return _inquiry(row) if row else None


async def numbered(db: Reading, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The inquiry that people call so, or of which a quotation is called so."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def listed(db: Reading, customer: str | None, after: UUID, limit: int) -> Page[Inquiry]:
    """A page by id, which is the order of their coming; of one customer, or of all."""
    rows = await db.fetch(OF_CUSTOMER, after, limit, customer) if customer else await db.fetch(LISTED, after, limit)
    found = tuple(map(_inquiry, rows))
    return Page(items=found, next=found[-1].inquiry_id if len(found) == limit else None)


async def waiting(db: Reading, after: UUID | None, limit: int) -> list[Inquiry]:
    """Those that are not ordered and not declined."""
    return list(map(_inquiry, await db.fetch(WAITING, after, limit)))


async def of_orders(db: Reading, orders: Sequence[UUID]) -> list[Inquiry]:
    return list(map(_inquiry, await db.fetch(OF_ORDERS, orders)))


def _inquiry(row: asyncpg.Record) -> Inquiry:
    return stored(Inquiry, row["document"])
