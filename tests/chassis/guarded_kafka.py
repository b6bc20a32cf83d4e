"""A real broker that lets nobody in unknown: TLS with certificates of a test's authority, mTLS, SCRAM, ACLs."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.protocol.admin import CreateAclsRequest

from gendan.embedded import jars, java
from gendan.embedded.child import run, start
from gendan.embedded.folder import free_port
from gendan.embedded.kafka import FLAGS, broker_answers
from gendan.embedded.kafka_settings import SETTINGS
from tests.chassis.certificates import Authority

GUARDED = """\
listeners={all},CONTROLLER://127.0.0.1:{controller}
advertised.listeners={all}
listener.security.protocol.map=INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT,MTLS:SSL,SCRAM:SASL_SSL,OLD:SSL,AWAY:SSL
inter.broker.listener.name=INSIDE
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
ssl.truststore.type=PEM
ssl.truststore.location={authority}
ssl.principal.mapping.rules=RULE:^CN=(.*)$/$1/
sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.mtls.ssl.client.auth=required
listener.name.scram.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
"""
OF_LISTENER = "listener.name.{name}.ssl.keystore.type=PEM\nlistener.name.{name}.ssl.keystore.location={file}\n"
LISTENERS = ("INSIDE", "MTLS", "SCRAM", "OLD", "AWAY")
PASSWORD = "Sch-7iff-Hafen"
READY_S = 60.0
TOPIC, GROUP, LITERAL, READ, WRITE, ALLOW = 2, 3, 3, 3, 4, 3
"""Kafka's numbers of kinds of resources, patterns and rights."""


@dataclass(frozen=True)
class Guarded:
    """Its addresses by listener, and who signs certificates that it trusts."""

    at: dict[str, str]
    authority: Authority

    async def allow(self, user: str, group: str, heard: Sequence[str], said: Sequence[str]) -> None:
        """What one department needs, no more; the topics are made."""
        admin = AIOKafkaAdminClient(bootstrap_servers=self.at["INSIDE"])
        await admin.start()
        try:
            await admin.create_topics([NewTopic(topic, 1, 1) for topic in {*heard, *said}])
            rights = [(GROUP, group, READ), *((TOPIC, name, READ) for name in heard)]
            for kind, name, right in (*rights, *((TOPIC, name, WRITE) for name in said)):
                asked = CreateAclsRequest(kind, name, LITERAL, f"User:{user}", "*", right, ALLOW)
                ((code, message),) = (await admin._send_request(asked)).creation_responses
                assert not code, message
        finally:
            await admin.close()


@asynccontextmanager
async def guarded_kafka(folder: Path, users: Sequence[str]) -> AsyncIterator[Guarded]:
    """Run it; each of the users has the PASSWORD."""
    ports: dict[str, int] = {}
    for name in (*LISTENERS, "CONTROLLER"):
        ports[name] = free_port(set(ports.values()))
    authority, settings = Authority(folder), folder / "server.properties"
    settings.write_text(_settings(folder, ports, authority))
    command = [await java.find(), *FLAGS, "-cp", ":".join(map(str, jars.ensure(print)))]
    secrets = [f"SCRAM-SHA-512=[name={user},password={PASSWORD}]" for user in users]
    added = [part for secret in secrets for part in ("--add-scram", secret)]
    tool = [*command, "kafka.tools.StorageTool", "format", "-t", "guarded-kafka-of-a-test", "-c", str(settings), *added]
    await run("Kafka's storage tool", tool, log=folder / "format.log")
    broker = [*command, "kafka.Kafka", str(settings)]
    child = await start("guarded Kafka", broker, log=folder / "kafka.log", stop_signal=signal.SIGTERM)
    try:
        await child.ready(lambda: broker_answers(ports["INSIDE"]), READY_S)
        yield Guarded({name: f"127.0.0.1:{ports[name]}" for name in LISTENERS}, authority)
    finally:
        await child.stop()


def _settings(folder: Path, ports: dict[str, int], authority: Authority) -> str:
    files = {
        "mtls": authority.sign("broker"),
        "scram": authority.sign("broker-of-passwords"),
        "old": authority.sign("old", lasts=timedelta(hours=-1)),
        "away": authority.sign("away", "192.0.2.1"),
    }
    every = ",".join(f"{name}://127.0.0.1:{ports[name]}" for name in LISTENERS)
    plain = SETTINGS.format(broker=ports["INSIDE"], controller=ports["CONTROLLER"], logs=folder / "logs")
    guarded = GUARDED.format(all=every, controller=ports["CONTROLLER"], authority=authority.file)
    replaced = {line.partition("=")[0] for line in guarded.splitlines()}
    kept = [line for line in plain.splitlines() if line.partition("=")[0] not in replaced]
    return "\n".join([*kept, guarded, *(OF_LISTENER.format(name=n, file=f) for n, f in files.items())])
