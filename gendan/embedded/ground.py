"""Both servers under the company: started side by side, stopped together."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from chassis.kafka_access import KafkaAccess
from contracts.texts import Text
from gendan.embedded import folder
from gendan.embedded.beginning import enter_all
from gendan.embedded.child import ServerFailed
from gendan.embedded.departments import department_dsn
from gendan.embedded.folder import DataFolderInUse, DataFolderIsNewer
from gendan.embedded.jars import JarUnavailable
from gendan.embedded.kafka import kafka
from gendan.embedded.postgres import postgres
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


@dataclass(frozen=True)
class Ground:
    """What the services stand on: Kafka's bootstrap address and the DSN of PostgreSQL's superuser."""

    kafka: str
    admin: str

    @property
    def access(self) -> KafkaAccess:
        """To this Kafka, which asks nobody who he is."""
        return KafkaAccess(kafka_bootstrap_servers=self.kafka)

    def database(self, department: str) -> str:
        """The DSN of the department's own database, with its own role."""
        return department_dsn(self.admin, department)


@asynccontextmanager
async def embedded(data: Path, departments: Sequence[str], report: Callable[[Text], None]) -> AsyncIterator[Ground]:
    """Start both servers at the same time on their data in this folder, and stop them at the end.

    `report` gets a line for people at each step. When one server fails, the other is stopped. Call it in the main
    thread: on Linux the servers stop when the thread that started them ends, even by `kill -9`.

    Raises DataFolderInUse, DataFolderIsNewer, JarUnavailable, NoPostgres, UntrustedFolder and ServerFailed.
    """
    data = data.resolve()
    with folder.opened(data, report):
        ports = folder.ports(data, ["kafka", "controller", "postgres"])
        async with AsyncExitStack() as running:
            broker = kafka(data, ports["kafka"], ports["controller"], report)
            database = postgres(data, ports["postgres"], departments, report)
            yield Ground(*await enter_all(running, [broker, database]))
