"""What became of a play: its orders, money and stock, for people and as JSON, and the story of one order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from shlex import quote
from typing import Any

from rich.console import Console
from rich.table import Table

from contracts.sentences import Language
from contracts.stages import ENDS
from contracts.texts import Text
from gendan import play_credit, play_papers, play_works
from gendan.called import called
from gendan.play_board import stage_word, summary_of, titled
from gendan.terminal import in_words, say, spoken
from gendan.told import Told
from gendan.why.show import show_story
from gendan.why.story import as_text, head, left_out, lines_of_page
from gendan.why.words import phrase
from world.client import Api

DAY_S = 86_400.0


class NotExplained(Told):
    """An order is neither closed nor explained, or money or stock do not balance."""


async def summarise(api: Api, orders: int, seconds: float) -> dict[str, Any]:
    """What became of the orders, the money and the stock; everything asked over HTTP."""
    told = await summary_of(api.acting_as("demo", "merchandiser", "management"))
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
        **await play_works.figures(api),
        **await play_papers.figures(api),
        **await play_credit.figures(api),
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
    states = [f"{count} {stage_word(state)}" for state, count in summary["by_state"].items()]
    say("\n" + in_words(Text("{count} orders: {states}", count=summary["orders"], states=states)), console)
    for reason, orders in summary["explained"].items():
        say("  " + in_words(Text("{count} open, waiting for {reason}", count=f"{orders:>4}", reason=reason)), console)
    if summary["stage_seconds"]:
        console.print(_stages(summary["stage_seconds"]))
    differences = [f"{currency} {amount}" for currency, amount in summary["ledger_balance"].items()]
    told = {"amounts": differences or Text("nothing is booked"), "agree": _yes(summary["ledger_ok"])}
    say(in_words(Text("debit less credit: {amounts}; receivables agree: {agree}", **told)), console)
    told = {"agrees": _yes(summary["stock_ok"]), "count": summary["purchases"]}
    say(in_words(Text("stock adds up: {agrees}; shortages bought: {count}", **told)), console)
    for line in (*play_works.lines(summary), *play_papers.lines(summary), *play_credit.lines(summary)):
        say(in_words(line), console)


def _stages(seconds: Mapping[str, Mapping[str, Any]]) -> Table:
    table = titled(in_words(Text("time per stage, business days")))
    for name, justify in ((in_words(Text("stage")), "left"), ("p50", "right"), ("p95", "right")):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for stage, part in seconds.items():
        table.add_row(stage_word(stage), *(f"{float(part[name]) / DAY_S:.1f}" for name in ("p50", "p95")))
    return table


def _yes(ok: bool) -> Text:
    return Text("yes") if ok else Text("NO")


async def print_longest_story(api: Api, console: Console, data: Path) -> None:
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
