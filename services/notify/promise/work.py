"""The one road of a promise: what is heard is folded, and written in the same three statements."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chassis import clock
from chassis.figures import holding
from chassis.handling import Db, Nothing
from contracts.event import Event, working_hours
from services.notify.policy import Policy, calendar
from services.notify.promise import store
from services.notify.promise.rules.life import follow
from services.notify.promise.rules.limits import Clockwork, reckoned


async def handle(db: Db, events: Sequence[Event]) -> list[Nothing]:
    """Nothing is loaded: either half of a promise may come first, and each is written as it comes."""
    policy = await holding(db, Policy)
    clockwork = _clockwork(policy)
    news = follow(events, clockwork)
    undo_due = clockwork.after(working_hours(policy.undo_hours)) if news.orders else clockwork.now
    await store.save(db, news, clockwork.now, undo_due)
    return [() for _ in events]


async def reckon(db: Db, keys: Sequence[UUID]) -> list[Nothing]:
    """Reckon due times anew by the calendar as it is now; each counts from where it counted."""
    clockwork = _clockwork(await holding(db, Policy))
    found = await store.load(db, keys)
    await store.put_due(db, [(one, *reckoned(one, clockwork)) for one in found])
    return [() for _ in keys]


def _clockwork(policy: Policy) -> Clockwork:
    return Clockwork(clock.now(), calendar(policy), clock.in_real_seconds)
