"""What paths name a complaint by, and where people find it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated
from uuid import UUID

from chassis.figures import holding
from chassis.handling import Reading, Subject, Subjects
from chassis.http.named import named
from contracts.complaints import ComplaintKind
from contracts.value import fields_of
from services.sales.complaint import store
from services.sales.complaint.rules.document import Complaint
from services.sales.complaint.rules.templates import Template
from services.sales.masters import store as masters
from services.sales.masters.rules import Customer
from services.sales.policy import Policy

ComplaintId = Annotated[UUID, named("complaint", "complaint_id", store.numbered)]
"""A complaint by its id, or as CP-2026-000123."""


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> Sequence[Subject]:
    return await _subjects(db, await store.of_orders(db, orders))


async def _waiting(db: Reading, after: UUID | None, limit: int) -> Sequence[Subject]:
    return await _subjects(db, await store.waiting(db, after, limit))


async def _by_name(db: Reading, name: str, _limit: int) -> Sequence[Subject]:
    known = await store.named(db, name)
    return await _subjects(db, [known]) if known else []


async def _subjects(db: Reading, found: Sequence[Complaint]) -> list[Subject]:
    """An answer begins with the company's words for its kind, in the customer's language."""
    if not found:
        return []
    answers = (await holding(db, Policy)).complaint_answers
    customers = await masters.load(db, Customer, sorted({one.customer for one in found}))
    languages = {code: customer.language for code, customer in customers.items()}
    return [_subject(one, _answer(one, answers, languages.get(one.customer, ""))) for one in found]


def _answer(one: Complaint, answers: Mapping[ComplaintKind, Template], language: str) -> str:
    return answers[one.kind].worded(language, one.number, one.order_number)


def _subject(one: Complaint, answer: str) -> Subject:
    """What is analysed anew begins with what was found before."""
    team = [fields_of(member) for member in one.team]
    says = {"order_id": one.order_id, "grade": one.grade, "team": team, "answer_by": one.answer_by, "answer": answer}
    return Subject("complaint", one.complaint_id, one.number, {"complaint_id": one.complaint_id}, says | _found(one))


def _found(one: Complaint) -> dict[str, object]:
    if one.analysis is None:
        return {}
    measures = {"corrective": fields_of(one.analysis.corrective), "preventive": fields_of(one.analysis.preventive)}
    return {**fields_of(one.analysis), **measures}


SUBJECTS = Subjects(_of_orders, _waiting, _by_name)
"""Complaints about orders, and those that are not answered or of which a measure is not taken."""
