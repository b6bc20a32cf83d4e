"""HTTP: how far production orders are (PUR-9)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Response
from pydantic import BaseModel, Field

from chassis.http.identity import Person, allow
from chassis.http.router import Router
from chassis.http.web import Ask
from contracts.scalars import Code, Share, Told
from services.purchasing.production.paths import ProductionId
from services.purchasing.production.view import ProductionState
from services.purchasing.progress import handlers
from services.purchasing.progress.rules import Tell

router = Router(prefix="/api/v1/production", tags=["production"])
Pieces = Annotated[int, Field(ge=1, le=1_000)]
Planner = Annotated[Person, Depends(allow("planner"))]


class ProgressBody(BaseModel):
    """What share of a milestone is complete by now, 1 all of it; why it slips, if it does.

    ``pieces``: how many pieces are presented where all of the first article is complete and it is a gate.
    """

    milestone: Code
    share: Share
    reason: Told | None = None
    pieces: Pieces = 1


@router.post("/{production_id}/progress", response_model=ProductionState)
async def tell_progress(by: Planner, production_id: ProductionId, asked: ProgressBody, ask: Ask) -> Response:
    """Tell how much of a milestone is complete; when the order will be late it is told before it is (PUR-9).

    A milestone that is a gate of the item is inspected once all of it is complete, and none after it begins before it
    passed or a concession was signed; what failed is told anew after its rework (WHS-4).
    """
    command = Tell(production_id, asked.milestone, asked.share, asked.reason or "", asked.pieces)
    return await ask(handlers.tell, command, key=str(production_id), by=by)
