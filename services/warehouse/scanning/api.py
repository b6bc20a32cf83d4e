"""HTTP of what a hand scanner reads (NOT-17)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from chassis.http.identity import Person, allow
from chassis.http.router import Router
from chassis.http.web import Look
from contracts.scalars import Reference
from services.warehouse.book.paths import READERS
from services.warehouse.scanning import store
from services.warehouse.scanning.view import Scanned

router = Router(prefix="/api/v1", tags=["stock"])


@router.get("/codes", response_model_exclude_none=True)
async def find_code(db: Look, _: Annotated[Person, Depends(allow(*READERS))], code: Reference) -> Scanned:
    """Whether a code is an item's, a lot's, a place's or a package's, and what lies in this one (NOT-17, WHS-6)."""
    return await store.scanned(db, code)
