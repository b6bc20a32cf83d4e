"""The main job, to watch: a company starts, its orders arrive, the world acts, and every order ends or says why not."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from shlex import quote
from typing import Any

from rich.console import Console
from rich.live import Live
from rich.table import Table

from chassis.clock import Clock
from contracts.sentences import Language
from contracts.stages import ENDS, WORDS
from contracts.texts import Text, Word
from gendan import play_folder, play_papers, switches
from gendan.called import called
from gendan.importing.run import run_import
from gendan.pace import keep_pace
from gendan.play_clock import PlayClock
from gendan.terminal import in_words, spoken
from gendan.told import Told
from gendan.up import Company, company
from gendan.why.show import show_story
from gendan.why.story import as_text, head, left_out, lines_of_page
from gendan.why.words import phrase
from world.arrival import Arrival
from world.client import Api, Somebody
from world.play import Progress, play

DAY_S = 86_400.0
LOOK_EVERY_S = 1.0
LOOKS_A_LINE = 10
"""Where there is no terminal to draw a live table on, every tenth look is a line."""
SAMPLE = Path(__file__).parents[1] / "examples"


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


class NotExplained(Told):
    """An order is neither closed nor explained, or money or stock do not balance."""


async def demo(plan: Plan, console: Console, print_addresses: Callable[[Company], None]) -> dict[str, Any]:
    """Play the plan on a new company and give the summary; unless ``once``, stay up until cancelled.

    Raises NotAPlay when the folder holds anything but an earlier play.
    """
    play_folder.begin_anew(plan.data, _report(console))
    async with _on_the_stage(plan.data, plan.rate, console) as (running, clock):
        print_addresses(running)
        async with Api(running.urls, running.tokens) as api:
            schedule = await _import(plan, api, running, console)
            begun = time.monotonic()
            await _watch(plan, api, running, clock, schedule, console)
            summary = await summarise(api, len(schedule), time.monotonic() - begun)
            if plan.json:
                write_json(summary, plan.json)
            print_summary(summary, console)
            await _print_story(api, console, plan.data)
        _say(f"· {in_words(play_folder.how_to_look(plan.data))}", console)
        if not plan.once:
            await _stay(running, clock, console, print_addresses)
        return summary


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
                _say(f"· {in_words(line)}", console)
            yield running, clocks[0]


async def _stay(
    running: Company, clock: PlayClock, console: Console, print_addresses: Callable[[Company], None]
) -> None:
    print_addresses(running)
    now = f"{clock.now().astimezone(clock.zone):%Y-%m-%d %H:%M}"
    _say(in_words(Text("the company stays up, its clock at {now}; Ctrl-C stops all", now=now)), console)
    await asyncio.Event().wait()


def _report(console: Console) -> Callable[[Text], None]:
    return lambda line: _say(f"· {in_words(line)}", console)


async def _import(plan: Plan, api: Api, running: Company, console: Console) -> list[Arrival]:
    outcome = await run_import(plan.source, plan.mapping, api, today=running.clock.today())
    _say(f"· {in_words(Text('import: {told}', told=outcome.text()))}", console)
    return sorted(outcome.arrivals, key=lambda arrival: (arrival.on, arrival.key))[: plan.orders]


async def _watch(
    plan: Plan, api: Api, running: Company, clock: PlayClock, schedule: Sequence[Arrival], console: Console
) -> None:
    """Let the world play until every order has ended, or patience has; the clock runs only meanwhile."""
    merchandiser = api.acting_as("demo", "merchandiser", "management")
    last = max((arrival.on for arrival in schedule), default=clock.today())
    patience, looks = last + timedelta(days=plan.patience_days), count()
    async with _played(api, schedule, running, clock, plan.seed) as world:
        with Live(console=console, auto_refresh=False, transient=False) as live:
            while clock.today() <= patience and not world.done():
                summary = await _board(merchandiser)
                live.update(_table(summary, running, len(schedule)), refresh=console.is_terminal)
                if not console.is_terminal and next(looks) % LOOKS_A_LINE == 0:
                    _say(_line(summary, running, len(schedule)), console)
                if sum(summary["by_state"].get(state, 0) for state in ENDS) >= len(schedule):
                    break
                await asyncio.sleep(LOOK_EVERY_S)


@asynccontextmanager
async def _played(
    api: Api, schedule: Sequence[Arrival], running: Company, clock: PlayClock, seed: int
) -> AsyncIterator[asyncio.Task[None]]:
    """The world acts, and the clock keeps pace with the slowest."""
    progress = Progress()
    world = asyncio.create_task(play(api, schedule, clock, seed=seed, progress=progress))
    pace = asyncio.create_task(keep_pace(clock, running.services, progress))
    try:
        yield world
    finally:
        for task in (pace, world):
            task.cancel()
        await asyncio.gather(pace, world, return_exceptions=True)


async def _summary(who: Somebody) -> dict[str, Any]:
    answer = await who.get("notify", "/summary")
    if not answer.ok:
        raise NotExplained(Text("notify does not answer: {fault}", fault=answer.body))
    found: dict[str, Any] = answer.body
    return found


async def _board(who: Somebody) -> dict[str, Any]:
    """The summary, with the stages at which those stood that ended before their time: notify counts them there too."""
    summary = await _summary(who)
    states = [state for state in ENDS if state != "closed" and summary["by_state"].get(state)]
    ended = [order for state in states for order in await who.listed("notify", "/orders", state=state)]
    return {**summary, "left_at": Counter(order["stage"] for order in ended)}


def _table(summary: Mapping[str, Any], running: Company, orders: int) -> Table:
    table = _titled(f"{running.clock.today():%Y-%m-%d} · {in_words(_come(summary, orders))}")
    counts = _counts(summary)
    for stage in counts:
        table.add_column(_stage(stage), justify="right")
    table.add_row(*map(str, counts.values()))
    return table


def _come(summary: Mapping[str, Any], orders: int) -> Text:
    return Text("{count} of {all} orders have come", count=summary["orders"], all=orders)


def _counts(summary: Mapping[str, Any]) -> dict[str, int]:
    """Orders per stage in the order of an order's life, the ended ones by their end; empty stages are left out."""
    counts = Counter(summary["by_stage"])
    counts.subtract(summary["left_at"])
    counts |= Counter({state: summary["by_state"].get(state, 0) for state in ENDS})
    return {stage: counts[stage] for stage in WORDS if counts[stage] > 0}


def _line(summary: Mapping[str, Any], running: Company, orders: int) -> str:
    stages = ", ".join(f"{there} {_stage(stage)}" for stage, there in _counts(summary).items())
    return f"{running.clock.today():%Y-%m-%d}  {in_words(_come(summary, orders))}: {stages or '–'}"


def _stage(name: str) -> str:
    return in_words(Word(name))


async def summarise(api: Api, orders: int, seconds: float) -> dict[str, Any]:
    """What became of the orders, the money and the stock; everything asked over HTTP."""
    told = await _summary(api.acting_as("demo", "merchandiser", "management"))
    accountant, storekeeper = api.acting_as("demo", "accountant"), api.acting_as("demo", "storekeeper")
    balance = (await accountant.get("finance", "/ledger/balance")).body
    money, stock = (await accountant.get("finance", "/check")).body, (await storekeeper.get("warehouse", "/check")).body
    ended = sum(told["by_state"].get(state, 0) for state in ENDS)
    return {
        "orders": told["orders"],
        "by_state": told["by_state"],
        "explained": told["explained"],
        "unexplained": told["unexplained"],
        "stage_seconds": told["stage_seconds"],
        "ledger_balance": {line["currency"]: line["difference"] for line in balance["items"]},
        "ledger_ok": money["ok"],
        "stock_ok": stock["ok"],
        "purchases": len(await api.acting_as("demo", "buyer").listed("purchasing", "/purchases")),
        "orders_per_second": round(ended / seconds, 2),
        "not_arrived": orders - told["orders"],
        **await play_papers.figures(api),
    }


def insist(summary: Mapping[str, Any]) -> None:
    """Raises NotExplained when an order is lost or unexplained, or money or stock do not balance."""
    faults = [Text("{number} is neither closed nor explained", number=number) for number in summary["unexplained"]]
    if lost := summary["not_arrived"]:
        faults.append(Text("{count} orders are not in the book", count=lost))
    faults += [] if summary["stock_ok"] else [Text("the stock does not add up")]
    faults += [] if summary["ledger_ok"] else [Text("the ledger does not balance")]
    if faults:
        raise NotExplained(Text("{faults}", faults=tuple(faults)))


def write_json(summary: Mapping[str, Any], file: Path) -> None:
    file.write_text(json.dumps(summary, indent=2, default=str, ensure_ascii=False) + "\n")


def print_summary(summary: Mapping[str, Any], console: Console) -> None:
    """What became of the orders, for people."""
    states = [f"{count} {_stage(state)}" for state, count in summary["by_state"].items()]
    _say("\n" + in_words(Text("{count} orders: {states}", count=summary["orders"], states=states)), console)
    for reason, orders in summary["explained"].items():
        _say("  " + in_words(Text("{count} open, waiting for {reason}", count=f"{orders:>4}", reason=reason)), console)
    if summary["stage_seconds"]:
        console.print(_stages(summary["stage_seconds"]))
    differences = [f"{currency} {amount}" for currency, amount in summary["ledger_balance"].items()]
    told = {"amounts": differences or Text("nothing is booked"), "agree": _yes(summary["ledger_ok"])}
    _say(in_words(Text("debit less credit: {amounts}; receivables agree: {agree}", **told)), console)
    told = {"agrees": _yes(summary["stock_ok"]), "count": summary["purchases"]}
    _say(in_words(Text("stock adds up: {agrees}; shortages bought: {count}", **told)), console)
    for line in play_papers.lines(summary):
        _say(in_words(line), console)


def _stages(seconds: Mapping[str, Mapping[str, Any]]) -> Table:
    table = _titled(in_words(Text("time per stage, business days")))
    for name, justify in ((in_words(Text("stage")), "left"), ("p50", "right"), ("p95", "right")):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for stage, part in seconds.items():
        table.add_row(_stage(stage), *(f"{float(part[name]) / DAY_S:.1f}" for name in ("p50", "p95")))
    return table


def _titled(title: str) -> Table:
    """At least as wide as its title, which stays on one line."""
    return Table(title=title, min_width=len(title) + 2)


def _yes(ok: bool) -> Text:
    return Text("yes") if ok else Text("NO")


def _say(line: str, console: Console) -> None:
    """Literally: what people wrote is no markup, and a line is not broken."""
    console.print(line, markup=False, emoji=False, highlight=False, soft_wrap=True)


async def _print_story(api: Api, console: Console, data: Path) -> None:
    """One order's whole life: the closed one with the most events."""
    merchandiser = api.acting_as("demo", "merchandiser", "management")
    closed = (await merchandiser.get("notify", "/orders", state="closed", limit="50")).body["items"]
    stories = [(await merchandiser.get("notify", f"/orders/{order['order_id']}")).body for order in closed]
    if stories:
        print_story(max(stories, key=lambda one: len(one["events"])), spoken(), console, data)


def print_story(page: Mapping[str, Any], lang: Language, console: Console, data: Path) -> None:
    """The order's story in the words of `gendan timeline`, a long one folded: that command shows all of it."""
    lines = lines_of_page(page, lang)
    more = left_out(lines_of_page(page, lang, everything=True), lines)
    console.print()
    whole = called(f"timeline {quote(page['number'])} --all --data {quote(str(data))}")
    folded = [phrase("folded", lang, count=more, how=whole)] if more else []
    show_story(page["number"], head(page, lang), [*as_text(lines, lang), *folded], console)
