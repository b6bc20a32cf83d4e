"""What a path names an inspection at a gate by, and where people find one that waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from chassis.handling import Reading, Subject, Subjects
from chassis.http.named import named
from services.warehouse.gate_inspection import store
from services.warehouse.gate_inspection.rules import GateInspection

GateInspectionId = Annotated[UUID, named("gate inspection", "gate_inspection_id", store.numbered)]
"""An inspection of a production order by its id, or its number: FAI-2026-000123, FQC-2026-000123."""


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> list[Subject]:
    return [_subject(one) for one in await store.of_orders(db, orders)]


async def _waiting(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    return [_subject(one) for one in await store.waiting(db, after, limit)]


def _subject(one: GateInspection) -> Subject:
    """A verdict begins with the whole sample examined."""
    label, by = f"{one.number} {one.item}", {"gate_inspection_id": one.inspection_id}
    return Subject("gate_inspection", one.inspection_id, label, by, {"examined": one.sample})


async def _named(db: Reading, name: str, limit: int) -> list[Subject]:
    return [_subject(one) for one in await store.named(db, name, limit)]


SUBJECTS = Subjects(_of_orders, _waiting, _named)
"""Those that nobody examined, and those that failed."""
