"""Wait for a condition, never for a time."""

import asyncio
from collections.abc import Awaitable, Callable


async def within(seconds: float, condition: Callable[[], Awaitable[bool]]) -> None:
    """Return as soon as the condition holds; fail when it does not within so many seconds."""
    async with asyncio.timeout(seconds):
        while not await condition():
            await asyncio.sleep(0.02)
