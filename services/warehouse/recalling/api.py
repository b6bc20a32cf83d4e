"""HTTP of recalls (WHS-1)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Response
from pydantic import BaseModel

from chassis.http.identity import Person, allow
from chassis.http.page import Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from contracts.scalars import Code, Reference, Told
from services.warehouse.recalling import handlers, store
from services.warehouse.recalling.rules import Lift, Recall
from services.warehouse.recalling.view import Lifted, Recalled, RecallState

router = Router(prefix="/api/v1", tags=["recalls"])
READERS = allow(
    "storekeeper", "inspector", "quality manager", "buyer", "customer service", "management", "general manager"
)


class RecallBody(BaseModel):
    """Why it may not be used, and of which supplier it is, where two call a lot the same."""

    reason: Told
    supplier: Code | None = None


class LiftBody(BaseModel):
    """Why it may be used again."""

    reason: Told


class Recalls(Page[RecallState, str]):
    """Recalled lots, and the cursor of the next page."""


@router.post("/lots/{lot}/recall", response_model=Recalled)
async def recall_lot(
    lot: Reference, asked: RecallBody, ask: Ask, by: Annotated[Person, Depends(allow("quality manager"))]
) -> Response:
    """Promise and pack nothing more of a lot, by the supplier's name of it or our receipt GR-2026-000123 (WHS-1).

    Who was promised it gets others of the item, or lacks them.
    """
    body = Recall(lot, asked.supplier or "", asked.reason, by.code)
    return await ask(handlers.recall, body, key=f"lot {lot}", by=by)


@router.post("/recalls/{receipt}/lift", response_model=Lifted)
async def lift_recall(
    receipt: Reference, asked: LiftBody, ask: Ask, by: Annotated[Person, Depends(allow("quality manager"))]
) -> Response:
    """Let a recalled lot be used again, by our receipt GR-2026-000123; who waits is served (WHS-1)."""
    return await ask(handlers.lift, Lift(receipt, asked.reason, by.code), key=f"lot {receipt}", by=by)


@router.get("/recalls", dependencies=[Depends(READERS)])
async def list_recalls(db: Look, after: Reference | None = None, limit: Limit = 100) -> Recalls:
    """Lots that may not be used any more: how many are here, how many left us, and who got them (WHS-1)."""
    items = await store.listed(db, after, limit)
    return Recalls(items=tuple(items), next=items[-1].receipt if len(items) == limit else None)
