"""What paths name a request for quotation by, and where people find it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from chassis import clock
from chassis.handling import Reading, Subject, Subjects
from chassis.http.named import named
from services.purchasing.rfq import store

RfqId = Annotated[UUID, named("request for quotation", "rfq_id", store.numbered)]
"""A request by its id, or as RFQ-2026-000123."""
Called = Annotated[UUID, named("request for quotation", "rfq", store.numbered)]
"""The same for who may answer one that waits for nobody here: no list of work names it, so he says its number."""


async def _waiting(db: Reading, after: UUID | None, limit: int) -> Sequence[Subject]:
    found = await store.to_choose(db, clock.today(), after, limit)
    return [Subject("rfq", one.rfq_id, one.number, {"rfq_id": one.rfq_id, "rfq": one.rfq_id}, {}) for one in found]


SUBJECTS = Subjects(waiting=_waiting)
"""Requests that wait for a choice."""
