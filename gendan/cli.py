"""The command `gendan`."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.markup import escape

from gendan import roles
from gendan.addresses import DATA, NoCompany, departments
from gendan.contracts import generate, topics
from gendan.demo import SAMPLE, NotExplained, Plan, insist, write_json
from gendan.demo import demo as play_demo
from gendan.embedded import (
    DataFolderInUse,
    DataFolderIsNewer,
    JarUnavailable,
    NoPostgres,
    ServerFailed,
    UntrustedFolder,
)
from gendan.identity import signer_of
from gendan.importing.mapping import BadMapping
from gendan.importing.run import run_import, try_import
from gendan.replay_command import replay_
from gendan.state_file import BadFile
from gendan.up import Company, company
from gendan.why.cli import stuck, timeline, why
from world.client import Api

FAILURES = (
    BadFile,
    BadMapping,
    DataFolderInUse,
    DataFolderIsNewer,
    JarUnavailable,
    NoCompany,
    NoPostgres,
    NotExplained,
    OSError,
    ServerFailed,
    UntrustedFolder,
)
"""Told in one clear message, not a traceback."""
console = Console(highlight=False, emoji=False)

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Follow the order through six departments.")
contracts_app = typer.Typer(no_args_is_help=True, help="What is made from the contracts.")
app.add_typer(contracts_app, name="contracts")
for command in (why, stuck, timeline):
    app.command()(command)
app.command("replay")(replay_)

Data = Annotated[Path, typer.Option(help="The folder of the company's data; survives restarts.")]


@app.command()
def up(
    data: Data = DATA,
    processes: Annotated[bool, typer.Option(help="Each department a process of its own.")] = False,
    rate: Annotated[float, typer.Option(min=1e-3, help="Business seconds per real second; 1 outside sandboxes.")] = 1.0,
    zone: Annotated[str, typer.Option(help="The company's IANA time zone.")] = "Asia/Shanghai",
) -> None:
    """Start Kafka, PostgreSQL and the six departments; Ctrl-C stops all."""
    started(_up(data, processes, rate, zone))


async def _up(data: Path, processes: bool, rate: float, zone: str) -> None:
    with interrupted_by_signal():
        async with company(data, report, processes=processes, rate=rate, zone=zone) as running:
            print_addresses(running)
            report("Ctrl-C stops all")
            await asyncio.Event().wait()


@contextmanager
def interrupted_by_signal() -> Iterator[None]:
    """SIGINT and SIGTERM cancel the work, which then stops everything in order."""
    loop, work = asyncio.get_running_loop(), asyncio.current_task()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, lambda: work and work.cancel())
    yield


def report(line: str) -> None:
    """A line of progress for people."""
    console.print(f"[dim]·[/dim] {escape(line)}")


def print_addresses(running: Company) -> None:
    for department, url in running.urls.items():
        console.print(f"  {department:<11} {url}/openapi.json")
    console.print(f"  {'kafka':<11} {running.ground.kafka}")


def started(work: Coroutine[None, None, None]) -> None:
    """Run it to its end or until it is interrupted; a failure is one clear message and status 1."""
    try:
        asyncio.run(work)
    except asyncio.CancelledError:
        report("stopped")
    except FAILURES as fault:
        raise failed(fault) from None


def failed(fault: Exception) -> typer.Exit:
    """Tells a failure in one clear message."""
    Console(stderr=True, highlight=False, emoji=False).print(str(fault), style="red", markup=False, soft_wrap=True)
    return typer.Exit(1)


@app.command()
def demo(
    orders: Annotated[int | None, typer.Option(min=1, help="Only the first so many orders.")] = None,
    once: Annotated[bool, typer.Option("--once", help="End by itself when the play is over.")] = False,
    json: Annotated[Path | None, typer.Option(help="Write the summary to this file.")] = None,
    source: Annotated[Path, typer.Option(help="The company's files.")] = SAMPLE / "company",
    mapping: Annotated[Path, typer.Option(help="How to read them.")] = SAMPLE / "mappings" / "company.toml",
    days_per_second: Annotated[float, typer.Option(min=0.001, help="Business days per real second.")] = 1.0,
    patience: Annotated[int, typer.Option(help="Business days that open orders have after the last arrival.")] = 120,
    seed: Annotated[int, typer.Option(help="The same seed plays the same world.")] = 7,
    data: Data = Path(".state/demo"),
) -> None:
    """Play a company: import, orders, six departments, the world outside; then the summary."""
    plan = Plan(source, mapping, data, orders, days_per_second * 86_400, seed, patience, once)
    started(_demo(plan, json))


async def _demo(plan: Plan, file: Path | None) -> None:
    with interrupted_by_signal():
        summary = await play_demo(plan, console, print_addresses)
    if file:
        write_json(summary, file)
    insist(summary)


@app.command("import")
def import_(
    source: Annotated[Path, typer.Argument(help="A folder of CSV and XLSX files, or one file.", exists=True)],
    mapping: Annotated[Path, typer.Option(help="Which column is what (TOML).", exists=True)],
    dry_run: Annotated[bool, typer.Option(help="Read and check the files; ask nobody, post nothing.")] = False,
    data: Data = DATA,
) -> None:
    """Bring master data and orders to the running company; bad rows are told, good ones taken, none twice."""
    started(_import(source, mapping, data, dry_run))


async def _import(source: Path, mapping: Path, data: Path, dry_run: bool) -> None:
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    if dry_run:
        outcome = try_import(source, mapping, today=today)
    else:
        async with Api(departments(data), signer_of(data)) as api:
            outcome = await run_import(source, mapping, api, arrive=True, today=today, progress=progress)
    console.print(outcome.text(), markup=False, soft_wrap=True)
    if not outcome.ok:
        raise typer.Exit(1)


def progress(target: str, done: int, of: int) -> None:
    """A line when a kind of record is through."""
    if done == of:
        report(f"{target}: {of}")


@app.command()
def token(
    person: Annotated[str, typer.Option("--as", help="The person's code, such as wang.fang.")],
    role: Annotated[list[str], typer.Option(help="A role of the person; may be given several times.")],
    data: Data = DATA,
) -> None:
    """Print a bearer token for a person, good for twelve hours."""
    if unknown := sorted(set(role) - set(known := roles.known())):
        raise typer.BadParameter(f"--role: expected one of {', '.join(known)}; came {', '.join(unknown)}")
    try:
        print(signer_of(data).token(person, role))
    except FAILURES as fault:
        raise failed(fault) from None


@contracts_app.command("generate")
def generate_(check: Annotated[bool, typer.Option(help="Change nothing; fail when a file is stale.")] = False) -> None:
    """Write AsyncAPI, JSON Schemas, docs/flows.md and the departments' tables."""
    generate.main(check)


@contracts_app.command("topics")
def topics_(
    bootstrap: Annotated[str, typer.Option(help="host:port of Kafka.")],
    partitions: int = 12,
    replication: int = 3,
    prefix: str = "",
) -> None:
    """Make the topics that are missing."""
    for name in asyncio.run(topics.apply(bootstrap, prefix, partitions, replication)):
        print(name)
