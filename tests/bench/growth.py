"""What an order costs when there are many already: the same bulk after a short history and after a long one."""

from __future__ import annotations

from typing import Any

from tests.bench.bulk import bulk
from tests.bench.figures import ratio
from tests.bench.history import COPIES_MAX, History
from tests.bench.orders import spread
from tests.bench.progress import until_closed
from tests.bench.running import Running

OPEN = 200
"""Orders that are under way while the tables' statistics are made."""
CLOSED = "SELECT count(*) FROM board WHERE state = 'closed'"


async def growth(running: Running, orders: int, lengths: list[int]) -> dict[str, Any]:
    """``growth`` is the CPU of an order after the longest history over that after the shortest."""
    history = await _begun(running, max(lengths))
    found = [await _after(running, history, length, orders) for length in sorted(lengths)]
    first, last = (figures["cpu_ms_per_order"] for figures in (found[0], found[-1]))
    return {"growth": ratio(last, first), "after": {str(figures["history"]): figures for figures in found}}


async def _begun(running: Running, longest: int) -> History:
    """The originals: what is closed, and as many more as keep the copies few enough."""
    company = running.company
    async with company.session("notify") as db:
        closed = await db.fetchval(CLOSED)
    if more := max(0, -(-longest // COPIES_MAX) - closed):
        await until_closed(company, running.trade, more, await running.trade.place(more))
    history = History(company, closed + more)
    await history.begin()
    return history


async def _after(running: Running, history: History, length: int, orders: int) -> dict[str, Any]:
    rows = await history.until(length)
    await running.analyze_amid(OPEN)
    figures = (await bulk(running, orders, spread)).figures()
    return {"history": history.length, "rows_added": rows} | figures
