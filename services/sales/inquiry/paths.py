"""What paths name an inquiry by, and where people find it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from chassis.figures import holding
from chassis.handling import Reading, Subject, Subjects
from chassis.http.named import named
from contracts.texts import Text, said
from contracts.value import fields_of
from services.sales.inquiry import store
from services.sales.inquiry.rules import Inquiry
from services.sales.needs import store as needs
from services.sales.needs.rules.document import Needs, unconfirmed_in
from services.sales.policy import Policy

InquiryId = Annotated[UUID, named("inquiry", "inquiry_id", store.numbered)]
"""An inquiry by its id, as IN-2026-000123, or by a quotation's number."""


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> Sequence[Subject]:
    return await _subjects(db, await store.of_orders(db, orders))


async def _waiting(db: Reading, after: UUID | None, limit: int) -> Sequence[Subject]:
    return await _subjects(db, await store.waiting(db, after, limit))


async def _by_name(db: Reading, name: str, _limit: int) -> Sequence[Subject]:
    inquiry_id = await store.numbered(db, name, {})
    known = await store.find(db, inquiry_id) if inquiry_id else None
    return await _subjects(db, [known]) if known else []


async def _subjects(db: Reading, found: Sequence[Inquiry]) -> Sequence[Subject]:
    told = await needs.load(db, [one.inquiry_id for one in found])
    policy = await holding(db, Policy)
    return [_subject(one, told.get(one.inquiry_id), policy) for one in found]


def _subject(one: Inquiry, told: Needs | None, policy: Policy) -> Subject:
    """What is quoted anew begins with what was quoted before; what is to be confirmed before that is told (SAL-19)."""
    last = one.pending or one.newest
    says = fields_of(last) if last else {}
    if told:
        says["version"] = told.newest.version
    lacking = unconfirmed_in(told, policy.need_questions)
    name = Text("{number}[, needs to confirm: {questions}]", number=one.number, questions=lacking)
    return Subject("inquiry", one.inquiry_id, said(name), {"inquiry_id": one.inquiry_id}, says)


SUBJECTS = Subjects(_of_orders, _waiting, _by_name)
"""Inquiries of an order, and those that are not ordered yet."""
