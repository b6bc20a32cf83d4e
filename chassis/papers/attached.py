"""Attachments as they came: added, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
from pydantic import BaseModel

from chassis.handling import Db, Reading

COLUMNS = "attachment_id, document_id, title, media, sha256, octet_length(content) AS size, attached_by, attached_at"
KEEP = """
INSERT INTO attachment (attachment_id, document_id, title, media, sha256, content, attached_by, attached_at)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::text[],
                     $8::timestamptz[])
ON CONFLICT (document_id, sha256) DO NOTHING
"""
KEPT = f"""
SELECT {COLUMNS} FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS asked (document_id, sha256, nth)
JOIN attachment USING (document_id, sha256) ORDER BY nth
"""
LISTED = f"""
SELECT {COLUMNS} FROM attachment WHERE document_id = $1 AND ($2::uuid IS NULL OR attachment_id > $2)
ORDER BY attachment_id LIMIT $3
"""
CONTENT = "SELECT sha256, media, content FROM attachment WHERE attachment_id = $2 AND document_id = $1"


class Attachment(BaseModel):
    """A file that is kept with a document: what it shows, how many bytes it has, their SHA-256, and who brought it."""

    attachment_id: UUID
    document_id: UUID
    title: str
    media: str
    sha256: str
    size: int
    attached_by: str
    attached_at: datetime


async def keep(db: Db, came: Sequence[Attachment], contents: Sequence[bytes]) -> list[Attachment]:
    """As they are kept, in this order; what was there before stays as it was called then."""
    told = [(one.attachment_id, one.document_id, one.title, one.media, one.sha256) for one in came]
    by = [(one.attached_by, one.attached_at) for one in came]
    await db.execute(KEEP, *map(list, zip(*told, strict=True)), list(contents), *map(list, zip(*by, strict=True)))
    return [Attachment(**row) for row in await db.fetch(KEPT, [one[1] for one in told], [one[4] for one in told])]


async def listed(db: Reading, document_id: UUID, after: UUID | None, limit: int) -> list[Attachment]:
    """Those of a document, the oldest first, after a cursor, without what is in them."""
    return [Attachment(**row) for row in await db.fetch(LISTED, document_id, after, limit)]


async def content(db: Reading, document_id: UUID, attachment_id: UUID) -> asyncpg.Record | None:
    """The bytes of one of them."""
    return await db.fetchrow(CONTENT, document_id, attachment_id)
