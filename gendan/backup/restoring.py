"""A new company from a backup: its databases as of the cut, and what Kafka held of what they know (ALL-9)."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg

from chassis.handling import Db
from chassis.kafka_access import KafkaAccess
from contracts.departments import DEPARTMENTS
from contracts.texts import Text
from gendan.backup import cluster
from gendan.backup.beginning import insist_empty, insist_on_its_cluster
from gendan.backup.manifest import CLUSTER, FILES, IDENTITY, RECORDS, Manifest, manifest_of
from gendan.backup.sending import Sent, make_topics, place_groups, send_back
from gendan.embedded import embedded, folder
from gendan.embedded.backup import insist_not_there
from gendan.embedded.kafka import quiet_client
from gendan.embedded.place import insist_its_own
from gendan.embedded.removing import remove

Report = Callable[[Text], None]
MS = timedelta(milliseconds=1)
LAST = """
SELECT greatest((SELECT max(answered_at) FROM answer), (SELECT max(heard_at) FROM inbox WHERE heard_at >= $1))
"""
HEARD_JUST_NOW = "UPDATE inbox SET heard_at = now() WHERE heard_at >= $1"
"""A department forgets after 35 days what it heard. Of an old backup it would forget, before it hears it again, what it
heard shortly before."""
SHORTLY = timedelta(days=1)
CONNECT_LIMIT_S = 30
OWNER_ALONE = 0o700
"""PostgreSQL starts on nothing else; where a backup was kept, its rights may have been changed."""


@dataclass(frozen=True)
class Restored:
    """``last``: when a department accepted the last that is in it; what came after that is lost, everywhere alike."""

    last: datetime
    sent: int
    left_out: int


async def restore(backup: Path, data: Path, report: Report) -> Restored:
    """Bring the company of ``backup`` back on ``data``, a folder that is not there or empty; whole or not at all.

    Raises NoBackup, BadFile, TargetIsThere, DataFolderIsNewer, NoPostgres, ServerFailed and KafkaError.
    """
    manifest, data = manifest_of(backup), data.resolve()
    if not _is_empty(data):
        insist_not_there(data)
    part = data.with_name(f"{data.name}.part")
    if part.exists():
        remove(part)  # a restore that was broken off
    part.mkdir(parents=True)
    folder.write_version(part, manifest.version)
    try:
        await lay_out(backup, part)
        async with embedded(part, DEPARTMENTS, report) as ground:
            restored = await bring_back(backup, ground.admin, ground.access, report)
        part.replace(data)
    except BaseException:
        remove(part)
        raise
    if (data / "postgres").is_symlink():
        insist_its_own((data / "postgres").readlink(), data)
    return restored


def _is_empty(data: Path) -> bool:
    return data.is_dir() and not any(data.iterdir())


async def lay_out(backup: Path, part: Path) -> None:
    """The files of a company that does not run yet. Raises ServerFailed for a cluster that is not whole."""
    await asyncio.to_thread(shutil.copytree, backup / CLUSTER, part / CLUSTER, symlinks=True)
    (part / CLUSTER).chmod(OWNER_ALONE)
    if (backup / IDENTITY).exists():
        shutil.copytree(backup / IDENTITY, part / IDENTITY)
    for name in FILES:
        if (backup / name).exists():
            shutil.copy2(backup / name, part / name)
    await cluster.insist_whole(part / CLUSTER)


async def bring_back(backup: Path, admin: str, access: KafkaAccess, report: Report) -> Restored:
    """Send what Kafka held back into an empty one, beside a PostgreSQL that stands on the backup's cluster.

    ``admin``: its superuser's address. No department runs yet. Raises NoBackup, BadFile, AnotherCluster, KafkaIsUsed,
    KafkaError, and asyncpg's errors.
    """
    manifest = manifest_of(backup)
    async with AsyncExitStack() as stack:
        databases = {name: await _opened(stack, admin, name) for name in DEPARTMENTS}
        await insist_on_its_cluster(backup / CLUSTER, databases["sales"])
        with quiet_client():
            await insist_empty(access)
            found = [await looked_at(db, manifest.begun) for db in databases.values()]
            await make_topics(access, manifest.ends)
            report(Text("Kafka: what it held is sent back"))
            age = datetime.now(UTC) - manifest.ended
            sent = await send_back(access, backup / RECORDS, manifest.ends, databases, age // MS)
            await place_groups(access, manifest, sent)
    return _told(manifest, found, sent)


async def _opened(stack: AsyncExitStack, admin: str, department: str) -> asyncpg.Connection:
    db = await asyncpg.connect(admin, database=department, timeout=CONNECT_LIMIT_S)
    stack.push_async_callback(db.close)
    return db


async def looked_at(db: Db, begun: datetime) -> datetime | None:
    """When the department accepted its last; from here on it heard its newest just now."""
    last: datetime | None = await db.fetchval(LAST, begun)
    await db.execute(HEARD_JUST_NOW, begun - SHORTLY)
    return last


def _told(manifest: Manifest, found: list[datetime | None], sent: Sent) -> Restored:
    last = max((at for at in found if at), default=manifest.begun)
    return Restored(max(last, manifest.begun), sent.count, sent.left_out)
