"""What paths name a letter by, and where people find it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from chassis.handling import Reading, Subject, Subjects
from chassis.http.named import named
from services.sales.letter import store
from services.sales.letter.rules import Letter

LetterId = Annotated[UUID, named("letter", "letter_id", store.numbered)]
"""A letter by its id, or as LT-2026-000123."""


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> Sequence[Subject]:
    return [_subject(one) for one in await store.of_orders(db, orders) if one.with_a_person]


async def _waiting(db: Reading, after: UUID | None, limit: int) -> Sequence[Subject]:
    return [_subject(one) for one in await store.with_a_person(db, after, limit)]


def _subject(one: Letter) -> Subject:
    return Subject("letter", one.letter_id, one.number, {"letter_id": one.letter_id}, {"order_id": one.order_id})


SUBJECTS = Subjects(_of_orders, _waiting)
"""Letters that somebody must do something about: release them, send them again, or say what became of them."""
