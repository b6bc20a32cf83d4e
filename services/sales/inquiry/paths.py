"""What paths name an inquiry by, and where people find it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from chassis.handling import Reading, Subject, Subjects
from chassis.http.named import named
from contracts.value import fields_of
from services.sales.inquiry import store
from services.sales.inquiry.rules import Inquiry

InquiryId = Annotated[UUID, named("inquiry", "inquiry_id", store.numbered)]
"""An inquiry by its id, as IN-2026-000123, or by a quotation's number."""


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> Sequence[Subject]:
    return [_subject(one) for one in await store.of_orders(db, orders)]


async def _waiting(db: Reading, after: UUID | None, limit: int) -> Sequence[Subject]:
    return [_subject(one) for one in await store.waiting(db, after, limit)]


def _subject(one: Inquiry) -> Subject:
    """What is quoted anew begins with what was quoted before."""
    last = one.pending or one.newest
    says = fields_of(last) if last else {}
    return Subject("inquiry", one.inquiry_id, one.number, {"inquiry_id": one.inquiry_id}, says)


SUBJECTS = Subjects(_of_orders, _waiting)
"""Inquiries of an order, and those that are not ordered yet."""
