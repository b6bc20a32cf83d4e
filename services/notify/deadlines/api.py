"""Open promises over HTTP (NOT-3)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from chassis import clock
from chassis.identity import Person, allow
from chassis.refusal import InvalidInput
from chassis.web import Reading
from services.notify.deadlines import store

router = APIRouter(prefix="/api/v1", tags=["promises"])
STAFF = (
    "merchandiser",
    "salesperson",
    "sales manager",
    "buyer",
    "storekeeper",
    "inspector",
    "planner",
    "logistics clerk",
    "accountant",
    "finance manager",
    "general manager",
    "legal",
    "customer service",
    "management",
)
Staff = Annotated[Person, Depends(allow(*STAFF))]


@router.get("/promises")
async def get_promises(
    db: Reading,
    _: Staff,
    state: Literal["open"] = "open",
    owner: str | None = None,
    overdue: bool = False,
    after: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """What is awaited, by due time; ``owner`` is the department, ``after`` the ``next`` of the page before."""
    now = clock.now()
    found = await store.open_promises(
        db, owner=owner, due_before=now if overdue else None, after=_cursor(after), limit=limit
    )
    items = [{**shown(promise, now), "state": state} for promise in found]
    return {"items": items, "next": f"{found[-1].due.isoformat()}_{found[-1].key}" if len(items) == limit else None}


def shown(promise: store.OpenPromise, now: datetime) -> dict[str, Any]:
    """A promise as people see it."""
    return {
        "id": promise.key,
        "order_id": promise.order_id,
        "purchase_id": promise.purchase_id,
        "cause": promise.cause,
        "reason": promise.reason,
        "what": promise.awaits,
        "owner": promise.owner,
        "since": promise.since,
        "due": promise.due,
        "overdue": promise.due < now,
    }


def _cursor(after: str | None) -> tuple[datetime, UUID] | None:
    if after is None:
        return None
    due, _, key = after.partition("_")
    try:
        return datetime.fromisoformat(due), UUID(key)
    except ValueError:
        raise InvalidInput([{"field": "after", "expected": "the `next` of a page", "came": repr(after)[:80]}]) from None
