"""A form of the desk that brings a file (multipart/form-data, RFC 7578)."""

from __future__ import annotations

import re

from fastapi import Request

from chassis.refusal import InvalidInput
from contracts.texts import Text

BOUNDARY = re.compile(r'multipart/form-data;.*?boundary="?([^";,\s]+)')
NAME = re.compile(rb'content-disposition:[^\r\n]*?\bname="([^"]*)"', re.IGNORECASE)


async def uploaded(request: Request) -> dict[str, bytes]:
    """What each field brings, as it came. Raises InvalidInput for what no form of ours sends."""
    boundary = BOUNDARY.match(request.headers.get("content-type", ""))
    if boundary is None:
        raise InvalidInput([{"field": "body", "expected": Text("a form with a file"), "came": ""}])
    _, *parts = (b"\r\n" + await request.body()).split(b"\r\n--" + boundary[1].encode())
    heads = (part.partition(b"\r\n\r\n") for part in parts)
    named = ((NAME.search(head), content) for head, _, content in heads)
    return {name[1].decode(errors="replace"): content for name, content in named if name}
