"""Papers as people and programs see them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, JsonValue

from chassis.language import LOCALES
from chassis.papers.kinds import Found, NotYet, PaperKind
from chassis.papers.store import Issued, Kept, Paper
from contracts.texts import Text, said

Versions = Mapping[tuple[str, str], Issued]
"""The newest of each kind and document."""


class FormListed(BaseModel):
    """Another form in which a paper can be had, at its path with the form's name behind."""

    name: str
    title: str


class PaperListed(BaseModel):
    """A paper of an order: one that can be had, or what it waits for."""

    kind: str
    label: str
    document: str
    """What its path calls it by; empty where nothing has a name yet."""
    number: str
    version: int | None
    """Of what was issued last; None where nobody asked for it yet."""
    issued_at: datetime | None
    up_to_date: bool
    """What was issued tells what holds now."""
    waits_for: str | None
    """Why it cannot be had yet."""
    forms: tuple[FormListed, ...]
    """Besides data and a PDF."""


class PapersListed(BaseModel):
    items: tuple[PaperListed, ...]


class Archived(BaseModel):
    """A version of a paper as it was handed out, with the hash of its file."""

    kind: str
    """With the name of its form behind, where it is no paper as it is drawn: ``commercial_invoice.ubl``."""
    label: str
    document: str
    number: str
    version: int
    language: str
    order_id: UUID | None
    customer: str
    supplier: str
    """Each empty where he has no part in it."""
    issued_at: datetime
    issued_by: str
    pdf_sha256: str


class PaperShown(BaseModel):
    """A paper as data: what it tells, what its version before told otherwise, and the hash of both its forms."""

    kind: str
    label: str
    document: str
    number: str
    order_id: UUID | None
    customer: str
    language: str
    version: int
    drawn_from: str
    """The state of its document that it tells."""
    issued_at: datetime
    issued_by: str
    data: dict[str, JsonValue]
    changed: list[dict[str, JsonValue]]
    data_sha256: str
    pdf_sha256: str


def listed(kind: PaperKind[Any], found: Found[Any], versions: Versions) -> PaperListed:
    number = "" if isinstance(found, NotYet) else found.number
    document = found.document
    last = versions.get((kind.name, document))
    return PaperListed(
        kind=kind.name,
        label=said(kind.title),
        document=document,
        number=number,
        version=last.version if last else None,
        issued_at=last.issued_at if last else None,
        up_to_date=not isinstance(found, NotYet) and bool(last and found.is_told_by(last.drawn_from)),
        waits_for=said(found.why) if isinstance(found, NotYet) else None,
        forms=() if isinstance(found, NotYet) else tuple(FormListed(name=f.name, title=f.title) for f in kind.forms),
    )


def archived(titles: Mapping[str, Text], paper: Kept) -> Archived:
    same = {name: getattr(paper, name) for name in Archived.model_fields.keys() - {"label", "language"}}
    label = said(titles[paper.kind.partition(".")[0]])
    return Archived(**same, label=label, language=LOCALES[paper.language])


def shown(kind: PaperKind[Any], paper: Paper) -> PaperShown:
    data, language = json.loads(paper.data), LOCALES[paper.language]
    names = PaperShown.model_fields.keys() - {"label", "data", "language"}
    same = {name: getattr(paper, name) for name in names}
    return PaperShown(**same, label=said(kind.title), data=data, language=language)
