"""A TCP line to a server, which can go dead without a word, or break at a chosen moment in a chosen way."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

Way = Literal["unsent", "reset", "unanswered", "half answered", "told and left open"]
"""How it ends: before the server hears it, the same by force, after the server did it, in the middle of its answer,
or by PostgreSQL's last words without the end of the socket."""
WAYS: tuple[Way, ...] = ("unsent", "reset", "unanswered", "half answered", "told and left open")
_WORDS = b"SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0"
LAST_WORDS = b"E" + struct.pack("!I", len(_WORDS) + 4) + _WORDS
RESET_AT_CLOSE = struct.pack("ii", 1, 0)


class Line:
    """Passes what comes, both ways."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port, self.dead = host, port, False
        self.left = 0
        """It breaks when so many more messages of the client came; never at 0."""
        self.way: Way = "unsent"
        self._breaking: set[asyncio.StreamWriter] = set()

    def breaks_at(self, nth: int, way: Way) -> None:
        self.left, self.way = nth, way

    @property
    def broke(self) -> bool:
        return self.left == 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection(self.host, self.port)
        await asyncio.gather(self._ask(reader, writer, there_writer), self._answer(there_reader, writer, there_writer))

    async def _ask(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, there: asyncio.StreamWriter
    ) -> None:
        while data := await _some(reader):
            if writer in self._breaking:
                break
            if self.left == 1:
                self._breaking.add(writer)
            self.left = max(0, self.left - 1)
            if writer in self._breaking and self.way in ("unsent", "reset"):
                _end(writer, by_force=self.way == "reset")
                break
            if not self.dead:
                there.write(data)
        there.close()

    async def _answer(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, there: asyncio.StreamWriter
    ) -> None:
        while data := await _some(reader):
            if writer in self._breaking:
                self._last(data, writer)
                if self.way != "told and left open":
                    break
                data = b""
            if not self.dead:
                writer.write(data)
        writer.close()
        there.close()

    def _last(self, data: bytes, writer: asyncio.StreamWriter) -> None:
        if self.way == "half answered":
            writer.write(data[:7])
        elif self.way == "told and left open":
            writer.write(data + LAST_WORDS)


async def _some(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read(65_536)
    except ConnectionError:
        return b""


def _end(writer: asyncio.StreamWriter, *, by_force: bool) -> None:
    if by_force:
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_CLOSE)
        writer.transport.abort()
    writer.close()


@asynccontextmanager
async def a_line(host: str, port: int) -> AsyncIterator[tuple[Line, int]]:
    """A line to this server, and the port at which it begins."""
    line = Line(host, port)
    listening = await asyncio.start_server(line.serve, "127.0.0.1", 0)
    async with listening:
        yield line, listening.sockets[0].getsockname()[1]
