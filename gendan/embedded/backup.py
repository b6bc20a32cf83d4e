"""A whole copy of a company that does not run: a data folder of its own, with the database in it (ALL-9)."""

import shutil
from pathlib import Path

from contracts.texts import Text
from gendan.embedded import folder
from gendan.embedded.place import insist_its_own
from gendan.embedded.removing import insist_data_folder
from gendan.told import Told

NOT_COPIED = shutil.ignore_patterns("lock", "addresses.json", "pid", "postmaster.pid", "owner", "*.part")


class TargetIsThere(Told):
    """A backup, and what is made of one, goes to a folder that is not there yet: nothing is overwritten."""


def back_up(data: Path, target: Path) -> None:
    """Copy the company on ``data`` to ``target``, whole or not at all.

    Raises DataFolderInUse, NoDataFolder, NotItsDatabase and TargetIsThere.
    """
    insist_not_there(target)
    insist_data_folder(data)
    with folder.held(data):
        if (data / "postgres").is_symlink():
            insist_its_own((data / "postgres").readlink(), data.resolve())
        part = target.with_name(f"{target.name}.part")
        shutil.copytree(data, part, ignore=NOT_COPIED)
        part.rename(target)


def insist_not_there(target: Path) -> None:
    """Raises TargetIsThere."""
    if target.exists() or target.is_symlink():
        raise TargetIsThere(Text("{target} is there already; name a folder that is not", target=target))
