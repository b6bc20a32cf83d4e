"""One real PostgreSQL as our child."""

import asyncio
import re
import secrets
import shutil
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from time import monotonic

import asyncpg

from contracts.texts import Text
from gendan import state_file
from gendan.embedded.child import Child, run, start
from gendan.embedded.departments import make_departments
from gendan.embedded.folder import kept_ports
from gendan.embedded.keeping import kept_running
from gendan.embedded.leftover import end_leftover
from gendan.embedded.postgres_home import Home, home
from gendan.told import Told

READY_LIMIT_S = 30.0
ADMIN = "gendan"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # the path may be longer than a socket's may be
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "password_encryption": "scram-sha-256",
}


@asynccontextmanager
async def postgres(
    data: Path, port: int, departments: Sequence[str], report: Callable[[Text], None]
) -> AsyncIterator[str]:
    """Run the server on this port of 127.0.0.1, with a database per department; yields the superuser's DSN.

    Its data is in `data/postgres`, its log `data/postgres.log`. When it ends by itself it is started again.
    Raises ServerFailed, NoPostgres and UntrustedFolder.
    """
    began = monotonic()
    place = await asyncio.to_thread(home, data)
    password = _password(data, place)
    await _end_leftover(place, report)
    await _initialise_once(data, place, password, report)
    dsn = _address(password, port)
    start_it = partial(_start, data, place, port)
    async with kept_running(start_it, lambda: database_answers(dsn), READY_LIMIT_S, report):
        await make_departments(dsn, departments)
        told = {"port": port, "s": f"{monotonic() - began:.1f}"}
        report(Text("PostgreSQL: ready on 127.0.0.1:{port} ({s} s)", **told))
        yield dsn


def address_of(data: Path) -> str:
    """The superuser's DSN of a company that runs on this folder."""
    return _address((data / "postgres.password").read_text(), kept_ports(data / "ports.json")["postgres"])


def _address(password: str, port: int) -> str:
    return f"postgresql://{ADMIN}:{password}@127.0.0.1:{port}/postgres"


class PasswordGone(Told):
    """A database is there and its password is not: a new one would open nothing."""


def _password(data: Path, place: Home) -> str:
    """The superuser's password, drawn once and readable by us alone."""
    path = data / "postgres.password"
    if place.cluster.exists() and not path.exists():
        told = Text("{file} is not there, and the database was made with it; put it back from a backup", file=path)
        raise PasswordGone(told)
    if not path.exists():
        state_file.write(path, secrets.token_hex(24), mode=0o600)
    return path.read_text()


async def _end_leftover(place: Home, report: Callable[[Text], None]) -> None:
    """Stop a server of an earlier life; without the look at its command line, a foreign process could have its id."""
    note = place.cluster / "postmaster.pid"
    if not note.exists():
        return
    pid = int(note.read_text().split("\n", 1)[0])
    if await end_leftover(pid, str(place.cluster), signal.SIGINT):
        report(Text("PostgreSQL: stopped the one an earlier start left behind"))


async def _initialise_once(data: Path, place: Home, password: str, report: Callable[[Text], None]) -> None:
    """Make the cluster beside its place and move it there, so that half a cluster is never taken for one."""
    if place.cluster.exists():
        return
    report(Text("PostgreSQL: preparing its folder"))
    fresh, secret = place.folder / "fresh", place.folder / "secret"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    state_file.write(secret, password, mode=0o600)
    for path in (fresh, secret):
        place.hand_over(path)
    try:
        command = await _initdb(place, fresh, secret)
        await run("initdb", command, log=data / "initdb.log", user=place.user)
    finally:
        secret.unlink()
    fresh.rename(place.cluster)


async def _initdb(place: Home, folder: Path, secret: Path) -> list[str]:
    identity = [f"--username={ADMIN}", f"--pwfile={secret}", "--auth=scram-sha-256"]
    locale = ["--encoding=UTF8", *_locale(await _major(place))]
    return [place.program("initdb"), f"--pgdata={folder}", *identity, *locale]


def _locale(major: int) -> list[str]:
    """From 17 on PostgreSQL brings a locale of its own, the same on every system."""
    if major >= 17:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return ["--locale=C.UTF-8"]


async def _major(place: Home) -> int:
    asked = await asyncio.create_subprocess_exec(place.program("postgres"), "--version", stdout=asyncio.subprocess.PIPE)
    said, _ = await asked.communicate()
    version = re.search(rb"\d+", said)
    return int(version[0]) if version else 0


async def _start(data: Path, place: Home, port: int) -> Child:
    settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    command = [place.program("postgres"), "-D", str(place.cluster), "-p", str(port), *settings]
    log = data / "postgres.log"
    # SIGINT is its fast stop; on SIGTERM it would wait for every client to leave.
    return await start("PostgreSQL", command, log=log, stop_signal=signal.SIGINT, user=place.user)


async def database_answers(dsn: str) -> bool:
    try:
        connection = await asyncpg.connect(dsn, ssl=False, timeout=2)
    except (OSError, TimeoutError, asyncpg.CannotConnectNowError):
        return False
    await connection.close()
    return True
