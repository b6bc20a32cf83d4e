"""The board, an order's page and the summary over HTTP (NOT-1, NOT-2)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from chassis import clock
from chassis.http.web import Reading
from chassis.refusal import NotFound
from contracts.scalars import Code, Reference
from contracts.stages import STAGES, Stage
from services.notify.deadlines.api import PromiseShown, Staff, shown
from services.notify.deadlines.store import open_promises_of
from services.notify.story import store
from services.notify.story.rules import State

router = APIRouter(prefix="/api/v1", tags=["orders"])
UNFINISHED = ("open", "cancelled")
"""A cancelled order waits for what is still being undone."""


class OrderOnBoard(BaseModel):
    """An order's row on the board (NOT-1); null is what its events did not tell yet."""

    model_config = ConfigDict(from_attributes=True)
    order_id: UUID
    number: str | None
    version: int
    customer: str | None
    customer_po: str | None
    merchandiser: str | None
    priority: int
    promised: date | None
    stage: Stage | None
    stage_since: datetime | None
    state: State
    value: Decimal | None
    currency: str | None


class Board(BaseModel):
    """Orders, and the cursor of the next page."""

    items: list[OrderOnBoard]
    next: UUID | None


class LineOfStory(BaseModel):
    """What happened to an order, in a sentence and as the event's facts."""

    topic: str
    at: datetime
    summary: str
    facts: dict[str, Any]


class OrderStory(OrderOnBoard):
    """An order's page: what it waits for, and all that happened to it (NOT-2)."""

    waiting_for: PromiseShown | None
    promises: list[PromiseShown]
    events: list[LineOfStory]


class StageSeconds(BaseModel):
    """Business seconds from the stage before: the median, and what 95 of 100 orders stay within."""

    p50: float
    p95: float


class Summary(BaseModel):
    """How many orders ended how, and what the open ones wait for: ``explained`` counts them by the reason."""

    orders: int
    by_state: dict[State, int]
    by_stage: dict[Stage, int]
    explained: dict[str, int]
    unexplained: list[str]
    stage_seconds: dict[Stage, StageSeconds]


@router.get("/orders")
async def get_orders(
    db: Reading,
    _: Staff,
    state: State | None = None,
    stage: Stage | None = None,
    merchandiser: Code | None = None,
    customer: Code | None = None,
    after: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Board:
    """The board: one row per order, by id (the time of its making)."""
    rows = await store.listed(
        db, state=state, stage=stage, merchandiser=merchandiser, customer=customer, after=after, limit=limit
    )
    items = [OrderOnBoard.model_validate(row) for row in rows]
    return Board(items=items, next=rows[-1].order_id if len(rows) == limit else None)


@router.get("/orders/{name:path}")
async def get_order(name: Reference, db: Reading, _: Staff) -> OrderStory:
    """The whole story of an order, by its id, its number or the customer's PO number."""
    row = await store.find(db, name)
    if row is None:
        raise NotFound(what="order", id=name)
    now = clock.now()
    promises = [shown(promise, now) for promise in await open_promises_of(db, row.order_id)]
    return OrderStory(
        **dict(OrderOnBoard.model_validate(row)),
        waiting_for=promises[0] if promises and row.state in UNFINISHED else None,
        promises=promises,
        events=[LineOfStory(**event) for event in await store.events_of(db, row.order_id)],
    )


@router.get("/summary")
async def get_summary(db: Reading, _: Staff) -> Summary:
    """How many orders ended how, what the open ones wait for, and how long each stage takes in business seconds."""
    by_state, by_stage = await store.counts(db)
    explained = await store.explanations(db)
    seconds = await store.stage_seconds(db)
    return Summary.model_validate(
        {
            "orders": by_state.total(),
            "by_state": by_state,
            "by_stage": by_stage,
            "explained": {_why(row): row["orders"] for row in explained if row["awaits"]},
            "unexplained": [number for row in explained for number in row["numbers"] or ()],
            "stage_seconds": {stage: seconds[stage] for stage in STAGES if stage in seconds},
        }
    )


def _why(row: Any) -> str:
    return f"{row['awaits']} from {row['owner']} ({row['reason']})"
