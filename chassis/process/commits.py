"""Who looks for what this process left to be done looks when it did something, and from time to time for the rest."""

from __future__ import annotations

import asyncio

from chassis.process.forever import pause


class Commits:
    """What a department's process has committed, counted: each who waits for more is woken."""

    def __init__(self) -> None:
        self.made = 0
        self._one_more = asyncio.Event()

    def one_more(self) -> None:
        self.made += 1
        self._one_more.set()
        self._one_more.clear()  # who waits just now is woken; who comes later compares the count

    async def beyond(self, seen: int, within_s: float) -> None:
        """Until there are more than ``seen``, at most so long."""
        if self.made == seen:
            await pause(self._one_more, within_s)
