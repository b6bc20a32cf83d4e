"""What paths name feedback by, and where people find it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from chassis.handling import Reading, Subject, Subjects
from chassis.http.named import named
from services.sales.feedback import store
from services.sales.feedback.rules import Feedback

FeedbackId = Annotated[UUID, named("feedback", "feedback_id", store.numbered)]
"""By the id of the order or complaint, or as SO-2026-000123 or CP-2026-000123."""


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> Sequence[Subject]:
    return [_subject(one) for one in await store.of_orders(db, orders)]


async def _waiting(db: Reading, after: UUID | None, limit: int) -> Sequence[Subject]:
    return [_subject(one) for one in await store.to_follow_up(db, after, limit)]


async def _by_name(db: Reading, name: str, _limit: int) -> Sequence[Subject]:
    feedback_id = await store.numbered(db, name, {})
    known = await store.load(db, [feedback_id]) if feedback_id else {}
    return list(map(_subject, known.values()))


def _subject(one: Feedback) -> Subject:
    """Who enters an answer begins with nothing of another's."""
    return Subject(
        "feedback", one.feedback_id, one.number, {"feedback_id": one.feedback_id}, {"order_id": one.order_id}
    )


SUBJECTS = Subjects(_of_orders, _waiting, _by_name)
"""What may be judged of orders, and low scores about which nothing was done."""
