"""The board, an order's page and the summary over HTTP (NOT-1, NOT-2)."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query

from chassis import clock
from chassis.refusal import NotFound
from chassis.web import Reading
from contracts.scalars import Code
from services.notify.deadlines.api import Staff, shown
from services.notify.deadlines.store import open_promises_of
from services.notify.story import store
from services.notify.story.rules import STAGES, Row, Stage

router = APIRouter(prefix="/api/v1", tags=["orders"])
UNFINISHED = ("open", "cancelled")
"""A cancelled order waits for what is still being undone."""
HEAD = (
    "number",
    "version",
    "customer",
    "customer_po",
    "merchandiser",
    "priority",
    "promised",
    "stage",
    "stage_since",
    "state",
    "value",
    "currency",
)


@router.get("/orders")
async def get_orders(
    db: Reading,
    _: Staff,
    state: Literal["open", "closed", "cancelled", "rejected"] | None = None,
    stage: Stage | None = None,
    merchandiser: Code | None = None,
    customer: Code | None = None,
    after: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """The board: one row per order, by id (the time of its making)."""
    rows = await store.listed(
        db, state=state, stage=stage, merchandiser=merchandiser, customer=customer, after=after, limit=limit
    )
    return {"items": [_head(row) for row in rows], "next": rows[-1].order_id if len(rows) == limit else None}


@router.get("/orders/{name:path}")
async def get_order(name: str, db: Reading, _: Staff) -> dict[str, Any]:
    """The whole story of an order, by its id, its number or the customer's PO number."""
    row = await store.find(db, name)
    if row is None:
        raise NotFound(what="order", id=name)
    now = clock.now()
    promises = [shown(promise, now) for promise in await open_promises_of(db, row.order_id)]
    return {
        **_head(row),
        "waiting_for": promises[0] if promises and row.state in UNFINISHED else None,
        "promises": promises,
        "events": await store.events_of(db, row.order_id),
    }


@router.get("/summary")
async def get_summary(db: Reading, _: Staff) -> dict[str, Any]:
    """How many orders ended how, what the open ones wait for, and how long each stage takes in business seconds."""
    by_state, by_stage = await store.counts(db)
    explained = await store.explanations(db)
    seconds = await store.stage_seconds(db)
    return {
        "orders": by_state.total(),
        "by_state": by_state,
        "by_stage": by_stage,
        "explained": {_why(row): row["orders"] for row in explained if row["awaits"]},
        "unexplained": [number for row in explained for number in row["numbers"] or ()],
        "stage_seconds": {stage: seconds[stage] for stage in STAGES if stage in seconds},
    }


def _why(row: Any) -> str:
    return f"{row['awaits']} from {row['owner']} ({row['reason']})"


def _head(row: Row) -> dict[str, Any]:
    return {"order_id": row.order_id, **{name: getattr(row, name) for name in HEAD}}
