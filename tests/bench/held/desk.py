"""The desk among ten thousand open orders: its pages, and a search, as a merchandiser asks for them (NOT-1, NOT-2)."""

from __future__ import annotations

import statistics
import time
from argparse import Namespace
from typing import Any

import httpx2

from services.notify.desk.session import COOKIE
from services.notify.tests import many_orders
from tests.bench.progress import say
from tests.bench.running import Running

ORDERS, TIMES = 10_000, 20
PAGES = {
    "board": "/",
    "list": "/list",
    "late": "/list?late=1",
    "calendar": "/tna",
    "work": "/work",
    "search": "/find?q=SO-7777",
}


async def desk(running: Running, _: Namespace) -> dict[str, Any]:
    """Milliseconds of a page, of each the median, and the slowest of these; kilobytes of the board as it is sent."""
    company = running.company
    async with company.session("notify") as db:
        async with db.transaction():  # notify's own timers see all of it, or nothing
            await many_orders.write(db, range(ORDERS))
        await db.execute(f"ANALYZE {many_orders.TABLES}")
    say(f"{ORDERS} orders more on the board")
    first, cookie = len(running.speed.spins), {COOKIE: company.tokens.token("li.na", ("merchandiser",))}
    async with httpx2.AsyncClient(base_url=company.urls["notify"], cookies=cookie, trust_env=False) as http:
        took = {page: [await _asked(http, path) for _ in range(TIMES)] for page, path in PAGES.items()}
    by_ms = {page: round(statistics.median(ms for ms, _ in each), 1) for page, each in took.items()}
    board_kb = round(took["board"][0][1] / 1000, 1)
    return {"desk_ms": max(by_ms.values()), "board_kb": board_kb, "by_ms": by_ms, **running.speed.since(first)}


async def _asked(http: httpx2.AsyncClient, path: str) -> tuple[float, int]:
    """How long it took, and the bytes of the page; a search leads to the order that it found."""
    begun = time.perf_counter()
    answer = await http.get(f"/desk{path}")
    assert answer.status_code in (200, 303), (path, answer.status_code)
    return 1000 * (time.perf_counter() - begun), len(answer.content)
