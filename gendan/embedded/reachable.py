"""A folder that every account can reach, for what `nobody` must run or read when we are root."""

import os
import stat
from pathlib import Path

from contracts.texts import Text
from gendan.told import Told

REACHABLE = Path("/var/tmp")


class UntrustedFolder(Told):
    """A folder outside the data folder that should be ours belongs to someone else, or others may write to it."""


def insist_ours(path: Path) -> None:
    found = path.lstat()
    writable_by_others = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or writable_by_others:
        raise UntrustedFolder(Text("{path} is not a folder of ours alone; look who made it, then remove it", path=path))


def open_to_all(path: Path) -> None:
    """Let others read, and enter or run what we may; the wheel may have been installed under a strict umask."""
    if not path.is_symlink():
        mode = path.stat().st_mode
        path.chmod(mode | (0o055 if mode & stat.S_IXUSR else 0o044))
