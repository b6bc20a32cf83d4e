"""Where PostgreSQL's programs and data lie, and who runs them.

PostgreSQL refuses to run as root. When we are root, it runs as `nobody`, who can reach neither a project nor a data
folder in root's home: then the data go to a place of ours that he can reach (see place.py), and nobody's permissions
and no folder of the user are changed.
"""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from gendan.embedded.child import OURSELVES, User
from gendan.embedded.place import place_of
from gendan.embedded.postgres_programs import find_programs, reachable_programs


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
    """Programs and place for this data folder. Raises NoPostgres, UntrustedFolder and NotItsDatabase."""
    if os.geteuid() != 0:
        folder = data / "postgres"
        folder.mkdir(parents=True, exist_ok=True)
        return Home(find_programs(), folder, OURSELVES)
    account = pwd.getpwnam("nobody")
    nobody = User(account.pw_uid, account.pw_gid)
    return Home(reachable_programs(), place_of(data, nobody), nobody)
