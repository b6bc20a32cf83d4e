"""`/ops/parked`: see what is parked, and do something about it (ALL-3: administrators alone)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

import asyncpg
from fastapi import Depends, Query, Request
from pydantic import BaseModel, Field

from chassis.http.identity import Person, allow
from chassis.http.router import Router
from chassis.http.web import Ask
from chassis.operations import operation_log, selection
from chassis.operations.in_words import in_words
from chassis.operations.operations import Operation, What, perform, plan
from chassis.operations.preview import preview
from chassis.operations.selection import PAGE_ROWS, Selection
from chassis.transaction.commands import Command

Administrator = Annotated[Person, Depends(allow("administrator"))]
NEWEST = 2**62


async def _looking(request: Request) -> asyncpg.Pool:
    pool: asyncpg.Pool = request.app.state.looking
    return pool


Looking = Annotated[asyncpg.Pool, Depends(_looking)]
"""Who looks does not wait for those who work."""
router = Router(prefix="/ops", tags=["ops"])


class AskOperation(BaseModel):
    """Which messages, why, and whether only to tell what would be done."""

    which: Selection
    reason: str = Field(min_length=5, max_length=500)
    dry_run: bool = True


class AskPreview(BaseModel):
    message_ids: tuple[UUID, ...] = Field(min_length=1, max_length=20)


@router.get("/parked")
async def get_parked(db: Looking, _: Administrator) -> dict[str, Any]:
    """What waits, in groups of one cause; oldest in real time (UTC)."""
    return {"groups": [in_words(dict(row), "sample_reason") for row in await selection.alike(db)]}


@router.get("/operations")
async def get_operations(
    db: Looking, _: Administrator, before: int = NEWEST, limit: Annotated[int, Query(ge=1, le=500)] = 100
) -> dict[str, Any]:
    """What people did about parked messages, newest first."""
    items = [in_words(dict(row), "note") for row in await operation_log.latest(db, before, limit)]
    return {"items": items, "next": items[-1]["id"] if len(items) == limit else None}


@router.post("/parked/preview")
async def preview_parked(asked: AskPreview, ask: Ask, _: Administrator) -> dict[str, Any]:
    """What each message would change, or the failure it would meet; everything is rolled back."""
    found = [(await preview(ask.engine, message_id)).told() for message_id in asked.message_ids]
    return {"previews": [in_words(one, "failure") for one in found]}


@router.post("/parked/{what}")
async def operate(what: What, asked: AskOperation, ask: Ask, by: Administrator) -> dict[str, Any]:
    """Retry, skip or discard a page of messages; with ``more``, the same request again goes on."""
    command = Command("", None, ask.idempotency_key, by.code, ask.route)
    operation = Operation(command.id, what, asked.which, by.code, asked.reason)
    if asked.dry_run:
        results = await plan(ask.engine, operation)
        return _answer(operation, results, more=len(results) == PAGE_ROWS, dry_run=True)
    await perform(ask.engine, operation)
    results = await operation_log.done(ask.engine.pool, operation.id)
    more = bool(await selection.selected(ask.engine.pool, operation.which, operation.id))
    counts = await operation_log.counts(ask.engine.pool, operation.id)
    return {**_answer(operation, results, more=more, dry_run=False), "counts": counts}


def _answer(operation: Operation, results: list[operation_log.Result], *, more: bool, dry_run: bool) -> dict[str, Any]:
    messages = [in_words(asdict(result), "note") for result in results]
    return {"operation_id": operation.id, "dry_run": dry_run, "messages": messages, "more": more}
