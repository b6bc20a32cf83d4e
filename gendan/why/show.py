"""The verdict, the groups and the timeline for people, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.markup import escape

from whereabouts.stuck import Group
from whereabouts.verdict import Verdict

ORDERS_SHOWN, GROUP_ORDERS_MAX = 10, 100
COLOURS = {"done": "green", "moving": "green", "waiting": "yellow", "stuck": "red", "unknown": "magenta"}


def show_verdict(name: str, verdict: Verdict, console: Console) -> None:
    """Verdict, time against its limit, cause with evidence, what waits behind it, owner, next command."""
    colour, called = COLOURS[verdict.state], escape(_named(name, verdict.number))
    console.print(
        f"[bold]{called}[/bold]: [{colour}]{verdict.state}[/{colour}] at {verdict.where}: {escape(verdict.what)}",
        emoji=False,
    )
    lines = {
        "cause": verdict.cause,
        "since": _time(verdict.since),
        "due": _time(verdict.due),
        "behind it": f"{verdict.behind} more" if verdict.behind else "",
        "the same": f"{verdict.alike} messages share the cause" if verdict.alike > 1 else "",
        "owner": verdict.owner,
        "next": verdict.next,
    }
    for label, text in lines.items():
        if text:
            console.print(f"  {label:<10} {text}", markup=False, emoji=False)
    for line in verdict.evidence:
        console.print(f"  {'evidence':<10} {line}", markup=False, emoji=False)
    show_unknown(verdict.unknown, console)


def _named(name: str, number: str) -> str:
    return f"{name} ({number})" if number and number != name else name


def show_unknown(unknown: Sequence[str], console: Console) -> None:
    """Who did not tell his part."""
    for line in unknown:
        console.print(f"  {'unknown':<10} {line}", markup=False, emoji=False)


def show_groups(groups: Sequence[Group], silent: Sequence[str], console: Console) -> None:
    """One paragraph per cause, the oldest first; up to ten of its orders by number."""
    for group in groups:
        console.print(f"[bold]{group.cause}[/bold] at {group.where} since {_time(group.since)}: {_orders(group)}")
        about = {"orders": _some(group.orders), "about": _some(group.others)}
        for label, text in {"what": group.what, "owner": group.owner, "next": group.next, **about}.items():
            if text:
                console.print(f"  {label:<6} {text}", markup=False, emoji=False)
    if not groups:
        console.print("nothing is stuck" if not silent else "nothing is known to be stuck")
    for line in silent:
        console.print(f"unknown: {line}", markup=False, emoji=False)


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - ORDERS_SHOWN} more" if len(names) > ORDERS_SHOWN else ""
    return ", ".join(names[:ORDERS_SHOWN]) + more


def _orders(group: Group) -> str:
    count = len(group.orders)
    here = f"{count}{' or more' if count == GROUP_ORDERS_MAX else ''} order{'s' * (count != 1)}"
    above = f", {group.more} more named elsewhere" if group.more else ""
    return f"{here}{above}, {group.messages} message{'s' * (group.messages != 1)}"


def show_story(name: str, about: str, lines: Sequence[str], console: Console) -> None:
    """The order's name, whose it is, and its story."""
    console.print(f"[bold]{escape(name)}[/bold]" + (f"  {escape(about)}" if about else ""), emoji=False, soft_wrap=True)
    for line in lines:
        console.print(line, markup=False, emoji=False, highlight=False, soft_wrap=True)


def as_json(value: Any) -> str:
    """Dataclasses as one JSON document; times RFC 3339 UTC."""
    plain = [asdict(one) for one in value] if isinstance(value, list) else asdict(value)
    return json.dumps(plain, default=str, ensure_ascii=False)


def _time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment else ""
