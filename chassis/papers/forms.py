"""Other forms of a paper, for programs: of the same version, drawn when asked for, kept as handed out (decision 0039).

A form is kept as a paper of its own, by the kind of its paper with its own name behind: ``commercial_invoice.ubl``.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import asyncpg

from chassis.language import catalogue
from chassis.papers import store
from chassis.papers.kinds import Form, PaperKind
from chassis.papers.printing import printed
from chassis.papers.store import Paper
from chassis.refusal import InvalidInput, NotFound
from chassis.stored import stored
from contracts.texts import Word, saying


class LackingAsData(InvalidInput):
    """A program would not find all that it must ({count} fields); as a PDF it can be had."""

    status = 409


def kept_as(kind: PaperKind[Any]) -> list[str]:
    """As a paper, and in its forms."""
    return [kind.name, *(f"{kind.name}.{form.name}" for form in kind.forms)]


async def in_form(db: asyncpg.Pool, kind: PaperKind[Any], paper: Paper, name: str, house: Path | None) -> Paper:
    """A version that was issued, in this form. Raises NotFound and LackingAsData."""
    form = next((form for form in kind.forms if form.name == name), None)
    if form is None:
        raise NotFound(what=Word("paper"), id=f"{paper.document}/{name}")
    if faults := form.lacking(stored(kind.data, paper.data)):
        raise LackingAsData(faults)
    return await _kept(db, kind, paper, form, house)


async def _kept(db: asyncpg.Pool, kind: PaperKind[Any], paper: Paper, form: Form[Any], house: Path | None) -> Paper:
    name = f"{kind.name}.{form.name}"
    known = await store.find(db, name, paper.document, paper.version, paper.language)
    if known and known.language == paper.language:
        return known
    body = await _body(db, kind, paper, form, house)
    await store.keep(db, replace(paper, kind=name, pdf=body, pdf_sha256=sha256(body).hexdigest()))
    kept = await store.find(db, name, paper.document, paper.version, paper.language)
    assert kept
    return kept


async def _body(db: asyncpg.Pool, kind: PaperKind[Any], paper: Paper, form: Form[Any], house: Path | None) -> bytes:
    data = stored(kind.data, paper.data)
    if form.inside:
        inside = (await _kept(db, kind, paper, form.inside, house)).pdf
        return await printed(kind.sheet(data), paper.version, paper.language, paper.issued_at, house, inside)
    assert form.written
    with saying(catalogue(paper.language, house)):
        return form.written(data)
