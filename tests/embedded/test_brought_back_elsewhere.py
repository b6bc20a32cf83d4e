"""A company is brought back on servers elsewhere: on its own cluster and an empty Kafka, or not at all (ALL-9).

That it goes on there is tried in containers (`.ci/containers`).
"""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
from aiokafka.errors import InvalidReplicationFactorError

from chassis.kafka_access import KafkaAccess
from gendan.backup import over_sql
from gendan.backup.beginning import LIST, AnotherCluster, KafkaIsUsed
from gendan.backup.manifest import CLUSTER, Manifest, write
from gendan.backup.restoring import bring_back, lay_out
from gendan.backup.sending import make_topics
from gendan.embedded import Ground, kafka_settings
from gendan.embedded.folder import free_port
from gendan.embedded.kafka import kafka
from tests.needs import needs

pytestmark = needs("ALL-9")


def a_backup(folder: Path, identifier: int) -> Path:
    """Of the cluster that goes by this identifier."""
    (folder / CLUSTER).mkdir(parents=True)
    (folder / CLUSTER / LIST).write_text(json.dumps({"System-Identifier": identifier}))
    now = datetime.now(UTC)
    write(folder, Manifest(version=1, begun=now, ended=now, ends={}, groups={}))
    return folder


async def identifier_of(ground: Ground) -> int:
    db = await asyncpg.connect(ground.admin)
    try:
        return int(await db.fetchval("SELECT system_identifier FROM pg_control_system()"))
    finally:
        await db.close()


async def test_on_the_cluster_of_another_company_nothing_is_done(ground: Ground, tmp_path: Path) -> None:
    backup = a_backup(tmp_path / "kept", await identifier_of(ground) + 1)
    with pytest.raises(AnotherCluster, match="does not stand on this backup"):
        await bring_back(backup, ground.admin, ground.access, print)


async def test_to_a_kafka_that_is_used_nothing_is_sent(ground: Ground, topic_prefix: str, tmp_path: Path) -> None:
    """It may be that of the company itself, by a slip: what was said there would be said twice."""
    await make_topics(ground.access, {f"{topic_prefix}said": [0]})
    backup = a_backup(tmp_path / "kept", await identifier_of(ground))
    with pytest.raises(KafkaIsUsed, match="topics already"):
        await bring_back(backup, ground.admin, ground.access, print)


async def test_a_backup_whose_rights_were_changed_where_it_was_kept_is_laid_out_as_postgresql_takes_it(
    ground: Ground, tmp_path: Path
) -> None:
    """A volume of Kubernetes opens what lies on it to its group; PostgreSQL starts on no such folder."""
    kept, part = a_backup(tmp_path / "kept", 0), tmp_path / "part"
    shutil.rmtree(kept / CLUSTER)
    await over_sql.copied(ground.admin, kept / CLUSTER)
    (kept / CLUSTER).chmod(0o2770)
    part.mkdir()
    await lay_out(kept, part)
    assert (part / CLUSTER).stat().st_mode & 0o777 == 0o700


async def test_topics_come_back_with_as_many_copies_as_their_kafka_makes_of_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked of one broker that is told to make two: it says that it cannot, and nothing comes back with one alone."""
    two = f"{kafka_settings.SETTINGS}default.replication.factor=2\n"
    monkeypatch.setattr(kafka_settings, "SETTINGS", two)
    port = free_port(set())
    async with kafka(tmp_path, port, free_port({port}), lambda _: None) as address:
        with pytest.raises(InvalidReplicationFactorError, match=r"topic told: .* 2"):
            await make_topics(KafkaAccess(kafka_bootstrap_servers=address), {"told": [0, 0]})
