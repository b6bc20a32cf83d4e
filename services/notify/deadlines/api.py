"""Promises over HTTP (NOT-3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from chassis import clock
from chassis.http.identity import Person, allow
from chassis.http.web import Reading
from chassis.refusal import InvalidInput
from contracts.scalars import Reference
from services.notify.deadlines import store
from services.notify.promises.rules import KnownPromise, State, state_of

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
Department = Literal["sales", "purchasing", "warehouse", "logistics", "finance", "notify"]
Staff = Annotated[Person, Depends(allow(*STAFF))]


class PromiseShown(BaseModel):
    """A promise as people see it: ``what`` must follow ``cause``, from the department ``owner``."""

    id: UUID
    order_id: UUID | None
    purchase_id: UUID | None
    cause: str
    reason: str
    what: str
    owner: str
    since: datetime
    due: datetime
    provisional: bool
    """``due`` rests on a year whose working days are not announced yet."""
    overdue: bool


class AwaitedPromise(PromiseShown):
    """One that is awaited still."""

    state: State


class PromiseOfOrder(AwaitedPromise):
    """One that was ever promised to an order, and what kept it."""

    kept_by: str | None
    kept_at: datetime | None


class Promises(BaseModel):
    """Promises, and the cursor of the next page; of one order all, with what became of them."""

    items: list[PromiseOfOrder] | list[AwaitedPromise]
    next: str | None


@router.get("/promises")
async def get_promises(
    db: Reading,
    _: Staff,
    state: State | None = None,
    order: UUID | None = None,
    owner: Department | None = None,
    overdue: bool = False,
    after: Reference | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Promises:
    """What is awaited, by due time; ``owner`` is the department, ``after`` the ``next`` of the page before.

    Of one ``order``, all that was ever promised and what became of it, the oldest first and on one page.
    """
    now = clock.now()
    if order:
        return Promises(items=_of_order(await store.promises_of(db, order), now, state, owner), next=None)
    late = overdue or _asks_for_late(state)
    found = await store.open_promises(
        db, owner=owner, due_before=now if late else None, after=_cursor(after), limit=limit
    )
    items = [AwaitedPromise(**_facts(promise, now), state=state_of(promise, now)) for promise in found]
    return Promises(items=items, next=f"{found[-1].due.isoformat()}_{found[-1].key}" if len(items) == limit else None)


def shown(promise: KnownPromise, now: datetime) -> PromiseShown:
    """A promise as people see it."""
    return PromiseShown(**_facts(promise, now))


def _facts(promise: KnownPromise, now: datetime) -> dict[str, Any]:
    return {
        "id": promise.key,
        "order_id": promise.order_id,
        "purchase_id": promise.purchase_id,
        "cause": promise.cause,
        "reason": promise.told_reason,
        "what": promise.awaits,
        "owner": promise.owner,
        "since": promise.since,
        "due": promise.due,
        "provisional": promise.due_provisional,
        "overdue": state_of(promise, now) == "overdue",
    }


def _of_order(
    promises: Sequence[KnownPromise], now: datetime, state: State | None, owner: str | None
) -> list[PromiseOfOrder]:
    states = [(promise, state_of(promise, now)) for promise in promises]
    return [
        PromiseOfOrder(**_facts(promise, now), state=here, kept_by=promise.answered_by, kept_at=promise.answered_at)
        for promise, here in states
        if state in (None, here) and owner in (None, promise.owner)
    ]


def _asks_for_late(state: State | None) -> bool:
    """Raises InvalidInput for a state that is told of one order alone."""
    if state not in (None, "open", "overdue"):
        raise InvalidInput([{"field": "state", "expected": "open or overdue, or an order", "came": repr(state)}])
    return state == "overdue"


def _cursor(after: str | None) -> tuple[datetime, UUID] | None:
    if after is None:
        return None
    due, _, key = after.partition("_")
    try:
        return datetime.fromisoformat(due), UUID(key)
    except ValueError:
        raise InvalidInput([{"field": "after", "expected": "the `next` of a page", "came": repr(after)[:80]}]) from None
