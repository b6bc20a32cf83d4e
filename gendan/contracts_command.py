"""The commands `gendan contracts …`."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from chassis.environment import settled
from chassis.kafka_access import KafkaAccess
from gendan.generated import generate, topics

contracts = typer.Typer(no_args_is_help=True, add_completion=False, help="What is made from the contracts.")


@contracts.command("generate")
def generate_(check: Annotated[bool, typer.Option(help="Change nothing; fail when a file is stale.")] = False) -> None:
    """Write AsyncAPI, JSON Schemas, docs/flows.md and the departments' tables."""
    generate.main(check)


@contracts.command("topics")
def topics_(
    bootstrap: Annotated[str | None, typer.Option(help="host:port of Kafka; else KAFKA_BOOTSTRAP_SERVERS.")] = None,
    partitions: int = 12,
    replication: int = 3,
    prefix: str = "",
) -> None:
    """Make the topics that are missing, by the KAFKA_… settings of the environment."""
    given = {"kafka_bootstrap_servers": bootstrap} if bootstrap else {}
    for name in asyncio.run(topics.apply(settled(KafkaAccess, **given), prefix, partitions, replication)):
        print(name)
