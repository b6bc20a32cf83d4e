"""`/api/v1/papers` of every department: which papers an order has, each as data and as a PDF (LOG-6, ALL-3)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Depends, Query, Request, Response

from chassis.http.identity import NotAllowed, Person, Role, allow
from chassis.http.web import Look
from chassis.language import asked_for
from chassis.papers import issuing, store
from chassis.papers.kinds import Draft, Found, NotYet, PaperKind
from chassis.papers.store import Paper
from chassis.papers.view import PaperListed, PaperShown, PapersListed, listed, shown
from chassis.refusal import NotFound, Refusal
from contracts.scalars import Reference
from contracts.texts import Word

PDF = "application/pdf"
Language = Annotated[Literal["en", "zh-Hans"] | None, Query(description="The customer's own, unless told")]
Version = Annotated[int | None, Query(ge=1, le=10**6, description="One that was issued; the newest, unless told")]


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
    router = APIRouter(prefix="/api/v1/papers", tags=["papers"])
    by_name = {kind.name: kind for kind in kinds}
    roles: tuple[Role, ...] = tuple(dict.fromkeys(role for kind in kinds for role in kind.roles))
    reading = allow(*roles)

    @router.get("")
    async def list_papers(db: Look, order: UUID, by: Person = Depends(reading)) -> PapersListed:
        """Those of an order that this person may see: what can be had, and what the others wait for."""
        versions = {(one.kind, one.document): one for one in await store.of_order(db, order)}
        items: list[PaperListed] = []
        for kind in kinds:
            if may_see(kind, by):
                found = await kind.of_order(db, order)
                items += [listed(kind, one, versions) for one in found if is_his(kind, one, by)]
        return PapersListed(items=tuple(items))

    @router.get("/{kind}/{document}.pdf", include_in_schema=False)
    async def draw_paper(
        request: Request, db: Look, kind: str, document: Reference, language: Language = None, version: Version = None,
        by: Person = Depends(reading),
    ) -> Response:  # fmt: skip
        """The paper as a PDF: for a customer in his language, unless another one is asked for."""
        asked = Asked(kind_of(by_name, kind, by), document, language, version, by, _house(request))
        return as_pdf(await paper_of(db, asked), request)

    @router.get("/{kind}/{document}", response_model=PaperShown, responses={200: {"content": {PDF: {}}}})
    async def find_paper(
        request: Request, db: Look, kind: str, document: Reference, language: Language = None, version: Version = None,
        by: Person = Depends(reading),
    ) -> Response:  # fmt: skip
        """The paper as data; as a PDF for who accepts one, or asks for the same path with .pdf behind."""
        asked = Asked(kind_of(by_name, kind, by), document, language, version, by, _house(request))
        paper = await paper_of(db, asked)
        if PDF in request.headers.get("accept", ""):
            return as_pdf(paper, request)
        body = shown(asked.kind, paper).model_dump_json().encode()
        return _unless_known(request, paper.data_sha256, body, "application/json", {})

    return router


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


def is_his(kind: PaperKind[Any], found: Found[Any], by: Person) -> bool:
    """Who is nothing but a customer sees his own papers alone (ALL-3)."""
    if set(kind.roles).intersection(by.roles) != {"customer"}:
        return True
    return isinstance(found, Draft) and found.customer == by.code


async def paper_of(db: asyncpg.Pool, asked: Asked) -> Paper:
    """Issued now, or as it was issued. Raises NotFound and PaperWaits."""
    found = await asked.kind.find(db, asked.document)
    if found is None or not is_his(asked.kind, found, asked.by):
        raise NotFound(what=asked.kind.title, id=asked.document)
    if isinstance(found, NotYet):
        raise PaperWaits(paper=asked.kind.title, document=asked.document, why=found.why)
    language = asked_for(asked.language or found.language)
    if asked.version is None:
        return await issuing.issued(db, asked.kind, found, language, asked.by.code, asked.house)
    paper = await store.find(db, asked.kind.name, found.document, asked.version, language)
    if paper is None:
        raise NotFound(what=asked.kind.title, id=f"{found.number} ({asked.version})")
    return await issuing.in_language(db, asked.kind, paper, language, asked.house)


def as_pdf(paper: Paper, request: Request) -> Response:
    name = quote(f"{paper.number}-{paper.version}-{paper.language}.pdf")
    headers = {"Content-Disposition": f"inline; filename*=UTF-8''{name}"}
    return _unless_known(request, paper.pdf_sha256, paper.pdf, PDF, headers)


def _unless_known(request: Request, sha256: str, body: bytes, kind: str, headers: dict[str, str]) -> Response:
    """Nothing again for who has it already (RFC 9110, 13.1.2)."""
    headers |= {"ETag": f'"{sha256}"', "Cache-Control": "private, no-cache"}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=kind, headers=headers)


def _house(request: Request) -> Path | None:
    locale: Path | None = request.app.state.engine.house.locale
    return locale
