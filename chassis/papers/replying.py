"""The page on which somebody outside answers a paper, by the link that was sent to him, and the form that he sends."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import parse_qsl

import asyncpg
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, ValidationError

from chassis import clock
from chassis.http.faults import faults_of
from chassis.http.identity import Person
from chassis.http.router import Router
from chassis.http.web import AskByLink, Commands, Look
from chassis.language import asked_for
from chassis.papers import store
from chassis.papers.sharing import SHARED, linked, opened
from chassis.papers.store import Link
from chassis.refusal import InvalidInput, NotFound
from contracts.texts import Text, Word, said

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
}
NAME = '<p><label>{label} <input name="person" required maxlength="64"></label></p>'
F = TypeVar("F", bound=BaseModel)
Outside = Annotated[Person, Depends(linked("customer"))]


@dataclass(frozen=True)
class Reply(Generic[F]):
    """How papers of one kind are answered by whoever has a link to one, without an account of ours."""

    kind: str
    form: type[F]
    """What he sends."""
    page: Callable[[asyncpg.Pool, Link, str, str], Awaitable[str]]
    """HTML, by the link, where the paper is read, and his language."""
    take: Callable[[Commands, asyncpg.Pool, Link, F, Person], Awaitable[Any]]
    """Gives the command; the person is who sent the link."""
    once: bool = False
    """The link ends with its answer: nothing is shown by it, and nothing taken, any more."""


def reply_routes(*replies: Reply[Any]) -> APIRouter:
    """At a link's path and ``/reply``; a link to a paper of another kind is not found."""
    router = Router(prefix=SHARED, tags=["papers"], include_in_schema=False)
    by_kind = {reply.kind: reply for reply in replies}

    def reply_to(link: Link) -> Reply[Any]:
        if link.kind not in by_kind:
            raise NotFound(what=Word("paper"), id=link.document)
        return by_kind[link.kind]

    @router.get("/{token}/reply")
    async def show_reply(token: str, request: Request, db: Look, _: Outside) -> HTMLResponse:
        link = await opened(db, token)
        language = asked_for(request.headers.get("accept-language", ""))
        return HTMLResponse(await reply_to(link).page(db, link, f"{SHARED}/{token}", language), headers=HEADERS)

    @router.post("/{token}/reply")
    async def take_reply(token: str, request: Request, db: Look, ask: AskByLink, by: Outside) -> Response:
        link = await opened(db, token)
        reply = reply_to(link)
        await reply.take(ask, db, link, filled_in(await request.body(), reply.form), by)
        if reply.once:
            await store.end_link(db, link.token_sha256, clock.now())
            return HTMLResponse(_thanks(asked_for(request.headers.get("accept-language", ""))), headers=HEADERS)
        return RedirectResponse(request.url.path, status_code=303, headers=HEADERS)

    return router


def page(title: Text, about: str, paper: str, answer: str, language: str) -> str:
    """``paper``: where the paper itself is read; ``answer``: HTML, what was answered or the forms to do it."""
    return _whole(title, f"<p>{escape(about)} <a href='{escape(paper)}'>PDF</a></p>{answer}", language)


def _whole(title: Text, content: str, language: str) -> str:
    body = f"<h1>{in_html(title)}</h1>{content}"
    head = f"<meta charset='utf-8'><meta name='viewport' content='width=device-width'><title>{in_html(title)}</title>"
    return f"<!doctype html><html lang='{language}'><head>{head}</head><body>{body}</body></html>"


def _thanks(language: str) -> str:
    return _whole(Text("Thank you"), f"<p>{in_html(Text('Your answer was taken; this link has ended.'))}</p>", language)


def form(hidden: Mapping[str, str], fields: str, button: Text) -> str:
    """``fields``: HTML of what he fills in."""
    kept = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in hidden.items())
    return f'<form method="post">{kept}{fields}<button>{in_html(button)}</button></form>'


def your_name() -> str:
    """A field ``person``: who answers."""
    return NAME.format(label=in_html(Text("Your name")))


def filled_in(body: bytes, asked: type[F]) -> F:
    """Raises InvalidInput with each fault."""
    try:
        return asked.model_validate(dict(parse_qsl(body.decode(errors="replace"))))
    except ValidationError as error:
        raise InvalidInput(faults_of(error.errors())) from None


def in_html(text: Text) -> str:
    """As who reads now is told it."""
    return escape(said(text))
