"""A PostgreSQL elsewhere is copied through a session of its superuser, while it works: no program of PostgreSQL's is
needed here, and no right beyond his (ALL-9, decision 0050)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import asyncpg

from contracts.texts import Text
from gendan.embedded.postgres import ADMIN
from gendan.told import Told

CHUNK_BYTES = 4 * 2**20
CONNECT_LIMIT_S = 30
EMPTY = ("pg_wal", "pg_replslot", "pg_dynshmem", "pg_notify", "pg_serial", "pg_snapshots", "pg_stat_tmp", "pg_subtrans")
"""Of these folders a copy needs the place, not what is in it."""
LEFT_OUT = r"(^|/)(postmaster\.(pid|opts)|backup_(label|manifest)(\.old)?|pg_internal\.init.*|pgsql_tmp.*|.*\.tmp)$"
LAST = "global/pg_control"
"""What it says must not be older than anything that was copied."""
SUPERUSER = "SELECT rolname FROM pg_roles WHERE rolname = current_user AND rolsuper"
HELD = "SELECT pg_create_physical_replication_slot('gendan_backup_' || pg_backend_pid(), true, true)"
"""The log that a copy needs is kept until the session ends."""
BEGIN = "SELECT pg_backup_start('gendan backup', true)::text"
FILES = """
WITH RECURSIVE found(path, is_folder) AS (
    SELECT name, isdir FROM pg_ls_dir('.', true, false) AS name, pg_stat_file(name, true)
    UNION ALL
    SELECT path || '/' || name, isdir
    FROM found, pg_ls_dir(path, true, false) AS name, pg_stat_file(path || '/' || name, true)
    WHERE is_folder AND path <> ALL($1::text[])
)
SELECT path, is_folder FROM found
WHERE is_folder IS NOT NULL AND path !~ $2 ORDER BY path = $3, path
"""
READ = "SELECT pg_read_binary_file($1, $2, $3, true)"
END = "SELECT lsn::text, labelfile FROM pg_backup_stop(false)"
LOG = """
SELECT 'pg_wal/' || name FROM pg_ls_waldir()
WHERE name ~ '^[0-9A-F]{24}$' AND name BETWEEN pg_walfile_name($1::text::pg_lsn) AND pg_walfile_name($2::text::pg_lsn)
ORDER BY name
"""
WHO = "SELECT system_identifier, timeline_id FROM pg_control_system(), pg_control_checkpoint()"


class NotTheSuperuser(Told):
    """The address is not that of a superuser by whom a company is restored."""


async def copied(url: str, target: Path) -> None:
    """All databases of the server as of one place in its log, as `pg_basebackup` would copy them.

    Raises NotTheSuperuser, and asyncpg's errors where the server does not answer or refuses.
    """
    db = await asyncpg.connect(url, timeout=CONNECT_LIMIT_S)
    try:
        await _insist_superuser(db)
        await db.execute(HELD)
        begun = await db.fetchval(BEGIN)
        target.mkdir(mode=0o700)
        listed = [await _copy(db, row, target) for row in await db.fetch(FILES, EMPTY, LEFT_OUT, LAST)]
        (ended,) = await db.fetch(END)
        listed.append(_write(target, "backup_label", ended["labelfile"].encode()))
        for row in await db.fetch(LOG, begun, ended["lsn"]):
            await _copy_file(db, row[0], target)
        (who,) = await db.fetch(WHO)
        _list(target, [one for one in listed if one], who, begun, ended["lsn"])
    finally:
        await db.close()


async def _insist_superuser(db: asyncpg.Connection) -> None:
    if (came := await db.fetchval(SUPERUSER)) != ADMIN:
        told = {"expected": ADMIN, "came": came or Text("somebody else")}
        raise NotTheSuperuser(Text("PostgreSQL: expected the superuser {expected}, came {came}", **told))


async def _copy(db: asyncpg.Connection, row: asyncpg.Record, target: Path) -> dict[str, Any] | None:
    if row["is_folder"]:
        (target / row["path"]).mkdir(mode=0o700)
        return None
    return await _copy_file(db, row["path"], target)


async def _copy_file(db: asyncpg.Connection, path: str, target: Path) -> dict[str, Any] | None:
    """One that was removed meanwhile is left out: the log tells of that too."""
    part = await db.fetchval(READ, path, 0, CHUNK_BYTES)
    if part is None:
        return None
    digest, size = hashlib.sha256(), 0
    with (target / path).open("wb") as file:
        while part:
            file.write(part)
            digest.update(part)
            size += len(part)
            part = await db.fetchval(READ, path, size, CHUNK_BYTES)
    return _entry(path, size, digest.hexdigest())


def _write(target: Path, path: str, content: bytes) -> dict[str, Any]:
    (target / path).write_bytes(content)
    return _entry(path, len(content), hashlib.sha256(content).hexdigest())


def _entry(path: str, size: int, checksum: str) -> dict[str, Any]:
    """As PostgreSQL's list has it; the time is its form's, and nobody holds a file against it."""
    known = {"Path": path, "Size": size, "Last-Modified": "1970-01-01 00:00:00 GMT"}
    return known | {"Checksum-Algorithm": "SHA256", "Checksum": checksum}


def _list(target: Path, files: Sequence[dict[str, Any]], who: asyncpg.Record, begun: str, ended: str) -> None:
    """`backup_manifest`, which `pg_verifybackup` holds each file and the log against."""
    log = {"Timeline": who["timeline_id"], "Start-LSN": begun, "End-LSN": ended}
    head = f'{{ "PostgreSQL-Backup-Manifest-Version": 2,\n"System-Identifier": {who["system_identifier"]},\n'
    text = f'{head}"Files": {json.dumps(files)},\n"WAL-Ranges": {json.dumps([log])},\n'
    checksum = hashlib.sha256(text.encode()).hexdigest()
    (target / "backup_manifest").write_text(f'{text}"Manifest-Checksum": "{checksum}"}}\n')
