"""A real Kafka and a real PostgreSQL on a machine that has neither, as children of this process.

What is named here is loaded when it is used: a command that starts no server need not wait for its libraries.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gendan.embedded.child import ServerFailed
    from gendan.embedded.folder import DataFolderInUse, DataFolderIsNewer
    from gendan.embedded.ground import Ground, embedded
    from gendan.embedded.jars import JarUnavailable
    from gendan.embedded.postgres_programs import NoPostgres
    from gendan.embedded.reachable import UntrustedFolder
    from gendan.embedded.removing import NoDataFolder, remove

__all__ = [
    "DataFolderInUse",
    "DataFolderIsNewer",
    "Ground",
    "JarUnavailable",
    "NoDataFolder",
    "NoPostgres",
    "ServerFailed",
    "UntrustedFolder",
    "embedded",
    "remove",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module("gendan.embedded.ground"), name)
