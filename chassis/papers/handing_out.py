"""A paper as a file: named, and known by its hash."""

from __future__ import annotations

from fastapi import Request, Response

from chassis.http.download import LeavingFile, is_known, known_by
from chassis.papers.store import Paper

PDF, XML = "application/pdf", "application/xml"


def as_file(paper: Paper) -> LeavingFile:
    """As a PDF, or in the form as which it is kept."""
    media = PDF if paper.pdf.startswith(b"%PDF-") else XML
    form, ending = paper.kind.partition(".")[2], media.partition("/")[2]
    name = ".".join(part for part in (f"{paper.number}-{paper.version}-{paper.language}", form, ending) if part)
    return LeavingFile(name, media, paper.pdf, paper.pdf_sha256, shown=True)


def called(paper: Paper) -> str:
    """As it is recorded that it was taken out."""
    return f"{paper.kind} {paper.number} {paper.version}"


def as_data(request: Request, paper: Paper, told: bytes) -> Response:
    """What it tells, to be read and not kept; nothing again for who has it."""
    headers = known_by(paper.data_sha256)
    if is_known(request, paper.data_sha256):
        return Response(status_code=304, headers=headers)
    return Response(told, media_type="application/json", headers=headers)
