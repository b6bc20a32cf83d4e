"""A company of one tree, run as its users run it, in a process apart from the one that measures: `gendan up`."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from gendan.identity import Signer, signer_of
from gendan.switches import IN_A_PLAY
from tests.bench.trees import Tree
from world.client import Api

START_LIMIT_S = 120
ACCEPTED = {"GENDAN_SALES_ACCEPT": "automatic"}
COUNTED = "ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'"


@dataclass(frozen=True)
class Company:
    """A running company: its root process, its data folder, where it answers and who signs for it."""

    tree: Tree
    data: Path
    pid: int
    urls: dict[str, str]
    kafka: str
    tokens: Signer
    api: Api

    @property
    def departments(self) -> list[str]:
        return list(self.urls)

    @asynccontextmanager
    async def session(self, database: str = "postgres") -> AsyncIterator[asyncpg.Connection]:
        """A superuser's session in a department's database."""
        async with session(self.data, database) as db:
            yield db

    async def analyze(self) -> None:
        """Statistics of every table: without them a fresh database's plans are those of empty tables."""
        for department in self.departments:
            async with self.session(department) as db:
                await db.execute("ANALYZE")


@asynccontextmanager
async def fresh_company(
    tree: Tree, data: Path, looked_at: Callable[[Company], Awaitable[None]], *, processes: bool = False
) -> AsyncIterator[Company]:
    """A new company on this folder, whose PostgreSQL counts statements; it is stopped after the block.

    It is started twice: the counter can only be loaded by a start, and the first one makes the database. ``looked_at``
    is done with the first: the company that is measured holds nothing of it.
    """
    async with up(tree, data, processes) as first, session(data) as db:
        await looked_at(first)
        await db.execute(COUNTED)
    async with up(tree, data, processes) as company:
        async with company.session() as db:
            await db.execute("CREATE EXTENSION pg_stat_statements")
        yield company


@asynccontextmanager
async def removed_after(tree: Tree, data: Path) -> AsyncIterator[Path]:
    """This folder for a company of the tree; what was in it is gone after the block, wherever it lies."""
    try:
        yield data
    finally:
        if data.exists():
            await _run(tree, "-m", "gendan.embedded", "remove", str(data))


@asynccontextmanager
async def up(tree: Tree, data: Path, processes: bool, *options: str) -> AsyncIterator[Company]:
    """`gendan up` on this folder, with these options too, until the end of the block."""
    command = ["-m", "gendan", "up", "--data", str(data), *["--processes"] * processes, *options]
    root = await asyncio.create_subprocess_exec(
        tree.python,
        *command,
        cwd=tree.folder,
        env=_environment(tree),
        stdout=asyncio.subprocess.DEVNULL,
        start_new_session=True,  # a terminal's Ctrl-C is for the bench, which stops it once
    )
    try:
        urls = await _addresses(data, root)
        kafka, tokens = urls.pop("kafka"), signer_of(data)
        async with Api(urls, tokens) as api:
            yield Company(tree, data, root.pid, urls, kafka, tokens, api)
    finally:
        if root.returncode is None:
            root.send_signal(signal.SIGINT)
        await root.wait()


def _environment(tree: Tree) -> dict[str, str]:
    """Ours, with a play's policies; a PYTHONPATH would lead from the tree back to this checkout."""
    ours = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return ours | policies_of(tree) | ACCEPTED


def policies_of(tree: Tree) -> dict[str, str]:
    """A play's policies that the tree knows: a build refuses to start with a setting that came after it."""
    written = tree.folder / "gendan" / "switches.py"
    known = written.read_text() if written.exists() else ""
    return {name: way for name, way in IN_A_PLAY.items() if name in known}


async def _addresses(data: Path, root: asyncio.subprocess.Process) -> dict[str, str]:
    """The departments' addresses and Kafka's, when all of them answer."""
    async with asyncio.timeout(START_LIMIT_S):
        while not (data / "addresses.json").exists():
            if root.returncode is not None:
                raise SystemExit(f"gendan up ended with status {root.returncode}")
            await asyncio.sleep(0.1)
    addresses: dict[str, str] = json.loads((data / "addresses.json").read_text())
    return addresses


@asynccontextmanager
async def session(data: Path, database: str = "postgres") -> AsyncIterator[asyncpg.Connection]:
    """A superuser's session with the PostgreSQL of this data folder."""
    port = json.loads((data / "ports.json").read_text())["postgres"]
    password = (data / "postgres.password").read_text()
    db = await asyncpg.connect(f"postgresql://gendan:{password}@127.0.0.1:{port}/{database}", ssl=False)
    try:
        yield db
    finally:
        await db.close()


async def _run(tree: Tree, *command: str) -> None:
    process = await asyncio.create_subprocess_exec(
        tree.python, *command, cwd=tree.folder, env=_environment(tree), stdout=asyncio.subprocess.DEVNULL
    )
    await process.wait()
