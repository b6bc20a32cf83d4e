"""The files by which orders came (SAL-2)."""

from __future__ import annotations

from pydantic import BaseModel

from contracts.scalars import Moment
from services.sales.intake.rules.files import Kind


class FileKept(BaseModel):
    """``attachments``: their names, where it is a mail; ``size`` in bytes."""

    sha256: str
    kind: Kind
    sender: str
    subject: str
    attachments: tuple[str, ...]
    size: int
    brought_at: Moment
    brought_by: str


class FilesKept(BaseModel):
    items: tuple[FileKept, ...]
