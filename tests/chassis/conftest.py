"""An engine of the test house on a database of its own, and its topics on Kafka."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from joserfc.jwk import OKPKey

from chassis.database.migrations import migrate
from chassis.database.pool import open_pool
from chassis.settings import Settings
from chassis.transaction.engine import Engine
from contracts.warehouse import GoodsPacked
from gendan.embedded import Ground
from gendan.embedded.departments import department_dsn, make_database
from tests.chassis.house import HOUSE
from tests.chassis.records import ARecord, Produce
from tests.copies import Copies


@pytest.fixture(scope="session")
async def migrated(ground: Ground) -> str:
    """The name of a database of the test house, which no test opens."""
    admin = await asyncpg.connect(ground.admin, ssl=False)
    await make_database(admin, "of_the_test_house", owner="warehouse")
    await admin.close()
    pool = await open_pool(department_dsn(ground.admin, "warehouse", "of_the_test_house"))
    await migrate(pool, HOUSE.migrations)
    await pool.close()
    return "of_the_test_house"


@pytest.fixture
async def pool(ground: Ground, copies: Copies, migrated: str) -> AsyncIterator[asyncpg.Pool]:
    name = await copies.take(migrated, "warehouse")
    pool = await open_pool(department_dsn(ground.admin, "warehouse", name))
    yield pool
    await pool.close()
    await copies.give_back(migrated, name)


@pytest.fixture
async def impatient(ground: Ground, pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[asyncpg.Pool]:
    """A pool on the same database that waits for no lock longer than a moment."""
    monkeypatch.setattr("chassis.database.pool.LOCK_TIMEOUT_MS", 50)
    name = await pool.fetchval("SELECT current_database()")
    impatient = await open_pool(department_dsn(ground.admin, "warehouse", name))
    yield impatient
    await impatient.close()


@pytest.fixture
def engine(pool: asyncpg.Pool) -> Engine:
    return Engine(HOUSE, pool)


@pytest.fixture
async def settings(ground: Ground, pool: asyncpg.Pool, topic_prefix: str, tmp_path: Path) -> Settings:
    """Settings of the test house, its topics made."""
    public = OKPKey.generate_key("Ed25519").as_dict(private=False)
    (tmp_path / "jwks.json").write_text(json.dumps({"keys": [public]}))
    admin = AIOKafkaAdminClient(bootstrap_servers=ground.kafka)
    await admin.start()
    topics = (*HOUSE.topics, GoodsPacked.topic)
    await admin.create_topics([NewTopic(topic_prefix + topic, 3, 1) for topic in topics])
    await admin.close()
    database = await pool.fetchval("SELECT current_database()")
    return Settings(
        database_url=ground.database("warehouse").rpartition("/")[0] + "/" + database,
        kafka_bootstrap_servers=ground.kafka,
        jwks_file=tmp_path / "jwks.json",
        port=0,
        topic_prefix=topic_prefix,
    )


@pytest.fixture
async def produce(settings: Settings) -> AsyncIterator[Produce]:
    producer = AIOKafkaProducer(bootstrap_servers=settings.kafka_bootstrap_servers)
    await producer.start()

    async def one(record: ARecord) -> None:
        topic = settings.topic_prefix + record.topic
        await producer.send_and_wait(topic, record.value, key=record.key, headers=list(record.headers))

    yield one
    await producer.stop()
