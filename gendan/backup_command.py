"""The commands `gendan backup` and `gendan restore` (ALL-9)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from shlex import quote
from typing import Annotated

import asyncpg
import typer
from aiokafka.errors import KafkaError

from chassis.environment import settled
from chassis.kafka_access import KafkaAccess
from contracts.texts import Text
from gendan.addresses import DATA
from gendan.backup import elsewhere
from gendan.backup.manifest import Manifest
from gendan.backup.restoring import Restored, bring_back
from gendan.backup.restoring import restore as laid_out
from gendan.backup.taking import take
from gendan.backup.telling import tell
from gendan.called import called
from gendan.embedded import folder
from gendan.embedded.backup import back_up
from gendan.embedded.postgres import address_of
from gendan.language import Lang
from gendan.options import Data
from gendan.terminal import failed, interrupted_by_signal, report, speak, started
from gendan.told import Told
from gendan.wrong_use import WrongUse

POSTGRES = "A file with the address of PostgreSQL's superuser: of a company whose servers run elsewhere."
BOOTSTRAP = "host:port of Kafka; else KAFKA_BOOTSTRAP_SERVERS."
LAID_OUT = "As for backup; PostgreSQL stands on the backup's cluster, Kafka is empty, no department runs."
KEEP = "TARGET holds one backup beside the other, each named by its time; so many of the newest stay."


def backup(
    target: Annotated[Path, typer.Argument(help="A folder that is not there yet.")],
    data: Data = DATA,
    postgres: Annotated[Path | None, typer.Option(help=POSTGRES)] = None,
    bootstrap: Annotated[str | None, typer.Option(help=BOOTSTRAP)] = None,
    keep: Annotated[int | None, typer.Option(min=1, help=KEEP)] = None,
    lang: Lang = None,
) -> None:
    """Keep a company as it is in a new folder, whether it runs or not.

    Of one that runs `gendan restore` makes a company again; on the copy of one that does not, `up` starts.
    """
    speak(lang)
    if postgres:
        started(_elsewhere(_servers(postgres, bootstrap, data), target, keep))
        return
    if keep:
        raise WrongUse(Text("--keep: only with --postgres"))
    if folder.is_held(data):
        started(_while_it_runs(data, target))
        return
    try:
        back_up(data, target)
    except (Told, OSError) as fault:
        raise failed(fault) from None
    how = called(f"up --data {target}")
    report(Text("{target} is a whole copy of {data}; start it with {how}", target=target, data=data, how=how))


def restore(
    backup: Annotated[Path, typer.Argument(help="What gendan backup made of a company that ran.")],
    data: Annotated[Path, typer.Option(help="The new company's folder: not there yet, or empty.")] = DATA,
    postgres: Annotated[Path | None, typer.Option(help=LAID_OUT)] = None,
    bootstrap: Annotated[str | None, typer.Option(help=BOOTSTRAP)] = None,
    lang: Lang = None,
) -> None:
    """Bring a company back from a backup taken while it ran.

    What it accepted after the backup is lost, in all departments alike. It is started by `gendan up`.
    """
    speak(lang)
    started(_restore_elsewhere(backup, _servers(postgres, bootstrap, data)) if postgres else _restore(backup, data))


def _servers(postgres: Path, bootstrap: str | None, data: Path) -> elsewhere.Servers:
    if not postgres.exists():
        raise WrongUse(Text("{option}: {came} is not there", option="--postgres", came=postgres))
    access = settled(KafkaAccess, **({"kafka_bootstrap_servers": bootstrap} if bootstrap else {}))
    return elsewhere.Servers(access, postgres.read_text().strip(), data)


async def _elsewhere(servers: elsewhere.Servers, target: Path, keep: int | None) -> None:
    """Where it is scheduled, ``target`` holds one backup beside the other, each named by its time."""
    begun, made = time.monotonic(), elsewhere.named_by_time(target) if keep else target
    with interrupted_by_signal(), _whole_or_not(made), _postgres_answers():
        taken = await elsewhere.take(servers, made)
    _report(taken, made, begun)
    await _tell(servers.postgres, taken)
    for old in elsewhere.pruned(target, keep) if keep else ():
        report(Text("{folder} is removed: {count} newer ones are kept", folder=old, count=keep))


async def _while_it_runs(data: Path, target: Path) -> None:
    begun = time.monotonic()
    with interrupted_by_signal(), _whole_or_not(target):
        taken = await take(data, target)
    _report(taken, target, begun)
    await _tell(address_of(data), taken)


async def _tell(admin: str, taken: Manifest) -> None:
    """That they could not be told makes no backup less whole; the alert comes then."""
    try:
        await tell(admin, taken.begun)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as fault:
        report(Text("the departments were not told of the backup: {fault}", fault=str(fault)))


def _report(taken: Manifest, target: Path, begun: float) -> None:
    times = {"since": _utc(taken.begun), "until": _utc(taken.ended)}
    report(
        Text("{target} holds all that was accepted until {since}, and nothing from {until} on", target=target, **times)
    )
    how = called(f"restore {quote(str(target))} --data FOLDER")
    report(Text("taken in {s} s; bring it back with {how}", s=_since(begun), how=how))


async def _restore(backup: Path, data: Path) -> None:
    begun = time.monotonic()
    with interrupted_by_signal(), _whole_or_not(data):
        found = await laid_out(backup, data, report)
    _report_sent(found)
    told = {"last": _utc(found.last), "s": _since(begun), "how": called(f"up --data {quote(str(data))}")}
    report(Text("restored in {s} s; the last that it knows was accepted at {last}; start it with {how}", **told))


async def _restore_elsewhere(backup: Path, servers: elsewhere.Servers) -> None:
    begun = time.monotonic()
    with interrupted_by_signal(), _laid_out_anew(), _kafka_answers(), _postgres_answers():
        found = await bring_back(backup, servers.postgres, servers.access, report)
    _report_sent(found)
    told = {"last": _utc(found.last), "s": _since(begun)}
    report(Text("restored in {s} s; the last that it knows was accepted at {last}; now start the departments", **told))


def _report_sent(found: Restored) -> None:
    counts = {"sent": found.sent, "left_out": found.left_out}
    report(Text("Kafka: {sent} records sent back, {left_out} left out that were said after the backup", **counts))


@contextmanager
def _whole_or_not(made: Path) -> Iterator[None]:
    """Who breaks it off ends it with a failure, as a Kafka that does not answer: no schedule takes it for done."""
    try:
        with _kafka_answers():
            yield
    except asyncio.CancelledError:
        raise Told(Text("broken off; {folder} was not made", folder=made)) from None


@contextmanager
def _laid_out_anew() -> Iterator[None]:
    try:
        yield
    except asyncio.CancelledError:
        raise Told(Text("broken off; begin anew, with the cluster laid out again and an empty Kafka")) from None


@contextmanager
def _kafka_answers() -> Iterator[None]:
    try:
        yield
    except KafkaError as fault:
        raise Told(Text("Kafka does not answer: {fault}", fault=str(fault))) from fault


@contextmanager
def _postgres_answers() -> Iterator[None]:
    try:
        yield
    except (asyncpg.PostgresError, asyncpg.InterfaceError, ConnectionError, TimeoutError) as fault:
        raise Told(Text("PostgreSQL does not answer: {fault}", fault=str(fault))) from fault


def _utc(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def _since(begun: float) -> str:
    return f"{time.monotonic() - begun:.1f}"
