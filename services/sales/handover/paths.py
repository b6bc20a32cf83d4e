"""What paths name a handover by, and where people find it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from chassis.handling import Reading, Subject, Subjects
from chassis.http.named import named
from services.sales.handover import store
from services.sales.handover.rules import Handover

HandoverId = Annotated[UUID, named("handover", "handover_id", store.numbered)]
"""A handover by its id, or as HO-2026-000123."""


async def _waiting(db: Reading, after: UUID | None, limit: int) -> Sequence[Subject]:
    return [_subject(one) for one in await store.waiting(db, after, limit)]


def _subject(one: Handover) -> Subject:
    """Who declines begins with no reason of another's."""
    return Subject("handover", one.handover_id, one.number, {"handover_id": one.handover_id}, {})


SUBJECTS = Subjects(waiting=_waiting)
"""Those that nobody has taken or declined."""
