"""Styles, scripts and icons, named by what is in them: a browser keeps each for a year and never an old one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from fastapi.responses import Response

from chassis.http.router import Router
from chassis.refusal import NotFound

FOLDER = Path(__file__).parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
IMPORTED = re.compile(rb'(?<= from "\./)[\w.]+(?=")')
KEPT = "public, max-age=31536000, immutable"

router = Router()


@dataclass(frozen=True)
class Asset:
    """A file as it is served."""

    body: bytes
    media_type: str


@cache
def assets() -> dict[str, Asset]:
    """By served name."""
    return {_served(name): Asset(_body(name), TYPES[file.suffix]) for name, file in _files().items()}


def url_of(name: str) -> str:
    return f"/desk/static/{_served(name)}"


@cache
def _files() -> dict[str, Path]:
    return {file.name: file for file in FOLDER.rglob("*") if file.suffix in TYPES}


@cache
def _served(name: str) -> str:
    """``desk.css`` is ``desk.1a2b3c4d.css``."""
    return f"{Path(name).stem}.{sha256(_body(name)).hexdigest()[:8]}{Path(name).suffix}"


@cache
def _body(name: str) -> bytes:
    """A script names what it imports as that is served, and so is another one when that is."""
    return IMPORTED.sub(lambda found: _served(found[0].decode()).encode(), _files()[name].read_bytes())


@router.get("/static/{name}")
async def get_static(name: str) -> Response:
    """Open to everybody: there is nothing of the company in it."""
    asset = assets().get(name)
    if asset is None:
        raise NotFound(what="file", id=name)
    return Response(asset.body, media_type=asset.media_type, headers={"cache-control": KEPT})
