"""The HTTP server of one department: it stops without a request lost."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import uvicorn

from chassis.process.forever import pause
from chassis.settings import Settings

DRAIN_S = 2.0
"""Who has asked nothing for so long asks hardly in the moment when his connection is closed."""
LOOK_EVERY_S = 0.05
DATE_EVERY_S = 1.0
"""So long an answer bears the same Date."""
CLOSE = (b"connection", b"close")


class Server(uvicorn.Server):
    """Signals belong to the process, not to one of its servers, and it ends when it is told.

    uvicorn's own looks ten times a second whether it was: a third of all that an idle company woke for.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        self._ending = asyncio.Event()
        super().__init__(config)

    @property
    def should_exit(self) -> bool:
        """Whether it was told to end."""
        return self._ending.is_set()

    @should_exit.setter
    def should_exit(self, ends: bool) -> None:
        if ends:
            self._ending.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def main_loop(self) -> None:
        """Until it is told to end."""
        while not await self.on_tick(counter=0):
            await pause(self._ending, DATE_EVERY_S)

    async def drain(self) -> None:
        """Answer on, and tell each client to leave with his answer (RFC 9112, 9.6), until all left, at most DRAIN_S.

        A connection that is closed without that word may have the next request on it already.
        """
        for headers in (self.server_state.default_headers, self.config.encoded_headers):
            headers.append(CLOSE)  # uvicorn makes the former anew from the latter each second
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_S):
                while self.server_state.connections:
                    await asyncio.sleep(LOOK_EVERY_S)


def server_of(app: object, settings: Settings) -> Server:
    """Its address and limits; the log is the process's."""
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        host=settings.host,
        port=settings.port,
        log_level="warning",
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=5,
    )
    return Server(config)
