"""The page of what is kept with one document, asked of its department as the person may (WHS-4)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Path, Request
from fastapi.responses import Response

from chassis.http.router import Router
from contracts.departments import Department
from contracts.scalars import Reference
from contracts.value import Value
from services.notify.desk.drawing import page
from services.notify.desk.order.asking import answers_of
from services.notify.desk.order.papers import handed_on
from services.notify.desk.session import SignedIn
from services.notify.desk.trace import trace_of

Documents = Annotated[str, Path(pattern="^[a-z-]{1,50}$")]
"""As the department's paths call documents of this kind."""
router = Router()


class AttachmentTold(Value):
    """As much as the page reads of one."""

    attachment_id: UUID
    title: str
    media: str
    size: int
    sha256: str
    attached_by: str
    attached_at: datetime


class AttachmentsTold(Value):
    items: tuple[AttachmentTold, ...]
    next: str | None = None


@router.get("/attachments/{department}/{documents}/{document_id}")
async def get_attachments(
    request: Request,
    session: SignedIn,
    department: Department,
    documents: Documents,
    document_id: UUID,
    of: Reference = "",
    after: UUID | None = None,
) -> Response:
    """The photos themselves, and what they show; other files by their names."""
    path = _path(documents, document_id) + (f"?{urlencode({'after': after})}" if after else "")
    asks = {"attachments": (department, path)}
    answers = await answers_of(request.app.state.departments, session, trace_of(request), asks)
    found = answers.of("attachments", AttachmentsTold) or AttachmentsTold(items=())
    return page(request, "attachments.html", session, department=department, of=of, answers=answers, found=found)


@router.get("/attachments/{department}/{documents}/{document_id}/{attachment_id}")
async def get_attachment(
    request: Request,
    session: SignedIn,
    department: Department,
    documents: Documents,
    document_id: UUID,
    attachment_id: UUID,
) -> Response:
    """One of them as it came, as the department gives it to this person."""
    return await handed_on(request, session, department, f"{_path(documents, document_id)}/{attachment_id}")


def _path(documents: str, document_id: UUID) -> str:
    return f"/api/v1/{documents}/{document_id}/attachments"
