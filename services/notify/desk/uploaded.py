"""A form of the desk that brings a file (multipart/form-data, RFC 7578)."""

from __future__ import annotations

import re
from typing import NamedTuple

from fastapi import Request

from chassis.refusal import InvalidInput
from contracts.texts import Text

BOUNDARY = re.compile(r'multipart/form-data;.*?boundary="?([^";,\s]+)')
NAME = re.compile(rb'content-disposition:[^\r\n]*?\bname="([^"]*)"([^\r\n]*\bfilename=)?', re.IGNORECASE)


class Part(NamedTuple):
    """A field of the form; a file is what somebody chose, empty where he chose none."""

    name: str
    content: bytes
    is_file: bool


async def parts(request: Request) -> list[Part]:
    """What each field brings, as it came. Raises InvalidInput for what no form of ours sends."""
    boundary = BOUNDARY.match(request.headers.get("content-type", ""))
    if boundary is None:
        raise InvalidInput([{"field": "body", "expected": Text("a form with a file"), "came": ""}])
    _, *fields = (b"\r\n" + await request.body()).split(b"\r\n--" + boundary[1].encode())
    heads = (field.partition(b"\r\n\r\n") for field in fields)
    named = ((NAME.search(head), content) for head, _, content in heads)
    return [Part(name[1].decode(errors="replace"), content, bool(name[2])) for name, content in named if name]


async def uploaded(request: Request) -> dict[str, bytes]:
    """The same by name."""
    return {part.name: part.content for part in await parts(request)}
