"""Which promises an event opens (NOT-3; the event's contract, ``then``)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from contracts.counting import opened_version, order_version
from contracts.event import Event, Promise
from contracts.matching import Family, openings, told
from contracts.value import Value
from services.notify.promise.rules.limits import Clockwork


class Opened(Value):
    """The first half of a promise. ``version`` orders the openings of one promise."""

    key: UUID
    cause: str
    reason: str
    owner: str
    due: datetime
    order_id: UUID | None
    order_version: int | None
    purchase_id: UUID | None
    item: str | None
    need_version: int | None
    provisional: bool
    version: int
    counts_from: datetime
    due_provisional: bool
    suspends: tuple[str, ...]
    topics: tuple[str, ...]
    number: str | None
    """Of the customer's document that it is about, where it is no order's own."""
    customer: str | None


def opened_by(event: Event, clockwork: Clockwork) -> list[Opened]:
    """The promises that an event opens, one per match."""
    return [
        _opened(event, element, promise, family, family.key(values), clockwork)
        for promise, family, place in openings(type(event))
        if promise.when is None or getattr(event, promise.when)
        for values, element in place.values(event)
    ]


def newest_openings(opened: Sequence[Opened]) -> list[Opened]:
    newest: dict[UUID, Opened] = {}
    for one in opened:
        if one.key not in newest or newest[one.key].version < one.version:
            newest[one.key] = one
    return list(newest.values())


def reason_of(event: Event) -> str:
    """The event, and its own words for why, if it has any."""
    reasons = told(event, "reasons")
    why = reasons[0].code if reasons else told(event, "reason") or ", ".join(told(event, "missing") or ())
    return f"{event.topic}: {why}" if why and isinstance(why, str) else event.topic


def _opened(event: Event, element: Value, promise: Promise, family: Family, key: UUID, clockwork: Clockwork) -> Opened:
    due = clockwork.promised(promise.within, event)
    return Opened(
        key=key,
        cause=event.topic,
        reason=reason_of(event),
        owner=family.owner,
        due=due.at,
        order_id=told(event, "order_id") or (told(element, "order_id") if "order_id" in family.match else None),
        order_version=order_version(event, element),
        purchase_id=told(event, "purchase_id"),
        item=told(element, "item"),
        need_version=told(element, "need_version") or told(event, "need_version"),
        provisional=promise.provisional,
        version=opened_version(event, element, family, clockwork.now),
        counts_from=due.counts_from,
        due_provisional=due.provisional,
        suspends=promise.suspends,
        topics=family.of,
        number=told(event, "number") if promise.of_document else None,
        customer=told(event, "customer") if promise.of_document else None,
    )
