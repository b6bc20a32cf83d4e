"""A promise as people see it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from contracts.texts import Text
from services.notify.promise.rules.promise import KnownPromise, State, state_of


class PromiseShown(BaseModel):
    """A promise as people see it: ``what`` must follow ``cause``, from the department ``owner``."""

    id: UUID
    order_id: UUID | None
    purchase_id: UUID | None
    cause: str
    reason: Text
    what: str
    topics: tuple[str, ...]
    """Any of them keeps it; the first is hoped for."""
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


def shown(promise: KnownPromise, now: datetime) -> PromiseShown:
    """A promise as people see it."""
    return PromiseShown(**_facts(promise, now))


def awaited(promise: KnownPromise, now: datetime) -> AwaitedPromise:
    """With one word for where it stands."""
    return AwaitedPromise(**_facts(promise, now), state=state_of(promise, now))


def of_order(promise: KnownPromise, now: datetime) -> PromiseOfOrder:
    """With what became of it."""
    return PromiseOfOrder(
        **_facts(promise, now),
        state=state_of(promise, now),
        kept_by=promise.answered_by,
        kept_at=promise.answered_at,
    )


def _facts(promise: KnownPromise, now: datetime) -> dict[str, Any]:
    return {
        "id": promise.key,
        "order_id": promise.order_id,
        "purchase_id": promise.purchase_id,
        "cause": promise.cause,
        "reason": promise.told_reason,
        "what": promise.awaits,
        "topics": tuple(promise.topics),
        "owner": promise.owner,
        "since": promise.since,
        "due": promise.due,
        "provisional": promise.due_provisional,
        "overdue": state_of(promise, now) == "overdue",
    }
