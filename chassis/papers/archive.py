"""`/api/v1/papers/archive` of every department that issues papers: all that were handed out, looked for, listed with
their hashes, and given out as a bundle (FIN-9, ALL-3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import PlainTextResponse
from pydantic import StringConstraints

from chassis import clock
from chassis.http.download import Download, LeavingFile
from chassis.http.identity import Person, Role, allow
from chassis.http.page import Limit, Page, read_by
from chassis.http.router import Router
from chassis.http.web import Look
from chassis.papers import store
from chassis.papers.bundle import PAPERS_MAX, bundled, hash_line
from chassis.papers.forms import kept_as
from chassis.papers.kinds import PaperKind
from chassis.papers.store import Place, Wanted
from chassis.papers.view import Archived, archived
from chassis.refusal import Refusal
from contracts.scalars import Code, Day, Reference


class BundleTooLarge(Refusal):
    """A bundle has {most} papers at most; ask for a shorter time, or for one customer."""

    of_input = True


class ArchivePage(Page[Archived, str]):
    """Versions of papers as they were handed out, the newest first; ``next`` is the cursor of the next page."""


After = Annotated[str, Query(max_length=300), read_by(Place.of)]
MonthName = Annotated[str, StringConstraints(pattern=r"^(19[7-9]\d|20\d\d|21\d\d)-(0[1-9]|1[0-2])$")]


def archive_routes(kinds: Sequence[PaperKind[Any]]) -> APIRouter:
    """Of a department's papers; each sees of them what he may see."""
    titles = {kind.name: kind.title for kind in kinds}
    roles: tuple[Role, ...] = tuple(dict.fromkeys(role for kind in kinds for role in kind.roles))
    reading, checking = allow(*roles), allow(*(role for role in roles if role != "customer"))
    router = Router(prefix="/api/v1/papers", tags=["papers", "archive"], dependencies=[Depends(reading)])

    def wanted(
        customer: Code | None = None, order: UUID | None = None, number: Reference | None = None,
        supplier: Code | None = None, kind: Code | None = None, since: Day | None = None, until: Day | None = None,
        by: Person = Depends(reading),
    ) -> Wanted:  # fmt: skip
        """By any of these together; ``until`` is the last day."""
        begins, ends = _begin(since), _begin(until and until + timedelta(days=1))
        asked = [one for one in kinds if kind in (None, one.name)]
        about = replace(_his(asked, by), customer=customer, supplier=supplier, order=order, number=number)
        return replace(about, since=begins, until=ends)

    @router.get("/archive")
    async def search_papers(
        db: Look, asked: Wanted = Depends(wanted), after: After = "", limit: Limit = 100
    ) -> ArchivePage:
        """What was handed out, by customer, supplier, order, number, kind and time."""
        found = await store.archived(db, asked, Place.of(after) if after else None, limit)
        items = tuple(archived(titles, one) for one in found)
        return ArchivePage(items=items, next=found[-1].place.written if len(found) == limit else None)

    @router.get("/archive.zip", include_in_schema=False)
    async def bundle_papers(db: Look, download: Download, asked: Wanted = Depends(wanted)) -> Response:
        """The same as a ZIP file: the papers, a table of them, and their hashes as ``sha256sum -c`` reads them."""
        found = await store.archived(db, asked, None, PAPERS_MAX + 1)
        if len(found) > PAPERS_MAX:
            raise BundleTooLarge(most=PAPERS_MAX)
        file = LeavingFile(f"papers-{clock.today():%Y-%m-%d}.zip", "application/zip", bundled(db, found))
        return await download(file, "archive.zip", len(found))

    @router.get("/archive/hashes/{month}", response_class=PlainTextResponse, include_in_schema=False)
    async def list_hashes(db: Look, download: Download, month: MonthName, by: Person = Depends(checking)) -> str:
        """Every paper of a month with the hash of its PDF, for who checks that nothing was changed."""
        first = date.fromisoformat(f"{month}-01")
        ends = _begin((first + timedelta(days=31)).replace(day=1))
        asked = replace(_his(kinds, by), since=_begin(first), until=ends)
        await download.count(f"hashes {month}")
        return "".join(f"{hash_line(one)}\n" for one in await store.archived(db, asked, None, None))

    return router


def _his(kinds: Sequence[PaperKind[Any]], by: Person) -> Wanted:
    """Of which kinds he sees all, and of which his own alone, each in every form."""
    seen = {name: set(kind.roles).intersection(by.roles) for kind in kinds for name in kept_as(kind)}
    own = tuple(name for name, roles in seen.items() if roles == {"customer"})
    return Wanted(tuple(name for name, roles in seen.items() if roles and name not in own), own, by.code)


def _begin(day: date | None) -> datetime | None:
    return datetime.combine(day, time.min, clock.zone()) if day else None
