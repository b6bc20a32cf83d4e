"""The contracts of all events, to be read by whoever integrates: AsyncAPI 3.0 and a JSON Schema for each (ALL-2)."""

from __future__ import annotations

import pathlib
from typing import Annotated

from fastapi import Path
from fastapi.responses import FileResponse

import contracts
from chassis.http.router import Router
from chassis.refusal import NotFound

FOLDER = pathlib.Path(contracts.__file__).parent
router = Router(include_in_schema=False)


@router.get("/asyncapi.yaml")
async def get_asyncapi() -> FileResponse:
    """Every topic with its key, headers, promise and who says and hears it; the schemas lie beside it."""
    return FileResponse(FOLDER / "asyncapi.yaml", media_type="application/yaml")


@router.get("/schemas/{topic}.json")
async def get_schema(topic: Annotated[str, Path(pattern=r"^[a-z_]+\.[a-z_]+$")]) -> FileResponse:
    """The JSON Schema of one topic's value."""
    schema = FOLDER / "schemas" / f"{topic}.json"
    if not schema.exists():
        raise NotFound(what="topic", id=topic)
    return FileResponse(schema, media_type="application/schema+json")
