"""The commands `gendan contracts …`."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from chassis.environment import settled
from chassis.kafka_access import KafkaAccess
from gendan.generated import generate, topics
from gendan.language import Lang
from gendan.terminal import failed, speak
from gendan.told import Told

contracts = typer.Typer(no_args_is_help=True, add_completion=False)


@contracts.callback()
def contracts_(ctx: typer.Context, lang: Lang = None) -> None:
    """What is made from the contracts."""
    if lang:
        ctx.default_map = {"generate": {"lang": lang}, "topics": {"lang": lang}}


@contracts.command("generate")
def generate_(
    check: Annotated[bool, typer.Option(help="Change nothing; fail when a file is stale.")] = False,
    lang: Lang = None,
) -> None:
    """Write AsyncAPI, JSON Schemas, docs/flows.md and the departments' tables."""
    speak(lang)
    try:
        generate.main(check)
    except Told as fault:
        raise failed(fault) from None


@contracts.command("topics")
def topics_(
    bootstrap: Annotated[str | None, typer.Option(help="host:port of Kafka; else KAFKA_BOOTSTRAP_SERVERS.")] = None,
    partitions: Annotated[int, typer.Option(help="Of each topic.")] = 12,
    replication: Annotated[int, typer.Option(help="Copies of each message.")] = 3,
    prefix: Annotated[str, typer.Option(help="TOPIC_PREFIX of the company.")] = "",
    lang: Lang = None,
) -> None:
    """Make the topics that are missing, by the KAFKA_… settings of the environment."""
    speak(lang)
    given = {"kafka_bootstrap_servers": bootstrap} if bootstrap else {}
    for name in asyncio.run(topics.apply(settled(KafkaAccess, **given), prefix, partitions, replication)):
        print(name)
