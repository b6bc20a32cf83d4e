"""Transfers, each one document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from chassis.handling import Db, Reading
from chassis.stored import storable, stored
from services.warehouse.transfer.rules import Transfer
from services.warehouse.transfer.view import state_of

DOCUMENT = """(CASE WHEN document -> 'lines' IS NULL
    THEN document::jsonb || jsonb_build_object('lines', jsonb_build_array(document)) ELSE document::jsonb
END)::text AS document"""
"""One of before there were several lines is its own line."""
LOAD = f"SELECT {DOCUMENT} FROM transfer WHERE transfer_id = ANY($1::uuid[])"
SAVE = """
INSERT INTO transfer (transfer_id, number, item, state, in_transit, document, items)
SELECT t.transfer_id, t.number, t.item, t.state, t.in_transit, t.document,
       ARRAY(SELECT line ->> 'item' FROM json_array_elements(t.document -> 'lines') AS line)
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::numeric[], $6::json[])
    AS t(transfer_id, number, item, state, in_transit, document)
ON CONFLICT (transfer_id) DO UPDATE SET state = EXCLUDED.state, in_transit = EXCLUDED.in_transit,
    document = EXCLUDED.document
"""
LISTED = f"""
SELECT {DOCUMENT} FROM transfer WHERE $1::uuid IS NULL OR transfer_id > $1 ORDER BY transfer_id LIMIT $2
"""
OF_ITEM = f"""
SELECT {DOCUMENT} FROM transfer WHERE (item = $3 OR items @> ARRAY[$3]) AND ($1::uuid IS NULL OR transfer_id > $1)
ORDER BY transfer_id LIMIT $2
"""
WAITING = f"""
SELECT {DOCUMENT} FROM transfer WHERE state IN ('requested', 'dispatched')
AND ($1::uuid IS NULL OR transfer_id > $1) ORDER BY transfer_id LIMIT $2
"""
NAMED = f"""
SELECT {DOCUMENT} FROM transfer
WHERE number = upper($1) OR (item = $1 OR items @> ARRAY[$1]) AND state IN ('requested', 'dispatched')
ORDER BY transfer_id LIMIT $2
"""
NUMBERED = "SELECT transfer_id FROM transfer WHERE number = upper($1)"


async def load(db: Reading, transfers: Sequence[UUID]) -> dict[UUID, Transfer]:
    found = [stored(Transfer, row["document"]) for row in await db.fetch(LOAD, list(transfers))]
    return {one.transfer_id: one for one in found}


async def save(db: Db, transfers: Sequence[Transfer]) -> None:
    """Each whole; of one there is one in a batch. Kept as it is seen, its only line as the version before had it."""
    if transfers:
        rows = [
            (one.transfer_id, one.number, one.items[0], one.state, one.in_transit, storable(state_of(one)))
            for one in transfers
        ]
        await db.execute(SAVE, *(list(column) for column in zip(*rows, strict=True)))


async def numbered(db: Db, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The transfer that people call TF-2026-000123."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def listed(db: Reading, item: str | None, after: UUID | None, limit: int) -> list[Transfer]:
    """In the order of their coming, after a cursor; of an item, or of all."""
    found = await (db.fetch(OF_ITEM, after, limit, item) if item else db.fetch(LISTED, after, limit))
    return [stored(Transfer, row["document"]) for row in found]


async def named(db: Reading, name: str, limit: int) -> list[Transfer]:
    """By its number; those that wait, by their item."""
    return [stored(Transfer, row["document"]) for row in await db.fetch(NAMED, name, limit)]


async def waiting(db: Reading, after: UUID | None, limit: int) -> list[Transfer]:
    """Those that nobody dispatched or received yet."""
    return [stored(Transfer, row["document"]) for row in await db.fetch(WAITING, after, limit)]
