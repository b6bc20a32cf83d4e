"""A backup of a company that runs, in the order that makes it whole (ALL-9, decision 0050)."""

from __future__ import annotations

import asyncio
import shutil
from datetime import UTC, datetime
from pathlib import Path

from chassis.kafka_access import KafkaAccess
from gendan import addresses
from gendan.backup import cluster, reading
from gendan.backup.manifest import CLUSTER, FILES, IDENTITY, RECORDS, Manifest, write
from gendan.embedded import folder
from gendan.embedded.backup import insist_not_there

CLOCK_LOOK_S = 0.1


async def take(data: Path, target: Path) -> Manifest:
    """Keep the company that runs on ``data`` in ``target``, whole or not at all; it goes on meanwhile.

    Raises NoCompany, TargetIsThere, NoPostgres, ServerFailed and KafkaError.
    """
    target = target.resolve()
    part = target.with_name(f"{target.name}.part")
    for each in (target, part):
        insist_not_there(each)
    addresses.departments(data)
    part.mkdir(mode=0o700, parents=True)
    try:
        manifest = await _taken(data, part)
        part.rename(target)
    except BaseException:
        shutil.rmtree(part)
        raise
    return manifest


async def _taken(data: Path, part: Path) -> Manifest:
    """How far Kafka's readers are, before the cut; what it holds, after it. So nothing lacks and nobody is too far."""
    ports = folder.kept_ports(data / "ports.json")
    access = KafkaAccess(kafka_bootstrap_servers=f"127.0.0.1:{ports['kafka']}")
    groups, ends, begun = await reading.groups_of(access), await reading.ends_of(access), datetime.now(UTC)
    (part / CLUSTER.parent).mkdir()
    await cluster.copied(data, ports["postgres"], part / CLUSTER)
    ended = datetime.now(UTC)
    await reading.kept(access, ends, part / RECORDS)
    await _copy_files(data, part, ended)
    manifest = Manifest(version=folder.version_of(data), begun=begun, ended=ended, ends=ends, groups=groups)
    write(part, manifest)
    return manifest


async def _copy_files(data: Path, part: Path, ended: datetime) -> None:
    """The clock as it was told after the cut: a company that is restored must not be earlier than what it knows."""
    while (data / "clock.json").stat().st_mtime < ended.timestamp():
        await asyncio.sleep(CLOCK_LOOK_S)
    shutil.copytree(data / IDENTITY, part / IDENTITY, ignore=shutil.ignore_patterns("*.part"))
    for name in FILES:
        shutil.copy2(data / name, part / name)
