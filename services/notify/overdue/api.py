"""Promises over HTTP (NOT-3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from chassis import clock
from chassis.http.page import Limit
from chassis.http.router import Router
from chassis.http.web import Look
from chassis.refusal import InvalidInput
from contracts.departments import Department
from contracts.scalars import Reference
from contracts.texts import Text
from services.notify.overdue import store
from services.notify.promise.paths import Staff
from services.notify.promise.rules.promise import State
from services.notify.promise.view import AwaitedPromise, PromiseOfOrder, awaited, of_order

router = Router(prefix="/api/v1", tags=["promises"])


class Promises(BaseModel):
    """Promises, and the cursor of the next page; of one order all, with what became of them."""

    items: list[PromiseOfOrder] | list[AwaitedPromise]
    next: str | None


@router.get("/promises")
async def get_promises(
    db: Look,
    _: Staff,
    state: State | None = None,
    order: UUID | None = None,
    owner: Department | None = None,
    overdue: bool = False,
    after: Reference | None = None,
    limit: Limit = 100,
) -> Promises:
    """What is awaited, by due time; ``owner`` is the department, ``after`` the ``next`` of the page before.

    Of one ``order``, all that was ever promised and what became of it, the oldest first and on one page.
    """
    now = clock.now()
    if order:
        every = [of_order(promise, now) for promise in await store.promises_of(db, order)]
        return Promises(items=[p for p in every if state in (None, p.state) and owner in (None, p.owner)], next=None)
    late = overdue or _asks_for_late(state)
    found = await store.open_promises(
        db, owner=owner, due_before=now if late else None, after=_cursor(after), limit=limit
    )
    items = [awaited(promise, now) for promise in found]
    return Promises(items=items, next=f"{found[-1].due.isoformat()}_{found[-1].key}" if len(items) == limit else None)


def _asks_for_late(state: State | None) -> bool:
    """Raises InvalidInput for a state that is told of one order alone."""
    if state not in (None, "open", "overdue"):
        raise InvalidInput([{"field": "state", "expected": Text("open or overdue, or an order"), "came": repr(state)}])
    return state == "overdue"


def _cursor(after: str | None) -> tuple[datetime, UUID] | None:
    if after is None:
        return None
    due, _, key = after.partition("_")
    try:
        return datetime.fromisoformat(due), UUID(key)
    except ValueError:
        expected = Text("the `next` of a page")
        raise InvalidInput([{"field": "after", "expected": expected, "came": repr(after)[:80]}]) from None
