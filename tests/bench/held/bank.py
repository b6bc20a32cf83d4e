"""A bank's file of a thousand payments: read, matched to the invoices that they name, and posted (FIN-2)."""

from __future__ import annotations

import asyncio
import time
from argparse import Namespace
from typing import Any

from chassis import clock
from services.finance.tests.bank_files import Line, camt
from tests.bench.progress import say, until_closed, until_known
from tests.bench.running import Running
from tests.bench.trade import insist

ENTRIES = 1_000
LOOK_EVERY_S = 0.05
LIMIT_S = 120
OWED = "SELECT count(*) FROM invoice WHERE outstanding > 0"
LEFT = "SELECT (SELECT count(*) FROM receipt WHERE rest <> 0) + (SELECT count(*) FROM invoice WHERE outstanding > 0)"


async def bank(running: Running, _: Namespace) -> dict[str, Any]:
    """Seconds from the file to the last of its payments booked to its invoice, and until the file was taken in."""
    company, trade = running.company, running.trade
    since = await trade.place(ENTRIES)
    await until_known(company, ENTRIES, since)
    invoices = await _invoices(running)
    say(f"{len(invoices)} invoices are open")
    lines = [Line(one["outstanding"], f"INVOICE {one['number']}", f"FT-{one['number']}") for one in invoices]
    content = camt(*lines, number="BENCH-1", sequence="", opening="0.00").replace("2026-03-02", f"{clock.today()}")
    first, begun = len(running.speed.spins), time.monotonic()
    insist("the file", await trade.accountant.post("finance", "/bank-files", {"content": content}, key="bench-file"))
    taken = time.monotonic() - begun
    await _until_posted(running)
    figures: dict[str, Any] = {"bank_s": round(time.monotonic() - begun, 2), "taken_s": round(taken, 2)}
    figures |= running.speed.since(first)
    await until_closed(company, trade, ENTRIES, since)
    return {"entries": len(lines), **figures}


async def _invoices(running: Running) -> list[dict[str, Any]]:
    """Those of all orders, once all have left."""
    async with running.company.session("finance") as db, asyncio.timeout(LIMIT_S):
        while await db.fetchval(OWED) < ENTRIES:
            await asyncio.sleep(LOOK_EVERY_S)
    return await running.trade.accountant.listed("finance", "/invoices", state="open")


async def _until_posted(running: Running) -> None:
    async with running.company.session("finance") as db, asyncio.timeout(LIMIT_S):
        while await db.fetchval(LEFT):
            await asyncio.sleep(LOOK_EVERY_S)
