"""Who I am at the desk, and how I like to read; `choices.py` keeps it (ALL-3, ALL-5)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Response

from chassis.http.router import Router
from services.notify.desk.choices import zones
from services.notify.desk.drawing import page
from services.notify.desk.session import Session, known

router = Router()


@router.get("/me")
async def me(request: Request, session: Annotated[Session, Depends(known)]) -> Response:
    """For everybody who is signed in, whatever he may see."""
    return page(request, "me.html", session, zones=sorted(zones()))
