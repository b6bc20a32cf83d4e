"""Orders all at once while people watch the board: what open pages of the desk cost those who work."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2

from services.notify.desk.session import COOKIE
from tests.bench.bulk import bulk
from tests.bench.orders import Shape
from tests.bench.readings import Done
from tests.bench.running import Running

WATCHERS = 200
OPEN_WITHIN_S = 60.0


async def watched(running: Running, orders: int, shape: Shape) -> Done:
    """As bulk, before so many open streams; each has one reader, who only listens."""
    async with _streams(running):
        return await bulk(running, orders, shape)


@asynccontextmanager
async def _streams(running: Running) -> AsyncIterator[None]:
    token = running.company.tokens.token("li.na", ("merchandiser",))
    limits = httpx2.Limits(max_connections=WATCHERS)
    headers = {"cookie": f"{COOKIE}={token}"}
    url = running.company.urls["notify"] + "/desk/events"
    async with httpx2.AsyncClient(trust_env=False, limits=limits, headers=headers, timeout=None) as http:
        opened = [asyncio.Event() for _ in range(WATCHERS)]
        readers = [asyncio.create_task(_listen(http, url, each)) for each in opened]
        try:
            async with asyncio.timeout(OPEN_WITHIN_S):
                await asyncio.gather(*(each.wait() for each in opened))
            yield
            assert not any(reader.done() for reader in readers), "a stream ended while it was watched"
        finally:
            for reader in readers:
                reader.cancel()
            await asyncio.gather(*readers, return_exceptions=True)


async def _listen(http: httpx2.AsyncClient, url: str, opened: asyncio.Event) -> None:
    async with http.stream("GET", url) as answer:
        answer.raise_for_status()
        opened.set()
        async for _ in answer.aiter_raw():
            pass
