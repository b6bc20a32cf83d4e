"""The servers that gendan brings along: what an operator may rely on."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from signal import SIGKILL, SIGTERM

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from contracts.texts import Text
from gendan.embedded import Ground, ServerFailed, embedded
from gendan.embedded.departments import department_dsn, make_departments
from gendan.embedded.kafka import broker_answers
from gendan.embedded.leftover import command_line
from gendan.embedded.postgres import database_answers
from tests.ground import Database

CHECKOUT = Path(__file__).parents[2]
DEPARTMENTS = ("sales", "finance")
RUNNER = """
import asyncio, sys
from pathlib import Path
from gendan.embedded import embedded

async def main():
    async with embedded(Path(sys.argv[1]), sys.argv[2:], report=lambda line: None) as ground:
        print(ground.kafka, ground.admin, flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


def silent(_: object) -> None:
    """Reports to nobody."""


async def test_data_written_before_a_restart_is_there_after_it(run_folder: Path) -> None:
    """Even when gendan was killed; its servers then stop by themselves."""
    data = run_folder / "killed"
    async with another_gendan(data) as (process, first):
        await write(first, "bolts")
        servers = server_pids(data)
        process.kill()
        await within(15, lambda: all_gone(servers))
    async with embedded(data, DEPARTMENTS, silent) as second:
        assert second == first
        assert await read(second) == ("bolts", b"bolts")


async def test_a_server_that_ends_by_itself_is_told_and_started_again_on_the_same_ports_with_the_same_data(
    run_folder: Path,
) -> None:
    data, told = run_folder / "ended", list[Text]()
    async with embedded(data, DEPARTMENTS, told.append) as ground:
        await write(ground, "bolts")
        kafka, postgres = server_pids(data)
        os.kill(kafka, SIGTERM)
        os.kill(postgres, SIGKILL)
        await within(15, lambda: all_gone([kafka, postgres]))
        await within(60, lambda: both_answer(ground))
        assert await read(ground) == ("bolts", b"bolts")
        servers = server_pids(data)
    assert "Kafka ended with status 143; started again in 1.0 s" in list(map(str, told))
    assert "PostgreSQL ended with status -9; started again in 1.0 s" in list(map(str, told))
    assert await all_gone(servers)


async def test_a_department_opens_its_own_database(ground: Ground) -> None:
    assert await current_database(ground.database("sales")) == "sales"


@pytest.mark.parametrize("other", ["finance", "postgres", "template1"])
async def test_a_department_cannot_open_anothers_database(ground: Ground, other: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await current_database(department_dsn(ground.admin, "sales", other))


async def test_a_wrong_password_opens_nothing(ground: Ground) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await current_database(ground.database("sales").replace("sales:", "sales:x"))


async def test_a_test_database_belongs_to_its_department_alone(ground: Ground, database: Database) -> None:
    dsn = await database("sales")
    name = await current_database(dsn)
    assert name.startswith("sales_")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await current_database(department_dsn(ground.admin, "finance", name))


async def test_departments_may_be_made_again(ground: Ground) -> None:
    await make_departments(ground.admin, DEPARTMENTS)
    assert await current_database(ground.database("finance")) == "finance"


async def test_when_kafka_fails_its_last_words_are_told_and_postgresql_is_stopped(
    run_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, java = run_folder / "failing", run_folder / "java"
    until_postgresql_is_up = f"until grep -qs 'ready to accept connections' {data}/postgres.log; do sleep 0.1; done"
    java.write_text(f"#!/bin/sh\n{until_postgresql_is_up}\necho not enough memory\nexit 1\n")
    java.chmod(0o755)
    monkeypatch.setenv("GENDAN_JAVA", str(java))
    with pytest.raises(ServerFailed, match="not enough memory"):
        await embedded(data, DEPARTMENTS, silent).__aenter__()
    assert "database system is shut down" in (data / "postgres.log").read_text()


@asynccontextmanager
async def another_gendan(data: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, Ground]]:
    """The servers as another process' children."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", RUNNER, str(data), *DEPARTMENTS, stdout=asyncio.subprocess.PIPE, cwd=CHECKOUT
    )
    try:
        assert process.stdout
        kafka, admin = (await process.stdout.readline()).decode().split()
        yield process, Ground(kafka, admin)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def server_pids(data: Path) -> list[int]:
    notes = (data / "kafka" / "pid", data / "postgres" / "cluster" / "postmaster.pid")
    return [int(note.read_text().split()[0]) for note in notes]


async def both_answer(ground: Ground) -> bool:
    kafka = await broker_answers(int(ground.kafka.rpartition(":")[2]))
    return kafka and await database_answers(ground.admin)


async def all_gone(pids: list[int]) -> bool:
    return not any([await command_line(pid) for pid in pids])


async def within(seconds: float, holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(seconds):
        while not await holds():
            await asyncio.sleep(0.05)


async def current_database(dsn: str) -> str:
    connection = await asyncpg.connect(dsn, ssl=False)
    try:
        return str(await connection.fetchval("SELECT current_database()"))
    finally:
        await connection.close()


async def write(ground: Ground, words: str) -> None:
    connection = await asyncpg.connect(ground.database("sales"), ssl=False)
    await connection.execute(f"CREATE TABLE note AS SELECT '{words}' AS words")
    await connection.close()
    await make_topic(ground, "notes")
    async with AIOKafkaProducer(bootstrap_servers=ground.kafka, acks="all") as producer:
        await producer.send_and_wait("notes", words.encode())


async def make_topic(ground: Ground, name: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=ground.kafka)
    await admin.start()
    await admin.create_topics([NewTopic(name, num_partitions=1, replication_factor=1)])
    await admin.close()


async def read(ground: Ground) -> tuple[str, bytes]:
    connection = await asyncpg.connect(ground.database("sales"), ssl=False)
    words = await connection.fetchval("SELECT words FROM note")
    await connection.close()
    async with AIOKafkaConsumer("notes", bootstrap_servers=ground.kafka, auto_offset_reset="earliest") as consumer:
        message = await asyncio.wait_for(consumer.getone(), timeout=10)
    return words, message.value
