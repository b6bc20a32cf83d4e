"""Vouchers, each one document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from chassis.handling import Db, Reading
from chassis.stored import storable, stored
from services.finance.voucher.rules import Voucher

LOAD = "SELECT document::text FROM voucher WHERE voucher_id = ANY($1::uuid[]) FOR UPDATE"
FIND = "SELECT document::text FROM voucher WHERE voucher_id = $1"
CALLED = "SELECT document::text FROM voucher WHERE number = ANY($1::text[]) FOR UPDATE"
REVERSED = """
SELECT reverses, number FROM voucher WHERE reverses = ANY($1::text[]) AND reverses <> '' AND state <> 'refused'
"""
SAVE = """
INSERT INTO voucher (voucher_id, number, state, reverses, document)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::json[])
ON CONFLICT (voucher_id) DO UPDATE SET state = EXCLUDED.state, document = EXCLUDED.document
"""
LISTED = "SELECT document::text FROM voucher WHERE voucher_id > $1 ORDER BY voucher_id LIMIT $2"
AWAITED = """
SELECT document::text FROM voucher WHERE state = 'awaited' AND voucher_id > $1 ORDER BY voucher_id LIMIT $2
"""
NUMBERED = "SELECT voucher_id FROM voucher WHERE number = upper($1)"


async def load(db: Db, vouchers: Sequence[UUID]) -> dict[UUID, Voucher]:
    """Those of these that there are, by id; locked."""
    found = [_voucher(row["document"]) for row in await db.fetch(LOAD, list(vouchers))]
    return {one.voucher_id: one for one in found}


async def called(db: Db, numbers: Sequence[str]) -> dict[str, Voucher]:
    """Those of these that there are, by number; locked."""
    found = [_voucher(row["document"]) for row in await db.fetch(CALLED, list(numbers))]
    return {one.number: one for one in found}


async def reversed_by(db: Reading, numbers: Sequence[str]) -> dict[str, str]:
    """By its number, which voucher takes one back, or waits to."""
    return {row["reverses"]: row["number"] for row in await db.fetch(REVERSED, list(numbers))}


async def save(db: Db, vouchers: Sequence[Voucher]) -> None:
    """Each whole."""
    if vouchers:
        rows = [(one.voucher_id, one.number, one.state, one.reverses, storable(one)) for one in vouchers]
        await db.execute(SAVE, *(list(column) for column in zip(*rows, strict=True)))


async def find(db: Reading, voucher_id: UUID) -> Voucher | None:
    document = await db.fetchval(FIND, voucher_id)
    return _voucher(document) if document else None


async def listed(db: Reading, awaited: bool, after: UUID, limit: int) -> list[Voucher]:
    """In the order of their writing, after a cursor; all, or those that wait for a signature."""
    rows = await db.fetch(AWAITED if awaited else LISTED, after, limit)
    return [_voucher(row["document"]) for row in rows]


async def numbered(db: Db, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The voucher that people call JV-2026-000123."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


def _voucher(document: str) -> Voucher:
    return stored(Voucher, document)
