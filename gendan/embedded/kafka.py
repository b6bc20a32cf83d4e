"""One real Apache Kafka (KRaft, broker and controller in one process) as our child."""

import asyncio
import base64
import logging
import secrets
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from pathlib import Path
from time import monotonic

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from contracts.texts import Text
from gendan.embedded import jars, java
from gendan.embedded.child import Child, run, start
from gendan.embedded.kafka_settings import logging_file, settings_file, write_settings
from gendan.embedded.keeping import kept_running
from gendan.embedded.leftover import end_leftover

READY_LIMIT_S = 60.0
PROBE_LIMIT_MS = 2000
FLAGS = (
    "-Xmx256m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:-UsePerfData",
    "-Xlog:disable",
    "-Xlog:all=error:stderr",
    "-Dfile.encoding=UTF-8",
)


@asynccontextmanager
async def kafka(data: Path, broker: int, controller: int, report: Callable[[Text], None]) -> AsyncIterator[str]:
    """Run the broker on these ports of 127.0.0.1; yields its bootstrap address.

    Its data is in `data/kafka`, its log `data/kafka.log`. When it ends by itself it is started again.
    Raises ServerFailed and JarUnavailable.
    """
    began = monotonic()
    folder = data / "kafka"
    folder.mkdir(parents=True, exist_ok=True)
    await _end_leftover(folder, report)
    settings = write_settings(folder, broker, controller)
    command = await _java_command(folder, report)
    await _format_once(folder, command, settings, report)
    try:
        async with kept_running(
            partial(_start, folder, command, settings),
            lambda: broker_answers(broker, _own_cluster(folder)),
            READY_LIMIT_S,
            report,
        ):
            told = {"port": broker, "s": f"{monotonic() - began:.1f}"}
            report(Text("Kafka: ready on 127.0.0.1:{port} ({s} s)", **told))
            yield f"127.0.0.1:{broker}"
    finally:
        (folder / "pid").unlink(missing_ok=True)


async def _end_leftover(folder: Path, report: Callable[[Text], None]) -> None:
    pid = folder / "pid"
    mark = str(settings_file(folder))
    if pid.exists() and await end_leftover(int(pid.read_text()), mark, signal.SIGTERM):
        report(Text("Kafka: stopped the one an earlier start left behind"))


async def _java_command(folder: Path, report: Callable[[Text], None]) -> list[str]:
    """Java with its flags and the class path, up to where the main class follows."""
    binary, class_path = await asyncio.gather(java.find(), asyncio.to_thread(jars.ensure, report))
    log_settings = f"-Dlog4j2.configurationFile={logging_file(folder)}"
    return [binary, *FLAGS, log_settings, "-cp", ":".join(map(str, class_path))]


async def _format_once(folder: Path, command: list[str], settings: Path, report: Callable[[Text], None]) -> None:
    if (folder / "logs" / "meta.properties").exists():
        return
    report(Text("Kafka: preparing its folder"))
    tool = [*command, "kafka.tools.StorageTool", "format", "-t", _cluster_id(), "-c", str(settings)]
    await run("Kafka's storage tool", tool, log=folder.with_name("kafka-format.log"))


def _cluster_id() -> str:
    """A random id; the tool takes one that begins with a dash for an option."""
    while True:
        drawn = base64.urlsafe_b64encode(secrets.token_bytes(16)).decode().rstrip("=")
        if drawn[0].isalnum():
            return drawn


async def _start(folder: Path, command: list[str], settings: Path) -> Child:
    broker = [*command, "kafka.Kafka", str(settings)]
    child = await start("Kafka", broker, log=folder.with_name("kafka.log"), stop_signal=signal.SIGTERM)
    (folder / "pid").write_text(str(child.process.pid))
    return child


def _own_cluster(folder: Path) -> str:
    """The cluster id that the folder was formatted with: another Kafka may have taken the port meanwhile."""
    lines = (folder / "logs" / "meta.properties").read_text().splitlines()
    return next(line.removeprefix("cluster.id=") for line in lines if line.startswith("cluster.id="))


async def broker_answers(port: int, cluster: str | None = None) -> bool:
    """Whether the broker on this port (of this cluster, if one is named) knows a live broker."""
    return await _listens(port) and await _describes_itself(port, cluster)


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    return True


async def _describes_itself(port: int, cluster: str | None) -> bool:
    admin = AIOKafkaAdminClient(bootstrap_servers=f"127.0.0.1:{port}", request_timeout_ms=PROBE_LIMIT_MS)
    with quiet_client():
        try:
            await admin.start()
            told = await admin.describe_cluster()
            return bool(told["brokers"]) and cluster in (None, told["cluster_id"])
        except (KafkaError, OSError, TimeoutError):
            return False
        finally:
            await admin.close()


@contextmanager
def quiet_client() -> Iterator[None]:
    """A broker, or a leader of a topic, that is not there yet is no error worth a line."""
    logger = logging.getLogger("aiokafka")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
