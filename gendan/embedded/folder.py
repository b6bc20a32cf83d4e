"""The data folder: one user at a time, its version, and the ports its servers keep."""

import fcntl
import json
import random
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from contracts.texts import Text
from gendan import state_file
from gendan.told import Told

VERSION = 1
# Below the ports that systems hand out to outgoing connections, so that a kept port is seldom taken.
PORTS = range(21000, 32000)
PORT_TRIES_MAX = 200

# MIGRATIONS[n] brings a folder of version n to n + 1.
MIGRATIONS: dict[int, Callable[[Path], None]] = {}


class DataFolderInUse(Told):
    """Another gendan is running on this data folder."""


class NotEmpty(Told):
    """The folder holds something, and none of it is gendan's: nothing is written between it."""


class DataFolderIsNewer(Told):
    """The data folder was written by a newer gendan; use that one, or name another folder."""


@contextmanager
def opened(data: Path, report: Callable[[Text], None]) -> Iterator[None]:
    """Hold the data folder for ourselves, at today's version.

    Raises DataFolderInUse, DataFolderIsNewer and NotEmpty.
    """
    data.mkdir(parents=True, exist_ok=True)
    insist_free_or_ours(data)
    with held(data):
        bring_to_version(data, report)
        yield


def insist_free_or_ours(data: Path) -> None:
    """A new company begins in an empty folder: a stranger's may have a `kafka` or a `version` of its own."""
    strange = {path.name for path in data.iterdir()} - {"lock"}
    if strange and not (data / "version").exists():
        told = {"data": data, "names": sorted(strange)[:5]}
        raise NotEmpty(
            Text("{data} holds {names} and no company of gendan's; name a folder that is empty or not there", **told)
        )


def is_held(data: Path) -> bool:
    """Whether a gendan runs on this folder."""
    try:
        with (data / "lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


@contextmanager
def held(data: Path) -> Iterator[None]:
    """Keep every other gendan off the folder; the hold ends with the process, however it ends."""
    with (data / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DataFolderInUse(Text("another gendan is running on {data}", data=data)) from None
        yield


def bring_to_version(data: Path, report: Callable[[Text], None]) -> None:
    """Migrate an older folder step by step; each step is noted when done."""
    found = version_of(data)
    if found > VERSION:
        told = {"data": data, "found": found, "known": VERSION}
        raise DataFolderIsNewer(Text("{data} has version {found}; this gendan knows {known} and older", **told))
    for version in range(found, VERSION):
        report(Text("data folder: version {version} to {next}", version=version, next=version + 1))
        MIGRATIONS[version](data)
        write_version(data, version + 1)
    write_version(data, VERSION)


def version_of(data: Path) -> int:
    """The folder's version; a new folder has today's."""
    path = data / "version"
    what_to_do = Text("if this gendan wrote the folder last, write {version} there", version=VERSION)
    return state_file.read(path, int, Text("a number"), what_to_do) if path.exists() else VERSION


def write_version(data: Path, version: int) -> None:
    state_file.write(data / "version", f"{version}\n")


def ports(data: Path, names: list[str], file: str = "ports.json") -> dict[str, int]:
    """A free port for each name, the same as last time (kept in ``file``) where it is still free."""
    path = data / file
    kept = kept_ports(path)
    chosen: dict[str, int] = {}
    for name in names:
        port = kept.get(name)
        chosen[name] = port if port and is_free(port) else free_port(taken=set(chosen.values()))
    state_file.write(path, json.dumps(chosen))
    return chosen


def kept_ports(path: Path) -> dict[str, int]:
    """The ports of last time; none where none were chosen yet."""
    expected = Text("ports by name, as {shape}", shape='{"kafka": 21000}')
    what_to_do = Text("remove it: free ports are chosen anew")
    return state_file.read(path, _ports_of, expected, what_to_do) if path.exists() else {}


def _ports_of(text: str) -> dict[str, int]:
    kept = {str(name): int(port) for name, port in json.loads(text).items()}
    if not all(0 < port < 65536 for port in kept.values()):
        raise ValueError(text)
    return kept


def free_port(taken: set[int]) -> int:
    for _ in range(PORT_TRIES_MAX):
        port = random.choice(PORTS)
        if port not in taken and is_free(port):
            return port
    raise OSError(f"no free port found between {PORTS.start} and {PORTS.stop}")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port in TIME_WAIT is free for a server
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
