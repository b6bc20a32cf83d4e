"""HTTP: how far production orders are (PUR-9)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from chassis.http.identity import Person, allow
from chassis.http.web import Ask
from contracts.scalars import Code, Share, Told
from services.purchasing.production.paths import ProductionId
from services.purchasing.production.view import ProductionState
from services.purchasing.progress import handlers
from services.purchasing.progress.rules import Tell

router = APIRouter(prefix="/api/v1/production", tags=["production"])
Planner = Annotated[Person, Depends(allow("planner"))]


class ProgressBody(BaseModel):
    """What share of a milestone is complete by now, 1 all of it; why it slips, if it does."""

    milestone: Code
    share: Share
    reason: Told | None = None


@router.post("/{production_id}/progress", response_model=ProductionState)
async def tell_progress(by: Planner, production_id: ProductionId, asked: ProgressBody, ask: Ask) -> Response:
    """Tell how much of a milestone is complete; when the order will be late it is told before it is (PUR-9)."""
    command = Tell(production_id, asked.milestone, asked.share, asked.reason or "")
    return await ask(handlers.tell, command, key=str(production_id), by=by)
