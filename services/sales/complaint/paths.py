"""What paths name a complaint by, and where people find it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from chassis.handling import Reading, Subject, Subjects
from chassis.http.named import named
from contracts.value import fields_of
from services.sales.complaint import store
from services.sales.complaint.rules import Complaint

ComplaintId = Annotated[UUID, named("complaint", "complaint_id", store.numbered)]
"""A complaint by its id, or as CP-2026-000123."""


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> Sequence[Subject]:
    return [_subject(one) for one in await store.of_orders(db, orders)]


async def _waiting(db: Reading, after: UUID | None, limit: int) -> Sequence[Subject]:
    return [_subject(one) for one in await store.waiting(db, after, limit)]


def _subject(one: Complaint) -> Subject:
    """What is analysed anew begins with what was found before."""
    team = [fields_of(member) for member in one.team]
    says = {"order_id": one.order_id, "grade": one.grade, "team": team, "answer_by": one.answer_by, **_found(one)}
    return Subject("complaint", one.complaint_id, one.number, {"complaint_id": one.complaint_id}, says)


def _found(one: Complaint) -> dict[str, object]:
    if one.analysis is None:
        return {}
    measures = {"corrective": fields_of(one.analysis.corrective), "preventive": fields_of(one.analysis.preventive)}
    return {**fields_of(one.analysis), **measures}


SUBJECTS = Subjects(_of_orders, _waiting)
"""Complaints about orders, and those that are not answered."""
