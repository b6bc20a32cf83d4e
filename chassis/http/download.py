"""The one door by which a file leaves: named, nothing again for who has it, and counted for who takes it (ALL-3)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request, Response
from fastapi.responses import StreamingResponse

from chassis.http.identity import ASKING, Person
from chassis.http.taking import take


@dataclass(frozen=True)
class LeavingFile:
    """A file as it leaves. ``sha256``: by which who has it knows it again; ``shown``: in the browser, not only kept."""

    name: str
    media: str
    body: bytes | AsyncIterator[bytes] = field(repr=False)
    sha256: str = ""
    shown: bool = False


@dataclass(frozen=True)
class Downloads:
    """Gives files to the person of a request."""

    request: Request

    async def __call__(self, file: LeavingFile, what: str, records: int = 1) -> Response:
        """The file, of which the records count for him today; raises TooMuchTakenOut.

        ``what`` is recorded: a kind and a number of ours, nothing of the content.
        """
        if not is_known(self.request, file.sha256):
            await self.count(what, records)
        return sent(self.request, file)

    async def count(self, what: str, records: int = 1) -> None:
        """The same of what leaves otherwise: by a link, as a list without pages."""
        engine, by = self.request.app.state.engine, self.request.scope[ASKING]
        assert isinstance(by, Person)
        await take(engine.pool, by, what, records, engine.house.takes)


async def _downloads(request: Request) -> Downloads:
    return Downloads(request)


Download = Annotated[Downloads, Depends(_downloads)]
"""For routes that give out files; no other may (`tests/architecture/test_downloads.py`)."""


def is_known(request: Request, sha256: str) -> bool:
    """Whether who asks has it already (RFC 9110, 13.1.2)."""
    return bool(sha256) and f'"{sha256}"' in request.headers.get("if-none-match", "")


def known_by(sha256: str) -> dict[str, str]:
    """By which he knows it again, and keeps it for himself alone."""
    return {"ETag": f'"{sha256}"', "Cache-Control": "private, no-cache"}


def sent(request: Request, file: LeavingFile) -> Response:
    """As an answer, counted for nobody: for whom a link of a person's lets in."""
    headers = _headers(file)
    if is_known(request, file.sha256):
        return Response(status_code=304, headers=headers)
    if isinstance(file.body, bytes):
        return Response(file.body, media_type=file.media, headers=headers)
    return StreamingResponse(file.body, media_type=file.media, headers=headers)


def _headers(file: LeavingFile) -> dict[str, str]:
    way = "inline" if file.shown else "attachment"
    headers = {
        "Content-Disposition": f"{way}; filename*=UTF-8''{quote(file.name)}",
        "X-Content-Type-Options": "nosniff",
    }
    return headers | (known_by(file.sha256) if file.sha256 else {})
