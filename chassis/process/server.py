"""The HTTP server of one department: it stops without a request lost."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import uvicorn

from chassis.settings import Settings

DRAIN_S = 2.0
"""Who has asked nothing for so long asks hardly in the moment when his connection is closed."""
LOOK_EVERY_S = 0.05
CLOSE = (b"connection", b"close")


class Server(uvicorn.Server):
    """Signals belong to the process, not to one of its servers."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

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
