"""What stands in clear, or sealed by a key that is not the first any more, is sealed by the first (ALL-3)."""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg

from chassis.environment import SettingsFault
from chassis.handling import Db, House
from chassis.keyring import HEAD_BYTES, KeyRing, ring, set_ring
from chassis.sealed import Kept, columns_of, whole
from chassis.settings import Settings

RESEAL_EVERY_S = 3_600.0
ROWS = 100
"""In one transaction, so that nobody waits long."""
HEAD = f"substr(sealed, 1, {HEAD_BYTES})"
UNKNOWN = "SELECT encode({head}, 'hex') FROM {table} WHERE NOT {head} = ANY($1::bytea[]) LIMIT 1"
OLD = """
SELECT {key}::text AS key, {document}::text AS document, sealed FROM {table} WHERE sealed IS NULL OR {head} <> $1
ORDER BY {key} LIMIT {rows} FOR UPDATE SKIP LOCKED
"""
WRITE = """
UPDATE {table} SET {document} = given.document::{kind}, sealed = given.sealed{found_by}
FROM unnest($1::text[], $2::text[], $3::bytea[], $4::text[]) AS given(key, document, sealed, marks)
WHERE {table}.{key} = given.key::{key_kind}
"""
FOUND_BY = ", found_by = string_to_array(given.marks, ' ')"
KIND = "SELECT format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = $1::regclass AND attname = $2"


def take_keys(house: House, settings: Settings) -> None:
    """The process has the company's keys; raises SettingsFault where a house that seals is given none."""
    if settings.sealing_keys:
        set_ring(KeyRing.of(settings.sealing_keys))
    elif house.sealed:
        raise SettingsFault("setting SEALING_KEYS: expected the keys by which sensitive fields are sealed; is missing")


async def insist_on_keys(pool: asyncpg.Pool, house: House) -> None:
    """Raises SettingsFault where something is sealed by a key that is not there, as after a restore without it."""
    heads, faults = list(ring().by_head), []
    for kept in house.sealed:
        if other := await pool.fetchval(UNKNOWN.format(head=HEAD, table=kept.table), heads):
            fault = f"expected also the key {other[2:]}, by which rows of {kept.table} are sealed"
            faults.append(f"setting SEALING_KEYS: {fault}; came {', '.join(key.id for key in ring().keys)}")
    if faults:
        raise SettingsFault("\n".join(faults))


async def reseal(pool: asyncpg.Pool, tables: Sequence[Kept]) -> None:
    """Until nothing is left, some rows at a time; those that somebody is at are left to the next look."""
    for kept in tables:
        while await _some(pool, kept) == ROWS:
            pass


async def _some(pool: asyncpg.Pool, kept: Kept) -> int:
    named = {"table": kept.table, "key": kept.key, "document": kept.document, "head": HEAD}
    async with pool.acquire() as db, db.transaction():
        rows = await db.fetch(OLD.format(**named, rows=ROWS), ring().first.head)
        if rows:
            kinds = [await db.fetchval(KIND, kept.table, column) for column in (kept.document, kept.key)]
            write = WRITE.format(**named, kind=kinds[0], key_kind=kinds[1], found_by=FOUND_BY if kept.found_by else "")
            await _write(db, write, kept, rows)
    return len(rows)


async def _write(db: Db, write: str, kept: Kept, rows: Sequence[asyncpg.Record]) -> None:
    documents = [(row["key"], _whole(kept, row)) for row in rows]
    await db.execute(write, [key for key, _ in documents], *columns_of(kept, documents))


def _whole(kept: Kept, row: asyncpg.Record) -> str:
    text = whole(row["document"], row["sealed"], kept.place(row["key"]))
    return kept.anew(text) if kept.anew else text
