"""A link by which somebody outside opens one paper, for some days; who made it is kept, and of the link its hash.

The answer that tells it is kept for its repeats as every answer is, thirty days at most (decision 0009).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any, Never

import asyncpg
import structlog
from fastapi import Request, Response
from pydantic import BaseModel

from chassis import clock
from chassis.handling import Answer, Db
from chassis.http.download import sent
from chassis.http.identity import Person, Role
from chassis.http.router import Router
from chassis.http.web import Look
from chassis.papers import store
from chassis.papers.handing_out import as_file
from chassis.papers.kinds import PaperKind
from chassis.papers.store import Link, Paper
from chassis.refusal import NotFound, Refusal
from contracts.texts import Word

SHARED = "/papers/shared"
BYTES_OF_CHANCE = 32
"""As many as nobody tries out (RFC 4086)."""
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}

log = structlog.get_logger()
shared = Router(prefix=SHARED, include_in_schema=False)


class LinkEnded(Refusal):
    """This link could be opened until {until}; whoever sent it can send a new one."""

    status = 410


@dataclass(frozen=True)
class Share:
    """One version of a paper, in one language, is to be open for so many days."""

    kind: str
    document: str
    version: int
    language: str
    days: int
    by: str
    answered: bool

    @classmethod
    def of(cls, paper: Paper, days: int, by: str, kind: PaperKind[Any]) -> Share:
        return cls(paper.kind, paper.document, paper.version, paper.language, days, by, kind.answered)


class LinkMade(BaseModel):
    """``path`` is under this department's address; told to who made it alone."""

    path: str
    version: int
    language: str
    made_by: str
    ends_at: datetime
    reply_path: str = ""
    """Where he answers it; empty for what is not answered."""


async def share(db: Db, asked: Sequence[Share]) -> list[Answer[Never] | Refusal]:
    return [await _made(db, one) for one in asked]


async def _made(db: Db, asked: Share) -> Answer[Never]:
    token, now = token_urlsafe(BYTES_OF_CHANCE), clock.now()
    ends_at = now + timedelta(days=asked.days)
    link = Link(
        _hash(token), asked.kind, asked.document, asked.version, asked.language, asked.by, made_at=now, ends_at=ends_at
    )
    await store.keep_link(db, link)
    path = f"{SHARED}/{token}"
    made = LinkMade(
        path=path, version=asked.version, language=asked.language, made_by=asked.by, ends_at=ends_at,
        reply_path=f"{path}/reply" if asked.answered else "",
    )  # fmt: skip
    return Answer(made)


@shared.get("/{token}")
async def open_shared(token: str, request: Request, db: Look) -> Response:
    """The paper for whoever has the link: this version in this language and form, and nothing else."""
    link = await opened(db, token)
    paper = await store.find(db, link.kind, link.document, link.version, link.language)
    assert paper
    answer = sent(request, as_file(paper))
    answer.headers.update(PRIVATE)
    return answer


def linked(role: Role) -> Callable[[Request], Awaitable[Person]]:
    """A dependency: whoever has the link that the path names; he is known by who sent it to him."""

    async def person(request: Request) -> Person:
        link = await opened(request.app.state.engine.pool, request.path_params["token"])
        return Person(link.made_by, (role,))

    person.roles = (role,)  # type: ignore[attr-defined]
    return person


async def opened(db: asyncpg.Pool, token: str) -> Link:
    """Raises NotFound for what is no link of ours, LinkEnded for one that was."""
    hashed = _hash(token)
    link = await store.link(db, hashed)
    if link is None:
        log.warning("link refused", why="unknown", token_sha256=hashed)
        raise NotFound(what=Word("paper"), id=token[:8])
    if link.ends_at <= clock.now():
        log.warning("link refused", why="ended", token_sha256=hashed, kind=link.kind)
        raise LinkEnded(until=clock.local_date(link.ends_at))
    return link


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
