"""The board, an order's page and the summary over HTTP (NOT-1, NOT-2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends

from chassis import clock
from chassis.handling import Reading
from chassis.http.identity import Person, allow
from chassis.http.page import Limit
from chassis.http.router import Router
from chassis.http.web import Look
from chassis.refusal import NotFound
from contracts.scalars import Code, Reference
from contracts.stages import STAGES, Stage, State
from services.notify.exception.store import levels_of
from services.notify.promise.paths import READERS, Staff
from services.notify.promise.store import open_promises_of
from services.notify.promise.view import shown
from services.notify.story import store
from services.notify.story.rules.board import Row
from services.notify.story.view import Board, LineOfStory, OrderOnBoard, OrderStory, Summary

router = Router(prefix="/api/v1", tags=["orders"])
Reader = Annotated[Person, Depends(allow(*READERS, "analyst"))]
"""Whoever may see an order's page, and a program that draws reports (ALL-7)."""
UNFINISHED = ("open", "cancelled")
"""A cancelled order waits for what is still being undone."""


@router.get("/orders")
async def get_orders(
    db: Look,
    by: Reader,
    state: State | None = None,
    stage: Stage | None = None,
    merchandiser: Code | None = None,
    customer: Code | None = None,
    after: UUID | None = None,
    limit: Limit = 100,
) -> Board:
    """The board: one row per order, by id (the time of its making); an analyst sees no person on it (ALL-3, ALL-7)."""
    rows = await store.listed(
        db, state=state, stage=stage, merchandiser=merchandiser, customer=customer, after=after, limit=limit
    )
    board = await _on_board(db, rows)
    seen = [one.without_persons() for one in board] if by.only("analyst", READERS) else board
    return Board(items=tuple(seen), next=rows[-1].order_id if len(rows) == limit else None)


@router.get("/orders/{name:path}")
async def get_order(name: Reference, db: Look, _: Staff) -> OrderStory:
    """The whole story of an order, by its id, its number or the customer's PO number."""
    row = await store.find(db, name)
    if row is None:
        raise NotFound(what="order", id=name)
    now = clock.now()
    promises = [shown(promise, now) for promise in await open_promises_of(db, row.order_id)]
    return OrderStory(
        **dict((await _on_board(db, [row]))[0]),
        waiting_for=promises[0] if promises and row.state in UNFINISHED else None,
        promises=promises,
        events=[LineOfStory(**event) for event in await store.events_of(db, row.order_id)],
    )


@router.get("/summary")
async def get_summary(db: Look, _: Reader) -> Summary:
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


async def _on_board(db: Reading, rows: Sequence[Row]) -> list[OrderOnBoard]:
    levels = await levels_of(db, [row.order_id for row in rows])
    shown = [OrderOnBoard.model_validate(row) for row in rows]
    return [one.model_copy(update={"exception_level": levels.get(one.order_id)}) for one in shown]


def _why(row: Any) -> str:
    return f"{row['awaits']} from {row['owner']} ({row['reason']})"
