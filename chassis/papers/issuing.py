"""A paper is issued when it is first asked for, and anew when what it tells has changed since (LOG-6).

It is no command: nothing follows from it, and who asks again gets the same.
"""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import asyncpg

from chassis import clock
from chassis.papers import store
from chassis.papers.changed import changed
from chassis.papers.kinds import Draft, PaperKind
from chassis.papers.printing import printed
from chassis.papers.store import Paper
from chassis.refusal import StillRunning
from chassis.stored import storable, stored


async def issued(
    db: asyncpg.Pool, kind: PaperKind[Any], draft: Draft[Any], language: str, by: str, house: Path | None
) -> Paper:
    """The newest version in this language; what has been drawn already is given out again byte by byte."""
    last = await store.newest(db, kind.name, draft.document, language)
    if last and _is_it(last, draft, language):
        return last
    paper = await _drawn(kind, _next(kind, draft, last, by), language, house)
    if await store.keep(db, paper):
        return paper
    last = await store.newest(db, kind.name, draft.document, language)
    if last and _is_it(last, draft, language):
        return last
    raise StillRunning(key=draft.document)


async def in_language(db: asyncpg.Pool, kind: PaperKind[Any], paper: Paper, language: str, house: Path | None) -> Paper:
    """A version that was issued, drawn in another language too."""
    if paper.language == language:
        return paper
    again = await _drawn(kind, paper, language, house)
    await store.keep(db, again)
    return await store.find(db, kind.name, paper.document, paper.version, language) or again


def _is_it(last: Paper, draft: Draft[Any], language: str) -> bool:
    return draft.is_told_by(last.drawn_from) and last.language == language


def _next(kind: PaperKind[Any], draft: Draft[Any], last: Paper | None, by: str) -> Paper:
    """The version that is to be drawn: the last one, if only its language is another."""
    if last and draft.is_told_by(last.drawn_from):
        return last
    data = storable(draft.data)
    return Paper(
        kind=kind.name,
        document=draft.document,
        version=last.version + 1 if last else 1,
        language="",
        number=draft.number,
        order_id=draft.order_id,
        customer=draft.customer,
        drawn_from=draft.drawn_from,
        issued_at=clock.now(),
        issued_by=by,
        supplier=draft.supplier,
        data=data,
        changed=changed(json.loads(last.data), json.loads(data)) if last else [],
        data_sha256=sha256(data.encode()).hexdigest(),
        pdf=b"",
        pdf_sha256="",
    )


async def _drawn(kind: PaperKind[Any], paper: Paper, language: str, house: Path | None) -> Paper:
    sheet = kind.sheet(stored(kind.data, paper.data))
    pdf = await printed(sheet, paper.version, language, paper.issued_at, house)
    return replace(paper, language=language, pdf=pdf, pdf_sha256=sha256(pdf).hexdigest())
