"""Files that people keep with a document of theirs: photos of a defect, a contract as it was signed (WHS-4, SAL-18).

A department says for each kind of document who may attach and who may look; what is kept stays as it came.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Annotated, Any, Never
from uuid import UUID

from fastapi import Response
from pydantic import AfterValidator, BaseModel, Field

from chassis import clock
from chassis.handling import Answer, Db, Reading
from chassis.http.download import Downloads, LeavingFile
from chassis.http.files import File, as_text, bytes_of
from chassis.http.page import Page
from chassis.ids import ids
from chassis.papers import attached
from chassis.papers.attached import Attachment
from chassis.refusal import NotFound
from contracts.scalars import Told
from contracts.texts import Expected

BEGINS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"%PDF-": "application/pdf"}
"""How a file of each media type begins: JPEG (ISO/IEC 10918-1), PNG (ISO/IEC 15948), PDF (ISO 32000)."""


def media_of(content: bytes) -> str:
    """By how it begins, whatever it is called; empty for what is not kept."""
    return next((media for begin, media in BEGINS.items() if content.startswith(begin)), "")


def _known(content: str) -> str:
    if not media_of(bytes_of(content)):
        raise Expected("a photo (JPEG, PNG) or a PDF file")
    return content


class AttachFile(BaseModel):
    """A photo (JPEG, PNG) or a PDF file in base64, and what it shows."""

    content: Annotated[File, AfterValidator(_known), Field(examples=[as_text(b"%PDF-1.7")])]
    title: Told


@dataclass(frozen=True)
class Attach:
    """A file is to be kept with a document."""

    document_id: UUID
    title: str
    content: bytes = field(repr=False)
    by: str

    @classmethod
    def of(cls, document_id: UUID, asked: AttachFile, by: str) -> Attach:
        return cls(document_id, asked.title, bytes_of(asked.content), by)


class Attachments(Page[Attachment]):
    """What is kept with a document, the oldest first; ``next`` is the cursor of the page after it."""


async def attach(db: Db, asked: Sequence[Attach]) -> list[Answer[Never]]:
    """Kept once: the same bytes again are what they were."""
    new, at = ids(), clock.now()
    rows = [
        Attachment(
            attachment_id=next(new), document_id=one.document_id, title=one.title, media=media_of(one.content),
            sha256=sha256(one.content).hexdigest(), size=len(one.content), attached_by=one.by, attached_at=at,
        )
        for one in asked
    ]  # fmt: skip
    return [Answer(one) for one in await attached.keep(db, rows, [one.content for one in asked])]


async def attachments_of(db: Reading, document_id: UUID, after: UUID | None, limit: int) -> Attachments:
    items = tuple(await attached.listed(db, document_id, after, limit))
    return Attachments(items=items, next=items[-1].attachment_id if len(items) == limit else None)


async def as_it_came(db: Reading, document_id: UUID, attachment_id: UUID, download: Downloads) -> Response:
    """The file, to be kept, not shown as a page of ours. Raises NotFound."""
    found: Any = await attached.content(db, document_id, attachment_id)
    if found is None:
        raise NotFound(what="attachment", id=attachment_id)
    name = f"{found['sha256'][:12]}.{found['media'].partition('/')[2]}"
    file = LeavingFile(name, found["media"], found["content"], found["sha256"])
    return await download(file, f"attachment {attachment_id}")
