"""Styles, scripts and icons, named by what is in them: a browser keeps each for a year and never an old one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import Response

from chassis.refusal import NotFound

FOLDER = Path(__file__).parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
KEPT = "public, max-age=31536000, immutable"

router = APIRouter()


@dataclass(frozen=True)
class Asset:
    """A file as it is served."""

    body: bytes
    media_type: str


@cache
def named() -> dict[str, str]:
    """The served name of each file: ``desk.css`` is ``desk.1a2b3c4d.css``."""
    files = (file for file in FOLDER.rglob("*") if file.suffix in TYPES)
    return {file.name: f"{file.stem}.{sha256(file.read_bytes()).hexdigest()[:8]}{file.suffix}" for file in files}


@cache
def assets() -> dict[str, Asset]:
    """By served name."""
    files = {file.name: file for file in FOLDER.rglob("*") if file.suffix in TYPES}
    return {served: Asset(files[name].read_bytes(), TYPES[files[name].suffix]) for name, served in named().items()}


def url_of(name: str) -> str:
    return f"/desk/static/{named()[name]}"


@router.get("/static/{name}")
async def get_static(name: str) -> Response:
    """Open to everybody: there is nothing of the company in it."""
    asset = assets().get(name)
    if asset is None:
        raise NotFound(what="file", id=name)
    return Response(asset.body, media_type=asset.media_type, headers={"cache-control": KEPT})
