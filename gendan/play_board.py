"""The orders of a play by the stage at which they stand: a live table, or a line where there is no terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from rich.table import Table

from contracts.stages import ENDS, WORDS
from contracts.texts import Text, Word
from gendan.terminal import in_words
from gendan.told import Told
from world.client import Somebody


class NotAnswered(Told):
    """Notify, which counts the orders, gives no answer."""


async def summary_of(who: Somebody) -> dict[str, Any]:
    """Notify's counts by stage and state. Raises NotAnswered."""
    answer = await who.get("notify", "/summary")
    if not answer.ok:
        raise NotAnswered(Text("notify does not answer: {fault}", fault=answer.body))
    found: dict[str, Any] = answer.body
    return found


async def board(who: Somebody) -> dict[str, Any]:
    """The summary, with the stages at which those stood that ended before their time: notify counts them there too."""
    summary = await summary_of(who)
    states = [state for state in ENDS if state != "closed" and summary["by_state"].get(state)]
    ended = [order for state in states for order in await who.listed("notify", "/orders", state=state)]
    return {**summary, "left_at": Counter(order["stage"] for order in ended)}


def table(summary: Mapping[str, Any], today: date, orders: int) -> Table:
    """Of so many orders in all; a stage without orders has no column."""
    table = titled(f"{today:%Y-%m-%d} · {in_words(_come(summary, orders))}")
    counts = counts_of(summary)
    for stage in counts:
        table.add_column(stage_word(stage), justify="right")
    table.add_row(*map(str, counts.values()))
    return table


def _come(summary: Mapping[str, Any], orders: int) -> Text:
    return Text("{count} of {all} orders have come", count=summary["orders"], all=orders)


def counts_of(summary: Mapping[str, Any]) -> dict[str, int]:
    """Orders per stage in the order of an order's life, the ended ones by their end; empty stages are left out."""
    counts = Counter(summary["by_stage"])
    counts.subtract(summary["left_at"])
    counts |= Counter({state: summary["by_state"].get(state, 0) for state in ENDS})
    return {stage: counts[stage] for stage in WORDS if counts[stage] > 0}


def line(summary: Mapping[str, Any], today: date, orders: int) -> str:
    """The same in one line."""
    stages = ", ".join(f"{there} {stage_word(stage)}" for stage, there in counts_of(summary).items())
    return f"{today:%Y-%m-%d}  {in_words(_come(summary, orders))}: {stages or '–'}"


def stage_word(name: str) -> str:
    """In the language of the command."""
    return in_words(Word(name))


def titled(title: str) -> Table:
    """At least as wide as its title, which stays on one line."""
    return Table(title=title, min_width=len(title) + 2)
