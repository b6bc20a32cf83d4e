"""The command `gendan`."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gendan.contracts import generate, topics
from gendan.embedded import (
    DataFolderInUse,
    DataFolderIsNewer,
    JarUnavailable,
    NoPostgres,
    ServerFailed,
    UntrustedFolder,
)
from gendan.identity import signer
from gendan.up import Company, company

DATA = Path(".state/data")
CANNOT_START = (DataFolderInUse, DataFolderIsNewer, JarUnavailable, NoPostgres, ServerFailed, UntrustedFolder, OSError)
console = Console(highlight=False)

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Follow the order through six departments.")
contracts_app = typer.Typer(no_args_is_help=True, help="What is made from the contracts.")
app.add_typer(contracts_app, name="contracts")

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
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with company(data, report, processes=processes, rate=rate, zone=zone) as running:
        print_addresses(running)
        report("Ctrl-C stops all")
        await stop.wait()
        report("stopping")


def report(line: str) -> None:
    """A line of progress for people."""
    console.print(f"[dim]·[/dim] {line}")


def print_addresses(running: Company) -> None:
    for department, url in running.urls.items():
        console.print(f"  {department:<11} {url}/openapi.json")
    console.print(f"  {'kafka':<11} {running.ground.kafka}")


def started(work: object) -> None:
    """Run it; what hinders the start is one clear message, not a traceback."""
    try:
        asyncio.run(work)  # type: ignore[arg-type]
    except CANNOT_START as fault:
        console.print(f"[red]{fault}[/red]")
        raise typer.Exit(1) from None


@app.command()
def token(
    person: Annotated[str, typer.Option("--as", help="The person's code, such as wang.fang.")],
    role: Annotated[list[str], typer.Option(help="A role of the person; may be given several times.")],
    data: Data = DATA,
) -> None:
    """Print a bearer token for a person, good for twelve hours."""
    print(signer(data).token(person, role))


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
