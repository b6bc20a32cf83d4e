"""What a path names a stock count by, and where people find one that waits."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from chassis.handling import Reading, Subject, Subjects
from chassis.http.named import named
from services.warehouse.stock_count import store
from services.warehouse.stock_count.rules import StockCount

CountId = Annotated[UUID, named("stock count", "stock_count_id", store.numbered)]
"""A stock count by its id, or its number CT-2026-000123."""


async def _waiting(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    return [_subject(one) for one in await store.waiting(db, after, limit)]


def _subject(one: StockCount) -> Subject:
    """The form begins with what is still to count, and no quantity."""
    lines = [{"item": line.item, "place": line.place, "lot": line.lot} for line in one.to_count]
    title = f"{one.number} {one.place or ', '.join(one.items[:3])}"
    return Subject("stock_count", one.stock_count_id, title, {"stock_count_id": one.stock_count_id}, {"lines": lines})


async def _named(db: Reading, name: str, limit: int) -> list[Subject]:
    return [_subject(one) for one in await store.named(db, name, limit)]


SUBJECTS = Subjects(waiting=_waiting, by_name=_named)
"""Those to count, and those whose differences wait for somebody who settles them."""
