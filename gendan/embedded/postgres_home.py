"""Where PostgreSQL's programs and data lie, and who runs them.

PostgreSQL refuses to run as root. When we are root, it runs as `nobody`, who can reach neither a project nor a data
folder in root's home: then programs and data go to a folder of ours under /var/tmp, and nobody's permissions and no
folder of the user are changed.
"""

import hashlib
import os
import pwd
import shutil
from dataclasses import dataclass
from pathlib import Path

from gendan.embedded.child import OURSELVES, User
from gendan.embedded.postgres_programs import find_programs, reachable_programs
from gendan.embedded.reachable import REACHABLE, UntrustedFolder, insist_ours, remove_place


@dataclass(frozen=True)
class Home:
    """The programs, the folder that holds the data, and the account that may run on them."""

    programs: Path
    folder: Path
    user: User

    def program(self, name: str) -> str:
        return str(self.programs / name)

    @property
    def cluster(self) -> Path:
        return self.folder / "cluster"

    def hand_over(self, path: Path) -> None:
        """Make the server's account the owner of a path."""
        if self.user.uid is not None and self.user.gid is not None:
            os.chown(path, self.user.uid, self.user.gid)


def home(data: Path) -> Home:
    """Programs and place for this data folder. Raises NoPostgres and UntrustedFolder."""
    if os.geteuid() != 0:
        folder = data / "postgres"
        folder.mkdir(parents=True, exist_ok=True)
        return Home(find_programs(), folder, OURSELVES)
    nobody = pwd.getpwnam("nobody")
    return Home(reachable_programs(), reachable_folder(data), User(nobody.pw_uid, nobody.pw_gid))


def reachable_folder(data: Path) -> Path:
    """The data folder's place under /var/tmp, remembered by the link `data/postgres`."""
    link = data / "postgres"
    if not link.is_symlink():
        insist_absent(link)
        place = REACHABLE / f"gendan-{hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:16]}"
        remove_place(place)  # its data folder is gone, and its password with it
        link.symlink_to(place)
    place = link.readlink()
    place.mkdir(exist_ok=True)
    insist_ours(place)
    place.chmod(0o755)
    return place


def insist_absent(link: Path) -> None:
    if link.exists():
        raise UntrustedFolder(f"{link} was made by a user other than root; start gendan as that user")


def remove_data(data: Path) -> None:
    """Remove a data folder and, when root made it, its place under /var/tmp."""
    link = data / "postgres"
    if link.is_symlink():
        remove_place(link.readlink())
    shutil.rmtree(data)
