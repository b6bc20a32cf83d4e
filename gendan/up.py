"""The embedded company: Kafka, PostgreSQL and the six departments, started in order and stopped in the order back."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx2

from chassis.clock import Clock, set_clock
from chassis.handling import House
from chassis.known_settings import insist_on_known_settings
from chassis.process.service import Service, running
from chassis.settings import Settings
from chassis.telemetry.metrics import start_telemetry
from contracts.departments import DEPARTMENTS
from contracts.texts import Text
from gendan import addresses, business_clock, switches
from gendan.embedded import Ground, embedded, folder
from gendan.embedded.beginning import enter_all
from gendan.embedded.child import OURSELVES, Child, ServerFailed, start
from gendan.embedded.drawn import sealing_keys
from gendan.embedded.keeping import kept_running
from gendan.generated import topics
from gendan.identity import Signer, signer
from gendan.issuer.people import people_of
from gendan.issuer.serving import issuing, told_to_the_desk
from gendan.terminal import department_word

Report = Callable[[Text], None]
CHECKOUT = Path(__file__).parents[1]
KEEP_CLOCK_EVERY_S = 2.0
READY_LIMIT_S = 60.0
SEALING_KEYS = {"SEALING_KEYS", "SEALING_KEYS_FILE"}
"""Given to us they are the departments'; else the folder keeps some, drawn once."""
PARTITIONS = 1
"""A department that is one process gains nothing by more, and names every partition in every question to Kafka."""
INSTANCE = "the-one"
"""A folder has one company, one process a department: who is started again takes its place in Kafka at once."""


@dataclass(frozen=True)
class Company:
    """What runs: each department's base URL, who signs tokens, the clock, and the ground under it.

    ``services`` are the departments that run in this process; none where each has one of its own.
    """

    urls: Mapping[str, str]
    tokens: Signer
    clock: Clock
    ground: Ground
    services: Sequence[Service] = ()


def itself(clock: Clock) -> Clock:
    return clock


@asynccontextmanager
async def company(
    data: Path,
    report: Report,
    *,
    processes: bool = False,
    rate: float = 1.0,
    zone: str = "Asia/Shanghai",
    without: Collection[str] = (),
    kept: Callable[[Clock], Clock] = itself,
) -> AsyncIterator[Company]:
    """Everything up, on the data in this folder; ``rate`` is business seconds per real second.

    ``without`` are departments that are not started: others stand for them, who hear and say their topics (ALL-7).
    ``kept`` may put another clock in the place of the company's, to be kept by who asks for it. Raises SettingsFault
    before anything is started.
    """
    switches.load()
    insist_on_known_settings()
    loading = asyncio.to_thread(load_houses) if not processes else asyncio.sleep(0)
    houses = asyncio.create_task(loading)  # while the servers start
    async with embedded(data, DEPARTMENTS, report) as ground, AsyncExitStack() as stack:
        await houses
        keys, clock = signer(data), kept(business_clock.started(data, rate, zone))
        made = await topics.apply(ground.access, partitions=PARTITIONS)
        report(Text("Kafka: {count} topics made", count=len(made)))
        settings = _settings(data, ground, keys, clock)
        urls = {name: f"http://127.0.0.1:{each.port}" for name, each in settings.items()}
        await stack.enter_async_context(_clock_kept(data, clock))
        stack.enter_context(told_to_the_desk(keys, urls["notify"]))
        start_all = _in_processes if processes else _in_this_process
        ours = {name: each for name, each in settings.items() if name not in without}
        services = await stack.enter_async_context(start_all(data, ours, clock, report))
        await stack.enter_async_context(issuing(keys, urls["notify"], people_of(urls, keys)))
        with addresses.told(data, urls | {"kafka": ground.kafka}):
            yield Company(urls, keys, clock, ground, services)


def load_houses() -> None:
    for department in DEPARTMENTS:
        house(department)


def house(department: str) -> House:
    found: House = import_module(f"services.{department}.house").HOUSE
    return found


def _settings(data: Path, ground: Ground, keys: Signer, clock: Clock) -> dict[str, Settings]:
    ports = folder.ports(data, list(DEPARTMENTS), "departments.json")
    urls = {department: f"http://127.0.0.1:{port}" for department, port in ports.items()}
    keys_that_seal: dict[str, Any] = {}
    if not SEALING_KEYS & os.environ.keys():
        keys_that_seal["sealing_keys"] = sealing_keys(data)
    return {
        department: Settings(
            database_url=ground.database(department),
            kafka_bootstrap_servers=ground.kafka,
            jwks_file=keys.jwks_file,
            token_issuer=keys.issuer,
            port=ports[department],
            company_zone=clock.zone.key,
            clock_anchor=clock.anchor,
            clock_wall=clock.wall_at_anchor_s,
            clock_rate=clock.rate,
            log_level="warning",
            instance=INSTANCE,
            departments=urls,
            **keys_that_seal,
        )
        for department in DEPARTMENTS
    }


@asynccontextmanager
async def _in_this_process(
    data: Path, settings: Mapping[str, Settings], clock: Clock, report: Report
) -> AsyncIterator[Sequence[Service]]:
    """All six in our own event loop: the same code, the same Kafka between them, a tenth of the memory."""
    start_telemetry("warning", (data / "services.log").open("a"))
    set_clock(clock)
    async with AsyncExitStack() as stack:
        begun = time.monotonic()
        services = await enter_all(stack, [running(house(name), each) for name, each in settings.items()])
        report(Text("departments: {count} ready in one process after {s} s", count=len(settings), s=_since(begun)))
        yield services


@asynccontextmanager
async def _in_processes(
    data: Path, settings: Mapping[str, Settings], clock: Clock, report: Report
) -> AsyncIterator[Sequence[Service]]:
    """Each department a process of its own; one that ends is started again."""
    async with AsyncExitStack() as stack:
        begun = time.monotonic()
        report(Text("departments: starting {count} processes", count=len(settings)))
        await enter_all(
            stack, [_told(name, supervised(data, name, each, report), report) for name, each in settings.items()]
        )
        report(Text("departments: {count} processes ready after {s} s", count=len(settings), s=_since(begun)))
        yield ()


def _since(begun: float) -> str:
    return f"{time.monotonic() - begun:.1f}"


@asynccontextmanager
async def _told(department: str, process: AbstractAsyncContextManager[Child], report: Report) -> AsyncIterator[None]:
    begun = time.monotonic()
    async with process as child:
        told = {"department": department_word(department), "pid": child.process.pid, "s": _since(begun)}
        report(Text("{department}: process {pid} ready after {s} s", **told))
        yield


@asynccontextmanager
async def supervised(data: Path, department: str, settings: Settings, report: Report) -> AsyncIterator[Child]:
    """A department's process that answers; when it ends by itself it is started again."""
    spawn = partial(_spawn, data, department, settings)
    async with kept_running(spawn, lambda: is_ready(settings.port), READY_LIMIT_S, report) as child:
        yield child


async def _spawn(data: Path, department: str, settings: Settings) -> Child:
    """The child gets its settings by environment, never on its command line."""
    values = settings.model_dump(mode="json", exclude_none=True).items()
    told = {name.upper(): json.dumps(value) if isinstance(value, dict) else str(value) for name, value in values}
    return await start(
        department,
        [sys.executable, "-m", f"services.{department}"],
        log=data / f"{department}.log",
        stop_signal=signal.SIGTERM,
        user=OURSELVES,
        env=os.environ | told | {"PYTHONPATH": str(CHECKOUT)},
    )


async def is_ready(port: int) -> bool:
    """Whether a department answers there with its database behind it."""
    async with httpx2.AsyncClient(trust_env=False, timeout=2) as http:
        try:
            return (await http.get(f"http://127.0.0.1:{port}/readyz")).status_code == 200
        except httpx2.TransportError:
            return False


@asynccontextmanager
async def _clock_kept(data: Path, clock: Clock) -> AsyncIterator[None]:
    async def keep() -> None:
        while True:
            await asyncio.sleep(KEEP_CLOCK_EVERY_S)
            business_clock.keep(data, clock)

    keeper = asyncio.create_task(keep())
    try:
        yield
    finally:
        keeper.cancel()
        business_clock.keep(data, clock)


__all__ = ["Company", "ServerFailed", "company", "house"]
