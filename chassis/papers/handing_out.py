"""A paper as an answer: named, with its hash, and nothing again for who has it."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Request, Response

from chassis.papers.store import Paper

PDF, XML = "application/pdf", "application/xml"


def as_file(paper: Paper, request: Request) -> Response:
    """As a PDF, or in the form as which it is kept."""
    media = PDF if paper.pdf.startswith(b"%PDF-") else XML
    form, ending = paper.kind.partition(".")[2], media.partition("/")[2]
    name = ".".join(part for part in (f"{paper.number}-{paper.version}-{paper.language}", form, ending) if part)
    headers = {"Content-Disposition": f"inline; filename*=UTF-8''{quote(name)}"}
    return unless_known(request, paper.pdf_sha256, paper.pdf, media, headers)


def unless_known(request: Request, sha256: str, body: bytes, kind: str, headers: dict[str, str]) -> Response:
    """Nothing again for who has it already (RFC 9110, 13.1.2)."""
    headers |= {"ETag": f'"{sha256}"', "Cache-Control": "private, no-cache"}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=kind, headers=headers)
