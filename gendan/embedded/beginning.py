"""Several things that take their time are begun side by side."""

import asyncio
from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import TypeVar

T = TypeVar("T")


async def enter_all(stack: AsyncExitStack, blocks: Iterable[AbstractAsyncContextManager[T]]) -> list[T]:
    """Enter them at the same time; the first failure ends the others' start and is the one raised."""
    starts = [asyncio.create_task(stack.enter_async_context(block)) for block in blocks]
    try:
        return await asyncio.gather(*starts)
    except BaseException:
        for start in starts:
            start.cancel()
        await asyncio.gather(*starts, return_exceptions=True)
        raise
