"""What paths name a sample by, and where people find it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from chassis.handling import Reading, Subject, Subjects
from chassis.http.named import named
from services.sales.sample import store
from services.sales.sample.rules import Sample

SampleId = Annotated[UUID, named("sample", "sample_id", store.numbered)]
"""A sample by its id, or as SM-2026-000123."""


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> Sequence[Subject]:
    return [_subject(one) for one in await store.of_orders(db, orders)]


async def _waiting(db: Reading, after: UUID | None, limit: int) -> Sequence[Subject]:
    return [_subject(one) for one in await store.waiting(db, after, limit)]


async def _by_name(db: Reading, name: str, _limit: int) -> Sequence[Subject]:
    sample_id = await store.numbered(db, name, {})
    known = await store.find(db, sample_id) if sample_id else None
    return [_subject(known)] if known else []


def _subject(one: Sample) -> Subject:
    return Subject("sample", one.sample_id, one.number, {"sample_id": one.sample_id}, {"orders": one.orders})


SUBJECTS = Subjects(_of_orders, _waiting, _by_name)
"""Samples that orders name, and those that are to be sent or judged."""
