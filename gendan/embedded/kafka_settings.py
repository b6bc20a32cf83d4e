"""What the one broker is told: small, quick to start and to restart, nothing made by accident."""

from pathlib import Path

LOGGING = """\
status = warn
appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %d{ISO8601} %p %m (%c{1})%n
rootLogger.level = warn
rootLogger.appenderRef.out.ref = out
"""

# A dead broker's session must end soon, else a start after `kill -9` waits nine seconds for it. A record twice a second
# that says nothing would show several controllers that they are up to date; there is one.
SETTINGS = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{broker},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{broker}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
log.dirs={logs}
auto.create.topics.enable=false
group.initial.rebalance.delay.ms=0
offsets.topic.replication.factor=1
offsets.topic.num.partitions=3
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=3
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
num.network.threads=2
num.io.threads=2
log.cleaner.dedupe.buffer.size=8388608
log.index.size.max.bytes=1048576
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=500
metadata.max.idle.interval.ms=0
"""


def write_settings(folder: Path, broker: int, controller: int) -> Path:
    """Write the broker's files into its folder; returns the one it is started with."""
    logging_file(folder).write_text(LOGGING)
    settings = settings_file(folder)
    settings.write_text(SETTINGS.format(broker=broker, controller=controller, logs=folder / "logs"))
    return settings


def settings_file(folder: Path) -> Path:
    return folder / "server.properties"


def logging_file(folder: Path) -> Path:
    return folder / "log4j2.properties"
