"""The database's place outside the data folder, where root started it: one folder owns it, a copy of that does not.

The link `postgres` in the data folder leads there, and the file `owner` in the place leads back. `cp -a` copies the
link and not the database: without the way back, two companies would run on one database, or one take it from the other.
"""

import hashlib
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from contracts.texts import Text
from gendan import state_file
from gendan.called import called
from gendan.embedded.child import User
from gendan.embedded.reachable import UntrustedFolder, insist_ours
from gendan.told import Told

PLACES = Path("/var/lib/gendan")
"""Not under /var/tmp: systems clear that of what was not touched for a month, as a company that was stopped."""
OWNER = "owner"


class NotItsDatabase(Told):
    """The database to which a data folder leads belongs to another folder, or is gone."""


def place_of(data: Path, account: User) -> Path:
    """The place of the data folder's database; made where there is none. Raises NotItsDatabase, UntrustedFolder."""
    link, data = data / "postgres", data.resolve()
    if not link.is_symlink():
        _make(link, data, account)
    place = link.readlink()
    insist_its_own(place, data)
    place.chmod(0o755)
    return place


def _make(link: Path, data: Path, account: User) -> None:
    """A new place with a name of its own: an older one may belong to a folder that was moved away from here."""
    PLACES.mkdir(exist_ok=True)
    insist_ours(PLACES)
    place = Path(tempfile.mkdtemp(prefix=f"{data.name[:40]}-", dir=PLACES))
    if link.exists():
        _take_in(link, place, account)
    own(place, data)
    link.symlink_to(place)


def _take_in(folder: Path, place: Path, account: User) -> None:
    """A backup, and a copy that followed the link, have the database itself in the folder."""
    if folder.stat().st_uid != os.geteuid():
        told = Text("{folder} was made by a user other than root; start gendan as that user", folder=folder)
        raise UntrustedFolder(told)
    if (folder / "cluster").exists():
        shutil.copytree(folder / "cluster", place / "cluster", symlinks=True)
        for path in (place / "cluster", *(place / "cluster").rglob("*")):
            os.chown(path, account.uid or 0, account.gid or 0, follow_symlinks=False)
    shutil.rmtree(folder)


def own(place: Path, data: Path) -> None:
    """Write down whose the place is."""
    state_file.write(place / OWNER, f"{data}\n")


def insist_its_own(place: Path, data: Path) -> None:
    """Raises NotItsDatabase, unless the place is this folder's; one that was moved is written down anew."""
    if not place.exists():
        gone = Text(
            "the database of {data} is gone: {place} is not there. Put it back from a backup, or remove {data} to begin"
            " anew",
            data=data,
            place=place,
        )
        raise NotItsDatabase(gone)
    insist_ours(place)
    owner = _owner(place) or _named_after(place, data)
    if owner == data:
        return own(place, data)
    if owner and leads_to(owner, place):
        copied = Text(
            "{data} is a copy of {owner} without its database: that lies in {place} and belongs to {owner}. Nothing was"
            " started or changed. Remove {data}, stop the company on {owner}, and copy it with {how}",
            data=data,
            owner=owner,
            place=place,
            how=called(f"backup {data} --data {owner}"),
        )
        raise NotItsDatabase(copied)
    if owner is None:
        nobodys = Text(
            "{place} does not say which folder's database it is. If it is that of {data} and of no other folder, write"
            " {data} into {file}",
            place=place,
            data=data,
            file=place / OWNER,
        )
        raise NotItsDatabase(nobodys)
    own(place, data)  # the folder was moved


def leads_to(data: Path, place: Path) -> bool:
    """Whether this folder's database is there."""
    link = data / "postgres"
    return link.is_symlink() and link.readlink() == place


def _owner(place: Path) -> Path | None:
    note = place / OWNER
    return Path(note.read_text().removesuffix("\n")) if note.exists() else None


def _named_after(place: Path, data: Path) -> Path | None:
    """Before places named their owner they were named after it."""
    return data if place.name == f"gendan-{hashlib.sha256(str(data).encode()).hexdigest()[:16]}" else None


def remove_place(data: Path) -> None:
    """Remove the database outside this data folder, if it is this folder's own."""
    link = data / "postgres"
    place = link.readlink() if link.is_symlink() else None
    if place and place.exists() and (_owner(place) or _named_after(place, data.resolve())) == data.resolve():
        insist_ours(place)
        clear(place)


def clear(folder: Path) -> None:
    """Remove it; a server that had to be ended by force may for a moment still remove files of its own there."""
    while folder.exists():
        with suppress(FileNotFoundError):
            shutil.rmtree(folder)
