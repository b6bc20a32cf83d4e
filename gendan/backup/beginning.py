"""Where a company is brought back on servers that run elsewhere: that they are the right ones, and empty (ALL-9)."""

from __future__ import annotations

import json
from pathlib import Path

from chassis.handling import Db
from chassis.kafka_access import KafkaAccess
from contracts.texts import Text
from gendan.backup.reading import places_of
from gendan.told import Told

LIST = "backup_manifest"
WHO = "SELECT system_identifier FROM pg_control_system()"


class AnotherCluster(Told):
    """PostgreSQL does not stand on the backup's own files."""


class KafkaIsUsed(Told):
    """What was said there would be said twice, or under numbers of others."""


async def insist_on_its_cluster(cluster: Path, db: Db) -> None:
    """By the identifier that PostgreSQL gives a cluster when it is made, and each copy of it bears."""
    expected = json.loads((cluster / LIST).read_text()).get("System-Identifier")
    if await db.fetchval(WHO) != expected:
        raise AnotherCluster(Text("PostgreSQL does not stand on this backup: lay out {cluster} first", cluster=cluster))


async def insist_empty(access: KafkaAccess) -> None:
    """No topic yet: they are made with the partitions that they had."""
    if found := sorted({place.topic for place in await places_of(access)}):
        told = {"count": len(found), "topic": found[0]}
        raise KafkaIsUsed(Text("Kafka has {count} topics already, such as {topic}: it takes an empty one", **told))
