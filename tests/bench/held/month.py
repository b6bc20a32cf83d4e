"""At a month's end sales states a hundred thousand open orders, and finance compares them with its ledger (FIN-6)."""

from __future__ import annotations

import asyncio
import time
from argparse import Namespace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from chassis import clock
from tests.bench.history import COPIES_AT_ONCE, Table, set_aside
from tests.bench.progress import say, until_known
from tests.bench.running import Running
from tests.bench.trade import insist

ORIGINALS, ORDERS = 500, 100_000
LIMIT_S, LOOK_EVERY_S = 300, 0.2
LEFT = "SELECT count(*) FROM invoice WHERE outstanding > 0 AND order_id >= $1"
COPIED = {
    "sales": {"sales_order": "id >= $1"},
    "finance": {
        "order_account": "order_id >= $1",
        "invoice": "order_id >= $1",
        "journal_entry": "order_id >= $1",
        "journal_line": "entry_id IN (SELECT entry_id FROM journal_entry WHERE order_id >= $1)",
    },
}
"""What both ledgers say of an order: all that is read when they are compared."""
COMPARED = "SELECT doc->>'differences' FROM month_close WHERE month = $1 AND doc->>'state' = 'compared'"


async def month(running: Running, _: Namespace) -> dict[str, Any]:
    """Seconds from sales' first word of the month that is over to the comparison, and of one more comparison.

    The last part on a company: nobody ends a hundred thousand orders.
    """
    since = await running.trade.place(ORIGINALS)
    await _until_invoiced(running, since)
    await _copied(running, since)
    over, first = clock.today().replace(day=1) - timedelta(days=1), len(running.speed.spins)
    async with running.company.session("sales") as db:
        await db.execute("DELETE FROM month_stated WHERE month = $1", f"{over:%Y-%m}")
    begun = time.monotonic()
    differences = await _until_compared(running, f"{over:%Y-%m}")
    figures: dict[str, Any] = {"month_s": round(time.monotonic() - begun, 2), "differences": differences}
    say(f"stated and compared in {figures['month_s']} s")
    figures["compare_s"] = await _compared_again(running, f"{over:%Y-%m}")
    return {"orders": await _stated(running), **figures, **running.speed.since(first)}


async def _until_invoiced(running: Running, since: UUID) -> None:
    await until_known(running.company, ORIGINALS, since)
    async with running.company.session("finance") as db, asyncio.timeout(LIMIT_S):
        while await db.fetchval(LEFT, since) < ORIGINALS:
            await asyncio.sleep(LOOK_EVERY_S)


async def _copied(running: Running, since: UUID) -> None:
    """As if they had left and been invoiced on the last day of the month that is over."""
    today = clock.today()
    for department, tables in COPIED.items():
        async with running.company.session(department) as db:
            await db.execute("CREATE SCHEMA IF NOT EXISTS bench_month")
            for name, which in tables.items():
                await _copy(db, await set_aside(db, "bench_month", name, which, since), today)
            await db.execute("VACUUM ANALYZE")
        say(f"{ORDERS} open orders in {department}")


async def _copy(db: asyncpg.Connection, table: Table, today: date) -> None:
    await db.execute(table.dated(today, today.replace(day=1) - timedelta(days=1)))
    for first in range(1, ORDERS // ORIGINALS + 1, COPIES_AT_ONCE):
        await db.execute(table.copy, first, min(first + COPIES_AT_ONCE - 1, ORDERS // ORIGINALS))


async def _until_compared(running: Running, over: str) -> int:
    async with running.company.session("finance") as db, asyncio.timeout(LIMIT_S):
        while (found := await db.fetchval(COMPARED, over)) is None:
            await asyncio.sleep(LOOK_EVERY_S)
    return int(found)


async def _compared_again(running: Running, over: str) -> float:
    """As somebody asks for it."""
    path, key = f"/months/{over}/compare", f"bench-{next(running.trade.numbers):08d}"
    begun = time.monotonic()
    insist(path, await running.trade.accountant.post("finance", path, {}, key=key))
    return round(time.monotonic() - begun, 2)


async def _stated(running: Running) -> int:
    async with running.company.session("finance") as db:
        return int(await db.fetchval("SELECT count(*) FROM stated_receivable"))
