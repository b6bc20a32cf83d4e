"""The verdict, the groups and the timeline for people, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.markup import escape

from contracts.texts import Text, Word, said
from gendan.why.story import padded
from whereabouts.stuck import Group
from whereabouts.verdict import Verdict
from whereabouts.words import whom

ORDERS_SHOWN, GROUP_ORDERS_MAX = 10, 100
COLOURS = {"done": "green", "moving": "green", "waiting": "yellow", "stuck": "red", "unknown": "magenta"}


def show_verdict(name: str, verdict: Verdict, console: Console) -> None:
    """Verdict, time against its limit, cause with evidence, what waits behind it, owner, next command."""
    colour, called = COLOURS[verdict.state], escape(_named(name, verdict.number))
    standing, where = f"[{colour}]{said(Word(verdict.state))}[/{colour}]", whom(verdict.where)
    at = said(Text("{standing} at {where}", standing=standing, where=where))
    console.print(f"[bold]{called}[/bold]: {at}: {escape(verdict.what)}", emoji=False)
    behind, alike = verdict.behind or None, verdict.alike if verdict.alike > 1 else None
    lines = {
        Word("cause"): named_cause(verdict.cause),
        Word("since"): _time(verdict.since),
        Word("due"): _time(verdict.due),
        Word("behind it"): said(Text("[{count} more]", count=behind)),
        Word("the same"): said(Text("[{count} messages share the cause]", count=alike)),
        Word("owner"): verdict.owner,
        Word("next"): verdict.next,
    }
    for label, text in lines.items():
        _line(label, text, console)
    for line in verdict.evidence:
        _line(Word("evidence"), line, console)
    show_unknown(verdict.unknown, console)


def _line(label: Word, text: str, console: Console, width: int = 11) -> None:
    if text:
        console.print(f"  {padded(said(label), width)}{text}", markup=False, emoji=False)


def named_cause(cause: str) -> str:
    """The code by which the handbook has it, and beside it what it says."""
    called = said(Word(cause))
    return cause if called == cause else f"{called}（{cause}）"


def _named(name: str, number: str) -> str:
    return f"{name} ({number})" if number and number != name else name


def show_unknown(unknown: Sequence[str], console: Console) -> None:
    """Who did not tell his part."""
    for line in unknown:
        _line(Word("unknown"), line, console)


def show_groups(groups: Sequence[Group], silent: Sequence[str], console: Console) -> None:
    """One paragraph per cause, the oldest first; up to ten of its orders by number."""
    for group in groups:
        cause = f"[bold]{named_cause(group.cause)}[/bold]"
        told = {"cause": cause, "where": whom(group.where), "since": _time(group.since), "orders": _orders(group)}
        console.print(said(Text("{cause} at {where} since {since}: {orders}", **told)))
        lines = {Word("what"): group.what, Word("owner"): group.owner, Word("next"): group.next}
        lines |= {Word("orders"): _some(group.orders), Word("about"): _some(group.others)}
        for label, text in lines.items():
            _line(label, text, console, 7)
    if not groups:
        console.print(said(Text("nothing is known to be stuck") if silent else Text("nothing is stuck")))
    for line in silent:
        console.print(said(Text("unknown: {what}", what=line)), markup=False, emoji=False)


def _some(names: Sequence[str]) -> str:
    more = len(names) - ORDERS_SHOWN if len(names) > ORDERS_SHOWN else None
    return said(Text("{names}[ and {more} more]", names=list(names[:ORDERS_SHOWN]), more=more))


def _orders(group: Group) -> str:
    count = len(group.orders)
    orders = Text("1 order") if count == 1 else Text("{count} orders", count=count)
    if count == GROUP_ORDERS_MAX:
        orders = Text("{count} or more orders", count=count)
    messages = Text("1 message") if group.messages == 1 else Text("{count} messages", count=group.messages)
    told = {"orders": orders, "more": group.more or None, "messages": messages}
    return said(Text("{orders}[, {more} more named elsewhere], {messages}", **told))


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
