"""`/api/v1/papers` of every department: which papers an order has, each as data and as a PDF (LOG-6, ALL-3)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from chassis.http.download import Download
from chassis.http.identity import NotAllowed, Person, Role, allow
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.language import asked_for, being_read
from chassis.papers import issuing, store
from chassis.papers.archive import archive_routes
from chassis.papers.forms import in_form
from chassis.papers.handing_out import PDF, as_data, as_file, called
from chassis.papers.kinds import NotYet, PaperKind
from chassis.papers.sharing import LinkMade, Share, share
from chassis.papers.store import Paper
from chassis.papers.view import PaperListed, PaperShown, PapersListed, listed, shown
from chassis.refusal import NotFound, Refusal
from contracts.scalars import Reference
from contracts.texts import Word

Language = Annotated[
    Literal["en", "zh-Hans"] | None,
    Query(description="The customer's own, or the reader's inside, unless told"),
]
DAYS_OPEN_MAX = 30
Reader = Callable[..., Awaitable[Person]]
FORM = "^[a-z-]{1,30}$"
Version = Annotated[int | None, Query(ge=1, le=10**6, description="One that was issued; the newest, unless told")]


class ShareBody(BaseModel):
    """For how long the link is open, and which version in which language; the newest in the customer's, unless told.

    ``form``: as data, by one of its names in the list of papers; as a PDF, unless told.
    """

    days: Annotated[int, Field(ge=1, le=DAYS_OPEN_MAX)] = 7
    language: Literal["en", "zh-Hans"] | None = None
    version: Annotated[int, Field(ge=1, le=10**6)] | None = None
    form: Annotated[str, Field(pattern=FORM)] | None = None


class PaperWaits(Refusal):
    """{paper} {document} cannot be drawn yet: {why}."""


@dataclass(frozen=True)
class Asked:
    """Who asks for which paper, and how he is to have it."""

    kind: PaperKind[Any]
    document: str
    language: str | None
    version: int | None
    by: Person
    house: Path | None


def paper_routes(*kinds: PaperKind[Any]) -> APIRouter:
    """The routes of a department's papers."""
    router = Router(prefix="/api/v1/papers", tags=["papers"])
    by_name = {kind.name: kind for kind in kinds}
    roles: tuple[Role, ...] = tuple(dict.fromkeys(role for kind in kinds for role in kind.roles))
    reading = allow(*roles)
    router.routes.extend(archive_routes(kinds).routes)

    @router.get("")
    async def list_papers(db: Look, order: UUID, by: Person = Depends(reading)) -> PapersListed:
        """Those of an order that this person may see: what can be had, and what the others wait for."""
        versions = {(one.kind, one.document): one for one in await store.of_order(db, order)}
        items: list[PaperListed] = []
        for kind in kinds:
            if may_see(kind, by):
                found = await kind.of_order(db, order)
                items += [listed(kind, one, versions) for one in found if is_his(kind, one.customer, by)]
        return PapersListed(items=tuple(items))

    _routes_of_one(router, by_name, reading)
    return router


def _routes_of_one(router: APIRouter, by_name: dict[str, PaperKind[Any]], reading: Reader) -> None:
    """Of a paper by its name."""

    @router.get("/{kind}/{document}.pdf", include_in_schema=False)
    async def draw_paper(
        request: Request, db: Look, download: Download, kind: str, document: Reference, language: Language = None,
        version: Version = None, by: Person = Depends(reading),
    ) -> Response:  # fmt: skip
        """The paper as a PDF: for a customer in his language, for our own people in theirs, unless one is asked for."""
        asked = Asked(kind_of(by_name, kind, by), document, language, version, by, _house(request))
        paper = await paper_of(db, asked)
        return await download(as_file(paper), called(paper))

    @router.get("/{kind}/{document}", response_model=PaperShown, responses={200: {"content": {PDF: {}}}})
    async def find_paper(
        request: Request, db: Look, download: Download, kind: str, document: Reference, language: Language = None,
        version: Version = None, by: Person = Depends(reading),
    ) -> Response:  # fmt: skip
        """The paper as data; as a PDF for who accepts one, or asks for the same path with .pdf behind.

        In another of its forms, UBL for one, at the same path with / and the form's name behind.
        """
        asked = Asked(kind_of(by_name, kind, by), document, language, version, by, _house(request))
        paper = await paper_of(db, asked)
        if PDF in request.headers.get("accept", ""):
            return await download(as_file(paper), called(paper))
        body = shown(asked.kind, paper).model_dump_json().encode()
        return as_data(request, paper, body)

    @router.get("/{kind}/{document}/{form}", include_in_schema=False)
    async def draw_form(
        request: Request, db: Look, download: Download, kind: str, document: Reference, form: str,
        language: Language = None, version: Version = None, by: Person = Depends(reading),
    ) -> Response:  # fmt: skip
        """The same version in another form, for programs; what it lacks for that is told field by field."""
        asked = Asked(kind_of(by_name, kind, by), document, language, version, by, _house(request))
        paper = await _in_form(db, asked, form)
        return await download(as_file(paper), called(paper))

    @router.post("/{kind}/{document}/link", response_model=LinkMade)
    async def share_paper(
        request: Request, db: Look, ask: Ask, download: Download, kind: str, document: Reference, body: ShareBody,
        by: Person = Depends(reading),
    ) -> Response:  # fmt: skip
        """A link for somebody outside: it opens this one version, in this language and form, for some days."""
        asked = Asked(kind_of(by_name, kind, by), document, body.language, body.version, by, _house(request))
        paper = await _in_form(db, asked, body.form)
        await download.count(f"link to {called(paper)}")
        link = Share.of(paper, body.days, by.code, asked.kind)
        return await ask(share, link, key=str(paper.order_id or document), by=by)


def kind_of(kinds: dict[str, PaperKind[Any]], name: str, by: Person) -> PaperKind[Any]:
    """Raises NotFound for a kind that this department does not issue, NotAllowed for one that is not for him."""
    kind = kinds.get(name)
    if kind is None:
        raise NotFound(what=Word("paper"), id=name)
    if not may_see(kind, by):
        raise NotAllowed(person=by.code, roles=kind.roles)
    return kind


def may_see(kind: PaperKind[Any], by: Person) -> bool:
    return not set(kind.roles).isdisjoint(by.roles)


def is_his(kind: PaperKind[Any], customer: str, by: Person) -> bool:
    """Who is nothing but a customer sees his own papers alone (ALL-3)."""
    return set(kind.roles).intersection(by.roles) != {"customer"} or customer == by.code


async def paper_of(db: asyncpg.Pool, asked: Asked) -> Paper:
    """Issued now, or as it was issued. Raises NotFound and PaperWaits."""
    if asked.version is not None:
        return await _of_before(db, asked, asked.version)
    found = await asked.kind.find(db, asked.document)
    if found is None or not is_his(asked.kind, found.customer, asked.by):
        raise NotFound(what=asked.kind.title, id=asked.document)
    if isinstance(found, NotYet):
        raise PaperWaits(paper=asked.kind.title, document=asked.document, why=found.why)
    language = _spoken(asked, found.language)
    return await issuing.issued(db, asked.kind, found, language, asked.by.code, asked.house)


def _spoken(asked: Asked, of_party: str) -> str:
    """As it is asked for; else as whom it is for reads: the party outside, or our own people."""
    return asked_for(asked.language or (being_read() if asked.kind.stays_inside else of_party))


async def _in_form(db: asyncpg.Pool, asked: Asked, form: str | None) -> Paper:
    """The same, and in a form if one is told. Raises LackingAsData besides."""
    paper = await paper_of(db, asked)
    return await in_form(db, asked.kind, paper, form, asked.house) if form else paper


async def _of_before(db: asyncpg.Pool, asked: Asked, version: int) -> Paper:
    """A version that was issued, whatever became of its document."""
    language = _spoken(asked, "")
    paper = await store.find(db, asked.kind.name, asked.document, version, language)
    if paper is None or not is_his(asked.kind, paper.customer, asked.by):
        raise NotFound(what=asked.kind.title, id=f"{asked.document} ({version})")
    return await issuing.in_language(db, asked.kind, paper, language, asked.house) if asked.language else paper


def _house(request: Request) -> Path | None:
    locale: Path | None = request.app.state.engine.house.locale
    return locale
