"""What a form of the desk sends: fields in their order, the same name more than once where it is a list."""

from __future__ import annotations

from urllib.parse import parse_qsl

from fastapi import Request

from chassis.http.files import as_text
from chassis.refusal import InvalidInput
from services.notify.desk.uploaded import Part, parts

FIELDS_MAX = 5_000
Pairs = list[tuple[str, str]]


async def posted(request: Request) -> Pairs:
    """Names and values, a file that was chosen in base64. Raises InvalidInput for what no form of ours sends."""
    if request.headers.get("content-type", "").startswith("multipart/"):
        return [(part.name, _said(part)) for part in await parts(request) if part.content or not part.is_file]
    body = await request.body()
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=FIELDS_MAX, errors="strict")
    except ValueError as fault:
        raise InvalidInput([{"field": "body", "expected": "a form", "came": str(fault)[:80]}]) from fault
    return [(name, value.replace("\r\n", "\n")) for name, value in pairs]


def _said(part: Part) -> str:
    return as_text(part.content) if part.is_file else part.content.decode(errors="replace").replace("\r\n", "\n")
