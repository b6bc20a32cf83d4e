"""How far the orders are: counted in notify's table, by its index, and never asked of notify, who is being measured."""

from __future__ import annotations

import asyncio
import sys
import time
from uuid import UUID

import asyncpg

from tests.bench.company import Company
from tests.bench.trade import Trade

BEGUN = time.monotonic()
LOOK_EVERY_S = 0.2
TELL_EVERY_S = 5.0
STALL_LIMIT_S = 60
KNOWN = "SELECT count(*) FROM board WHERE order_id >= $1"
CLOSED = "SELECT count(*) FROM board WHERE state = 'closed' AND order_id >= $1"


async def until_known(company: Company, orders: int, since: UUID) -> None:
    """Until notify has so many of the orders that came with or after ``since`` on its board."""
    async with company.session("notify") as db, asyncio.timeout(STALL_LIMIT_S):
        while await db.fetchval(KNOWN, since) < orders:
            await asyncio.sleep(LOOK_EVERY_S)


async def until_closed(company: Company, trade: Trade, orders: int, since: UUID) -> None:
    """The outside acts until so many orders, of those that came with or after ``since``, are closed."""
    async with company.session("notify") as db:
        await _until_closed(db, trade, orders, since)


async def _until_closed(db: asyncpg.Connection, trade: Trade, orders: int, since: UUID) -> None:
    closed, moved, told = 0, time.monotonic(), time.monotonic()
    while (now := await db.fetchval(CLOSED, since)) < orders:
        if await trade.act() or now > closed:
            moved = time.monotonic()
        elif time.monotonic() - moved > STALL_LIMIT_S:
            raise SystemExit(f"stalled at {now} of {orders} orders")
        else:
            await asyncio.sleep(LOOK_EVERY_S)
        if time.monotonic() - told > TELL_EVERY_S:
            told = time.monotonic()
            say(f"closed {now} of {orders}")
        closed = now


def say(line: str) -> None:
    """Progress is for people: it goes to stderr, with the seconds since the bench began."""
    print(f"{time.monotonic() - BEGUN:5.0f} s  {line}", file=sys.stderr, flush=True)
