"""The ground in containers, for machines with a Docker engine, and the images of `make images`.

The names of Kafka's and PostgreSQL's are settings, for registries differ; those of `make images` can be named too.
"""

import asyncio
import os
import secrets
import shutil
import subprocess
import tomllib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from gendan.embedded import Ground
from gendan.embedded.departments import make_departments
from gendan.embedded.folder import free_port
from gendan.embedded.kafka import broker_answers
from gendan.embedded.postgres import ADMIN, database_answers

if TYPE_CHECKING:
    from testcontainers.core.container import DockerContainer

KAFKA_IMAGE = os.environ.get("GENDAN_KAFKA_IMAGE", "apache/kafka:4.3.1")
POSTGRES_IMAGE = os.environ.get("GENDAN_POSTGRES_IMAGE", "postgres:18")
READY_LIMIT_S = 60.0
VERSION = tomllib.loads(Path(__file__).parents[1].joinpath("pyproject.toml").read_text())["project"]["version"]

KAFKA_SETTINGS = {
    "KAFKA_NODE_ID": "1",
    "KAFKA_PROCESS_ROLES": "broker,controller",
    "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
    "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
    "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
    "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
    "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
    "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "1",
    "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "1",
}


def image_of(part: str) -> str:
    """As `make images` calls it: a department's, or the command line's."""
    return f"{part if part == 'gendan' else f'gendan-{part}'}:{VERSION}"


def at_hand() -> bool:
    """Whether an engine answers that holds both images; nothing is pulled for a guess."""
    if not shutil.which("docker"):
        return False
    asked = ["docker", "image", "inspect", KAFKA_IMAGE, POSTGRES_IMAGE]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


@asynccontextmanager
async def ground(departments: Sequence[str]) -> AsyncIterator[Ground]:
    """Both servers in containers on free ports of this machine."""
    password = secrets.token_hex(16)
    broker = free_port(taken=set())
    database = free_port(taken={broker})
    admin = f"postgresql://{ADMIN}:{password}@127.0.0.1:{database}/postgres"
    with kafka_container(broker), postgres_container(database, password):
        await until(lambda: broker_answers(broker))
        await until(lambda: database_answers(admin))
        await make_departments(admin, departments)
        yield Ground(kafka=f"127.0.0.1:{broker}", admin=admin)


def kafka_container(port: int) -> "DockerContainer":
    container = plain_container(KAFKA_IMAGE).with_bind_ports(port, port)
    listeners = {
        "KAFKA_LISTENERS": f"PLAINTEXT://:{port},CONTROLLER://:9093",
        "KAFKA_ADVERTISED_LISTENERS": f"PLAINTEXT://127.0.0.1:{port}",
    }
    for name, value in {**KAFKA_SETTINGS, **listeners}.items():
        container = container.with_env(name, value)
    return container


def postgres_container(port: int, password: str) -> "DockerContainer":
    container = plain_container(POSTGRES_IMAGE).with_bind_ports(5432, port)
    return (
        container.with_env("POSTGRES_USER", ADMIN)
        .with_env("POSTGRES_PASSWORD", password)
        .with_command(["-c", "max_connections=200"])
    )


def plain_container(image: str) -> "DockerContainer":
    """A container without testcontainers' own cleaner, which would be one image more."""
    from testcontainers.core.config import testcontainers_config
    from testcontainers.core.container import DockerContainer

    testcontainers_config.ryuk_disabled = True
    return DockerContainer(image)


async def until(probe: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(READY_LIMIT_S):
        while not await probe():
            await asyncio.sleep(0.2)
