"""The main job, to watch: a company starts, its orders arrive, the world acts, and every order ends or says why not."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.live import Live

from chassis.clock import Clock
from contracts.stages import ENDS
from contracts.texts import Text
from gendan import play_board, play_folder, switches
from gendan.importing.run import run_import
from gendan.pace import keep_pace
from gendan.play_clock import PlayClock
from gendan.play_shop import keep_shop
from gendan.play_summary import print_longest_story, print_summary, summarise, write_json
from gendan.terminal import in_words, say
from gendan.up import Company, company
from world.arrival import Arrival
from world.client import Api
from world.play import Progress, play

DAY_S = 86_400.0
LOOK_EVERY_S = 1.0
LOOKS_A_LINE = 10
"""Where there is no terminal to draw a live table on, every tenth look is a line."""
SAMPLE = Path(__file__).parents[1] / "examples"
World = Callable[[Sequence[Arrival]], AbstractAsyncContextManager[asyncio.Task[None]]]
"""Acts on a schedule until it is left."""


@dataclass(frozen=True)
class Plan:
    """What a demo plays: which company, how many orders, how fast, until when."""

    source: Path
    mapping: Path
    data: Path
    orders: int | None
    rate: float
    seed: int
    patience_days: int
    """Business days after the last arrival; who is still open then has to say why."""
    once: bool
    json: Path | None = None
    """Where the summary is written to."""


async def demo(plan: Plan, console: Console, print_addresses: Callable[[Company], None]) -> dict[str, Any]:
    """Play the plan on a new company and give the summary; unless ``once``, stay up until cancelled.

    Raises NotAPlay when the folder holds anything but an earlier play.
    """
    play_folder.begin_anew(plan.data, _report(console))
    async with _on_the_stage(plan.data, plan.rate, console) as (running, clock):
        print_addresses(running)
        async with Api(running.urls, running.tokens) as api:
            world = partial(_in_step, api, running, clock, plan.seed)
            summary = await _played(plan, api, clock, world, console)
        say(f"· {in_words(play_folder.how_to_look(plan.data))}", console)
        if not plan.once:
            await _stay(running, clock, console, print_addresses)
        return summary


async def demo_against(plan: Plan, api: Api, clock: Clock, console: Console) -> dict[str, Any]:
    """Play the plan on a company that runs elsewhere, with its clock, which waits for nobody; then the summary."""
    return await _played(plan, api, clock, partial(_freely, api, clock, plan.seed), console)


async def look(data: Path, console: Console, print_addresses: Callable[[Company], None]) -> None:
    """The company of an earlier play, as it ended, until cancelled. Raises NotAPlay."""
    play_folder.insist_play(data)
    async with _on_the_stage(data, DAY_S, console) as (running, clock):
        await _stay(running, clock, console, print_addresses)


@asynccontextmanager
async def _on_the_stage(data: Path, rate: float, console: Console) -> AsyncIterator[tuple[Company, PlayClock]]:
    """A company that acts by itself where in life somebody packs and sends, with a clock that waits to be let go."""
    clocks = list[PlayClock]()

    def waiting(clock: Clock) -> PlayClock:
        clocks.append(PlayClock.waiting(clock))
        return clocks[0]

    with switches.in_a_play():
        async with company(data, _report(console), rate=rate, kept=waiting) as running:
            for line in switches.lines():
                say(f"· {in_words(line)}", console)
            yield running, clocks[0]


async def _stay(
    running: Company, clock: PlayClock, console: Console, print_addresses: Callable[[Company], None]
) -> None:
    print_addresses(running)
    now = f"{clock.now().astimezone(clock.zone):%Y-%m-%d %H:%M}"
    say(in_words(Text("the company stays up, its clock at {now}; Ctrl-C stops all", now=now)), console)
    await asyncio.Event().wait()


def _report(console: Console) -> Callable[[Text], None]:
    return lambda line: say(f"· {in_words(line)}", console)


async def _played(plan: Plan, api: Api, clock: Clock, world: World, console: Console) -> dict[str, Any]:
    """Import, play to the end, and tell what became of it."""
    schedule = await _import(plan, api, clock, console)
    begun = time.monotonic()
    await _watch(plan, api, clock, schedule, world, console)
    summary = await summarise(api, len(schedule), time.monotonic() - begun)
    if plan.json:
        write_json(summary, plan.json)
    print_summary(summary, console)
    await print_longest_story(api, console, plan.data)
    return summary


async def _import(plan: Plan, api: Api, clock: Clock, console: Console) -> list[Arrival]:
    outcome = await run_import(plan.source, plan.mapping, api, today=clock.today())
    say(f"· {in_words(Text('import: {told}', told=outcome.text()))}", console)
    if kept := await keep_shop(plan.source, api):
        told = Text("own shop, inspection plans and price list: {count} entries kept", count=kept)
        say(f"· {in_words(told)}", console)
    return sorted(outcome.arrivals, key=lambda arrival: (arrival.on, arrival.key))[: plan.orders]


async def _watch(
    plan: Plan, api: Api, clock: Clock, schedule: Sequence[Arrival], world: World, console: Console
) -> None:
    """Let the world play until every order has ended, or patience has."""
    merchandiser, all_of_them = api.acting_as("demo", "merchandiser", "management"), len(schedule)
    last = max((arrival.on for arrival in schedule), default=clock.today())
    patience, looks = last + timedelta(days=plan.patience_days), count()
    async with world(schedule) as acting:
        with Live(console=console, auto_refresh=False, transient=False) as live:
            while clock.today() <= patience and not acting.done():
                summary = await play_board.board(merchandiser)
                live.update(play_board.table(summary, clock.today(), all_of_them), refresh=console.is_terminal)
                if not console.is_terminal and next(looks) % LOOKS_A_LINE == 0:
                    say(play_board.line(summary, clock.today(), all_of_them), console)
                if sum(summary["by_state"].get(state, 0) for state in ENDS) >= all_of_them:
                    break
                await asyncio.sleep(LOOK_EVERY_S)


@asynccontextmanager
async def _in_step(
    api: Api, running: Company, clock: PlayClock, seed: int, schedule: Sequence[Arrival]
) -> AsyncIterator[asyncio.Task[None]]:
    """The world acts, and the clock keeps pace with the slowest; it runs only meanwhile."""
    progress = Progress()
    world = asyncio.create_task(play(api, schedule, clock, seed=seed, progress=progress))
    pace = asyncio.create_task(keep_pace(clock, running.services, progress))
    try:
        yield world
    finally:
        for task in (pace, world):
            task.cancel()
        await asyncio.gather(pace, world, return_exceptions=True)


@asynccontextmanager
async def _freely(api: Api, clock: Clock, seed: int, schedule: Sequence[Arrival]) -> AsyncIterator[asyncio.Task[None]]:
    world = asyncio.create_task(play(api, schedule, clock, seed=seed))
    try:
        yield world
    finally:
        world.cancel()
        await asyncio.gather(world, return_exceptions=True)
