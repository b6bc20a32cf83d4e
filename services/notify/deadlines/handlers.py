"""Every event opens its promises and keeps those that waited for it (NOT-3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chassis import clock
from chassis.handling import Db, Handler, Timer
from contracts.catalogue import EVENTS
from contracts.event import Event, working_hours
from services.notify.deadlines import rules, store
from services.notify.policy import calendar, policy
from services.notify.standing import rules as standing

Nothing = tuple[()]


async def watch(db: Db, events: Sequence[Event]) -> list[Nothing]:
    """Says nothing yet; what is overdue can be asked."""
    now = clock.now()
    clockwork = rules.Clockwork(now, calendar(), clock.in_real_seconds)
    opened = [promise for event in events for promise in rules.opened_by(event, clockwork)]
    answered = [promise for event in events for promise in rules.answered_by(event, now)]
    orders = standing.newest_of_orders(told for event in events for told in standing.told_of_orders(event))
    purchases = standing.newest_of_purchases(map(standing.told_of_purchase, events))
    customers = standing.newest_of_customers(map(standing.told_of_customer, events))
    await store.open_(db, rules.newest_openings(opened))
    await store.answer(db, rules.newest_answers(answered), now)
    undo_due = clockwork.after(working_hours(policy().undo_hours)) if orders else now
    await store.know(db, orders, purchases, customers, now, undo_due)
    return [() for _ in events]


async def find_reckonable(db: Db, _now: datetime) -> list[tuple[str, UUID]]:
    """Promises whose due time rests on a calendar that has come meanwhile, by a setting or with the library."""
    return [(str(key), key) for key in await store.find_provisional(db, calendar().announced_until)]


async def reckon(db: Db, keys: Sequence[UUID]) -> list[Nothing]:
    """Reckon anew by the calendar as it is now; each counts from where it counted."""
    clockwork = rules.Clockwork(clock.now(), calendar(), clock.in_real_seconds)
    found = await store.provisional(db, keys)
    await store.put_due(db, [(one, *rules.reckoned(one, clockwork)) for one in found])
    return [() for _ in keys]


TIMERS = (Timer("calendar", find_reckonable, reckon),)
HANDLES: dict[type[Event], Handler] = dict.fromkeys(EVENTS.values(), watch)
