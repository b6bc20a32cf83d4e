"""Papers as they were issued: added, never changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass, fields
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg

from chassis.handling import Db, Reading
from chassis.papers.changed import Change


@dataclass(frozen=True)
class Issued:
    """Which version of which paper there is."""

    kind: str
    document: str
    version: int
    language: str
    number: str
    order_id: UUID | None
    customer: str
    drawn_from: str
    issued_at: datetime
    issued_by: str
    supplier: str


@dataclass(frozen=True)
class Paper(Issued):
    """A paper as it was handed out."""

    data: str
    """JSON, as it was hashed."""
    changed: list[Change]
    data_sha256: str
    pdf: bytes
    pdf_sha256: str


@dataclass(frozen=True)
class Place:
    """Where in the archive a paper stands, the newest first."""

    issued_at: datetime
    kind: str
    document: str
    version: int
    language: str

    @property
    def written(self) -> str:
        """As a page names where it ends."""
        return f"{self.issued_at.isoformat()} {self.kind} {self.version} {self.language} {self.document}"

    @classmethod
    def of(cls, written: str) -> Place:
        """ValueError for what no page said."""
        at, kind, version, language, document = written.split(" ", 4)
        return cls(datetime.fromisoformat(at), kind, document, int(version), language)


BEFORE_ALL = Place(datetime(9999, 1, 1, tzinfo=UTC), "", "", 0, "")


@dataclass(frozen=True)
class Kept(Issued):
    """A paper in the archive, without its file."""

    pdf_sha256: str
    drawn: bool
    """A PDF; else XML, for programs."""

    @property
    def place(self) -> Place:
        return Place(self.issued_at, self.kind, self.document, self.version, self.language)


@dataclass(frozen=True)
class Wanted:
    """Papers of ``kinds``, and of ``own`` kinds those of ``person`` alone; None is any."""

    kinds: tuple[str, ...]
    own: tuple[str, ...]
    person: str
    customer: str | None = None
    order: UUID | None = None
    number: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    """Before this moment."""
    supplier: str | None = None


@dataclass(frozen=True)
class Link:
    """One version of a paper in one language, open until then for whoever has the token."""

    token_sha256: str
    kind: str
    document: str
    version: int
    language: str
    made_by: str
    made_at: datetime
    ends_at: datetime


KNOWN = ", ".join(field.name for field in fields(Issued))
WHOLE = ", ".join(field.name for field in fields(Paper))
NEWEST = f"""
SELECT {WHOLE} FROM paper WHERE kind = $1 AND document = $2
ORDER BY version DESC, language = $3 DESC LIMIT 1
"""
FIND = f"""
SELECT {WHOLE} FROM paper WHERE kind = $1 AND document = $2 AND version = $3
ORDER BY language = $4 DESC LIMIT 1
"""
OF_ORDER = f"""
SELECT DISTINCT ON (kind, document) {KNOWN} FROM paper WHERE order_id = $1
ORDER BY kind, document, version DESC, issued_at
"""
PLACE = ", ".join(field.name for field in fields(Place))
ARCHIVED = f"""
SELECT {KNOWN}, pdf_sha256, substring(pdf FROM 1 FOR 5) = '%PDF-'::bytea AS drawn FROM paper
WHERE (kind = ANY($1::text[]) OR (kind = ANY($2::text[]) AND customer = $3))
    AND ($4::text IS NULL OR customer = $4) AND ($5::uuid IS NULL OR order_id = $5)
    AND ($6::text IS NULL OR number = $6)
    AND ($7::timestamptz IS NULL OR issued_at >= $7) AND ($8::timestamptz IS NULL OR issued_at < $8)
    AND ($9::text IS NULL OR (supplier = $9 AND supplier <> ''))
    AND ({PLACE}) < ($10, $11, $12, $13, $14)
ORDER BY {", ".join(f"{field.name} DESC" for field in fields(Place))} LIMIT $15
"""
PDFS = """
SELECT p.pdf FROM unnest($1::text[], $2::text[], $3::int[], $4::text[]) WITH ORDINALITY
    AS w(kind, document, version, language, place) JOIN paper p USING (kind, document, version, language)
ORDER BY w.place
"""
KEEP = f"""
INSERT INTO paper ({WHOLE}) VALUES ({", ".join(f"${place}" for place, _ in enumerate(fields(Paper), 1))})
ON CONFLICT DO NOTHING RETURNING true
"""
LINKED = ", ".join(field.name for field in fields(Link))
LINK = f"SELECT {LINKED} FROM paper_link WHERE token_sha256 = $1"
END_LINK = "UPDATE paper_link SET ends_at = $2 WHERE token_sha256 = $1 AND ends_at > $2"
KEEP_LINK = f"""
INSERT INTO paper_link ({LINKED}) VALUES ({", ".join(f"${place}" for place, _ in enumerate(fields(Link), 1))})
"""


async def newest(db: Reading, kind: str, document: str, language: str) -> Paper | None:
    """The highest version, in this language where it was drawn in it."""
    return _paper(await db.fetchrow(NEWEST, kind, document, language))


async def find(db: Reading, kind: str, document: str, version: int, language: str) -> Paper | None:
    """This version, in this language where it was drawn in it."""
    return _paper(await db.fetchrow(FIND, kind, document, version, language))


async def of_order(db: Reading, order_id: UUID) -> Sequence[Issued]:
    """The newest version of each."""
    return [Issued(**row) for row in await db.fetch(OF_ORDER, order_id)]


async def archived(db: Reading, wanted: Wanted, after: Place | None, limit: int | None) -> list[Kept]:
    """The newest first, after a place."""
    rows = await db.fetch(ARCHIVED, *astuple(wanted), *astuple(after or BEFORE_ALL), limit)
    return [Kept(**row) for row in rows]


async def pdfs(db: Reading, papers: Sequence[Kept]) -> list[bytes]:
    """Their files, in their order."""
    names = [(one.kind, one.document, one.version, one.language) for one in papers]
    return [row["pdf"] for row in await db.fetch(PDFS, *map(list, zip(*names, strict=True)))]


async def keep(db: asyncpg.Pool, paper: Paper) -> bool:
    """False where somebody else was first with this version."""
    row: dict[str, Any] = asdict(paper) | {"changed": json.dumps(paper.changed)}
    return bool(await db.fetchval(KEEP, *row.values()))


async def link(db: Reading, token_sha256: str) -> Link | None:
    row = await db.fetchrow(LINK, token_sha256)
    return Link(**row) if row else None


async def keep_link(db: Db, made: Link) -> None:
    await db.execute(KEEP_LINK, *asdict(made).values())


async def end_link(db: asyncpg.Pool, token_sha256: str, at: datetime) -> None:
    await db.execute(END_LINK, token_sha256, at)


def _paper(row: asyncpg.Record | None) -> Paper | None:
    return Paper(**{**row, "changed": json.loads(row["changed"])}) if row else None
