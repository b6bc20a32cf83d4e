"""Where people find a failure mode that waits for somebody."""

from __future__ import annotations

from uuid import NAMESPACE_OID, UUID, uuid5

from chassis import clock
from chassis.figures import holding
from chassis.handling import Reading, Subject, Subjects
from contracts.value import fields_of
from services.warehouse.failure_mode import store
from services.warehouse.failure_mode.rules import FailureMode
from services.warehouse.policy import Policy


async def _waiting(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    policy = await holding(db, Policy)
    found = [_subject(one) for one in await store.waiting(db, clock.today(), policy.risk_limit)]
    found.sort(key=lambda one: one.id)
    return [one for one in found if after is None or one.id > after][:limit]


def _subject(known: FailureMode) -> Subject:
    """What is entered anew begins with what stands there, a rating with the last one."""
    id_, named = uuid5(NAMESPACE_OID, f"failure mode {known.code}"), {"failure_mode": known.code}
    last = fields_of(known.ratings[-1]) if known.ratings else {}
    return Subject("failure_mode", id_, f"{known.code} {known.item}", named, {**fields_of(known), **last})


SUBJECTS = Subjects(waiting=_waiting)
"""Those that nobody rated, those above the limit for which nobody does anything, and those whose action is due."""
