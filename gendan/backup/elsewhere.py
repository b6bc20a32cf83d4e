"""A backup of a company whose servers run elsewhere, in containers or on other machines; how many are kept (ALL-9)."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from chassis.kafka_access import KafkaAccess
from gendan import state_file
from gendan.backup import over_sql, reading
from gendan.backup.manifest import CLUSTER, FILES, IDENTITY, NAME, RECORDS, Manifest, manifest_of, write
from gendan.embedded import folder
from gendan.embedded.backup import insist_not_there


@dataclass(frozen=True)
class Servers:
    """Kafka, and the address of PostgreSQL's superuser; ``data`` holds the company's key, where it is at hand."""

    access: KafkaAccess
    postgres: str
    data: Path


async def take(servers: Servers, target: Path) -> Manifest:
    """Keep the company on these servers in ``target``, whole or not at all; it goes on meanwhile.

    Raises TargetIsThere, NotTheSuperuser, KafkaError, and asyncpg's errors.
    """
    target = target.resolve()
    insist_not_there(target)
    part = target.with_name(f"{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)  # of one that was broken off
    part.mkdir(mode=0o700, parents=True)
    try:
        manifest = await _taken(servers, part)
        part.rename(target)
    except BaseException:
        shutil.rmtree(part)
        raise
    return manifest


async def _taken(servers: Servers, part: Path) -> Manifest:
    """In the order of `taking`: how far readers are before the cut, what Kafka holds after it."""
    access = servers.access
    groups, ends, begun = await reading.groups_of(access), await reading.ends_of(access), datetime.now(UTC)
    (part / CLUSTER.parent).mkdir()
    await over_sql.copied(servers.postgres, part / CLUSTER)
    ended = datetime.now(UTC)
    await reading.kept(access, ends, part / RECORDS)
    _copy_files(servers, part)
    manifest = Manifest(version=folder.VERSION, begun=begun, ended=ended, ends=ends, groups=groups)
    write(part, manifest)
    return manifest


def _copy_files(servers: Servers, part: Path) -> None:
    """Of the company's folder what is there; the password stands in the address."""
    for name in FILES:
        if (servers.data / name).exists():
            shutil.copy2(servers.data / name, part / name)
    if (servers.data / IDENTITY).exists():
        shutil.copytree(servers.data / IDENTITY, part / IDENTITY, ignore=shutil.ignore_patterns("*.part"))
    state_file.write(part / FILES[0], unquote(urlsplit(servers.postgres).password or ""), mode=0o600)


def named_by_time(backups: Path) -> Path:
    """The next of this folder of backups."""
    return backups / f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}"


def pruned(backups: Path, keep: int) -> list[Path]:
    """Remove all but the newest ``keep`` backups of the folder, by the time that each tells; what is none stays."""
    found = [each for each in backups.iterdir() if (each / NAME).exists()]
    old = sorted(found, key=lambda each: manifest_of(each).begun, reverse=True)[keep:]
    for each in old:
        shutil.rmtree(each)
    return old
