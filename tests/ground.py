"""What tests stand on: one real Kafka and one real PostgreSQL per run, an empty database and topic prefix per test.

GENDAN_TEST_GROUND chooses: `embedded` (children of the test run), `containers` (a Docker engine), or `auto`, which
takes containers only when an engine answers and already holds both images. `pytest --containers` is the second, with
the departments of the stories in containers too, from the images of `make images`. A run says at its end which it was.
"""

import os
import secrets
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from chassis.database.migrations import migrate
from chassis.database.pool import open_pool
from contracts.departments import DEPARTMENTS as DEPARTMENTS
from gendan.embedded import Ground, embedded, remove
from gendan.embedded.departments import department_dsn
from tests import containers
from tests.copies import Copies

HOUSES = Path(__file__).parents[1] / "services"

Template = Callable[[str], Awaitable[str]]
Database = Callable[[str], Awaitable[str]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--containers", action="store_true", help="run on images: servers, and the stories' departments")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--containers"):
        os.environ["GENDAN_TEST_GROUND"] = "containers"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    servers = "containers" if in_containers() else "children of this run"
    departments = "their images" if config.getoption("--containers") else "this process"
    terminalreporter.write_line(
        f"stood on: Kafka and PostgreSQL in {servers}, the departments of stories in {departments}"
    )


@pytest.fixture(scope="session")
async def ground(run_folder: Path) -> AsyncIterator[Ground]:
    """Kafka and PostgreSQL for the whole run."""
    async with choose_ground(run_folder / "ground") as ground:
        await _may_be_lost(ground)
        yield ground


async def _may_be_lost(ground: Ground) -> None:
    """Nobody needs these databases after a power cut; dropping one takes seconds where its pages go to the disk.

    Nobody counts rows there by himself either: what a plan is depends on the test alone.
    """
    admin = await asyncpg.connect(ground.admin, ssl=False)
    await admin.execute("ALTER SYSTEM SET fsync = off")
    await admin.execute("ALTER SYSTEM SET autovacuum = off")
    await admin.execute("SELECT pg_reload_conf()")
    await admin.close()


@pytest.fixture(scope="session")
def run_folder() -> Iterator[Path]:
    """Holds the data folders of the run's servers; gone with it."""
    with tempfile.TemporaryDirectory(prefix="gendan-test-") as folder:
        yield Path(folder)
        for data in Path(folder).glob("*/version"):
            remove(data.parent)


@pytest.fixture(scope="session")
def template(ground: Ground) -> Template:
    """Makes a department's own database the template of its tests: migrated once per run."""
    ready: set[str] = set()

    async def migrated(department: str) -> str:
        if department not in ready:
            pool = await open_pool(ground.database(department), size=2)
            await migrate(pool, HOUSES / department / "migrations")
            await pool.close()
            ready.add(department)
        return department

    return migrated


@pytest.fixture(scope="session")
def copies(ground: Ground) -> Copies:
    return Copies(ground.admin)


@pytest.fixture
async def database(template: Template, copies: Copies) -> AsyncIterator[Database]:
    """`await database("sales")`: the DSN of an empty, migrated database that is this test's own."""
    async with fresh_databases(template, copies) as fresh:
        yield fresh


@asynccontextmanager
async def fresh_databases(template: Template, copies: Copies) -> AsyncIterator[Database]:
    """Lends databases, and takes them back in the end."""
    taken: list[tuple[str, str]] = []

    async def fresh(department: str) -> str:
        name = await copies.take(await template(department), department)
        taken.append((department, name))
        return department_dsn(copies.admin, department, name)

    try:
        yield fresh
    finally:
        for department, name in taken:
            await copies.give_back(department, name)


@pytest.fixture
def topic_prefix() -> str:
    """Sets this test's topics and groups apart from every other's."""
    return fresh_prefix()


def fresh_prefix() -> str:
    return f"t{secrets.token_hex(4)}."


def choose_ground(folder: Path) -> AbstractAsyncContextManager[Ground]:
    if in_containers():
        return containers.ground(DEPARTMENTS)
    return embedded(folder, DEPARTMENTS, report=lambda line: None)


def in_containers() -> bool:
    wanted = os.environ.get("GENDAN_TEST_GROUND", "auto")
    return wanted == "containers" or (wanted == "auto" and containers.at_hand())
