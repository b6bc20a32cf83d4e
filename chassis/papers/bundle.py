"""Papers as one ZIP file, written while it is sent: each paper, a table of them, and their hashes (FIN-9).

Source: PKWARE's APPNOTE 6.3, as zipfile writes it to what cannot be sought; the list of hashes as GNU sha256sum has it.
"""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator, Sequence
from hashlib import sha256
from io import StringIO
from urllib.parse import quote
from zipfile import ZipFile, ZipInfo

import asyncpg

from chassis.papers import store
from chassis.papers.store import Kept

PAPERS_MAX = 5_000
AT_ONCE = 20
"""So many papers are in memory at once."""
HEADS = (
    *("file", "kind", "number", "version", "language", "order_id"),
    *("customer", "supplier", "issued_at", "issued_by", "sha256"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Sink:
    """What was written and not sent yet."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def write(self, data: bytes) -> int:
        self.waiting += data
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        taken, self.waiting = bytes(self.waiting), bytearray()
        return taken


async def bundled(db: asyncpg.Pool, papers: Sequence[Kept]) -> AsyncIterator[bytes]:
    """The file in parts: the papers in their order, then the table and the hashes."""
    sink = _Sink()
    with ZipFile(sink, "w") as file:  # type: ignore[call-overload]
        for start in range(0, len(papers), AT_ONCE):
            part = papers[start : start + AT_ONCE]
            pdfs = await store.pdfs(db, part)
            for one, pdf in zip(part, pdfs, strict=True):
                file.writestr(ZipInfo(name_of(one), one.issued_at.timetuple()[:6]), pdf)
            yield sink.take()
        index = _index(papers).encode("utf-8-sig")
        hashes = [hash_line(one) for one in papers] + [f"{sha256(index).hexdigest()}  index.csv"]
        file.writestr("index.csv", index)
        file.writestr("SHA256SUMS", "".join(f"{line}\n" for line in hashes))
    yield sink.take()


def name_of(paper: Kept) -> str:
    """Of a version of a paper in a language, where files of any system may be called so."""
    ending = "pdf" if paper.drawn else "xml"
    return f"{paper.kind}/{quote(paper.document, safe='')}-{paper.version}-{paper.language}.{ending}"


def hash_line(paper: Kept) -> str:
    return f"{paper.pdf_sha256}  {name_of(paper)}"


def _index(papers: Sequence[Kept]) -> str:
    table = StringIO()
    writer = csv.writer(table)
    writer.writerow(HEADS)
    for one in papers:
        told = (one.kind, one.number, one.version, one.language, one.order_id, one.customer, one.supplier)
        row = (name_of(one), *told, one.issued_at.isoformat(), one.issued_by, one.pdf_sha256)
        writer.writerow(["" if cell is None else _plain(str(cell)) for cell in row])
    return table.getvalue()


def _plain(cell: str) -> str:
    """What somebody called a paper is no formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
