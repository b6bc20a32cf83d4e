"""A data folder is removed by the names of what gendan keeps in it; what anybody else put there stays."""

from contextlib import suppress
from pathlib import Path

from contracts.departments import DEPARTMENTS
from contracts.texts import Text
from gendan.embedded import folder
from gendan.embedded.place import clear, remove_place
from gendan.told import Told

MARK = "play"
"""Marks the folder of a play, which the next one throws away."""
LOGS = ("kafka", "kafka-format", "postgres", "initdb", "services", *DEPARTMENTS)
PORTS = ("ports.json", "departments.json", "issuer.json")
KEPT = ("version", *PORTS, "clock.json", "addresses.json", "postgres.password", "sealing.keys", MARK)
OURS = frozenset(
    {"lock", "kafka", "postgres", "identity"}
    | {f"{name}{end}" for name in LOGS for end in (".log", ".log.1")}
    | {f"{name}{end}" for name in KEPT for end in ("", ".part")}
)


class NoDataFolder(Told):
    """The folder is not one of gendan's: nothing of it is removed."""


def remove(data: Path) -> list[str]:
    """Remove a data folder; the names of what is not gendan's, and stays in it with the folder.

    Raises DataFolderInUse, NoDataFolder and UntrustedFolder.
    """
    insist_data_folder(data)
    with folder.held(data):
        remove_place(data)
        for path in ours_in(data):
            clear(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    left = sorted(path.name for path in data.iterdir())
    if not left:
        with suppress(OSError):  # a link to the folder, or a file system of its own
            data.rmdir()
    return left


def insist_data_folder(data: Path) -> None:
    """Raises NoDataFolder, unless gendan's version is in it."""
    if not (data / "version").is_file():
        told = Text(
            "{data} is not a data folder of gendan ({file} is not there): nothing is removed",
            data=data,
            file=data / "version",
        )
        raise NoDataFolder(told)


def ours_in(data: Path) -> list[Path]:
    """What gendan keeps in the folder, the version last: a removal that was interrupted can be repeated."""
    found = [path for path in data.iterdir() if path.name in OURS]
    return sorted(found, key=lambda path: (path.name == "version", path.name))
