"""`/ops/downloads`: who took what out of this department as a file, how much, and when (ALL-3, ALL-4)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Query

from chassis.http.identity import Person, allow
from chassis.http.router import Router
from chassis.http.taking import latest
from chassis.operations.api import NEWEST, Looking

Watcher = Annotated[Person, Depends(allow("administrator", "general manager", "management"))]
router = Router(prefix="/ops", tags=["ops"])


@router.get("/downloads")
async def get_downloads(
    db: Looking, _: Watcher, person: Annotated[str | None, Query(max_length=100)] = None, before: int = NEWEST,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:  # fmt: skip
    """By kind and number, nothing of the content; the newest first, of one person or of all."""
    items = [dict(row) for row in await latest(db, person, before, limit)]
    return {"items": items, "next": items[-1]["id"] if len(items) == limit else None}
