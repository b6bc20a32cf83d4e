"""A complaint as people see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from contracts.complaints import ComplaintKind
from contracts.value import Value, fields_of
from services.sales.complaint.rules.document import Complaint, Measure, Status


class ComplaintState(Complaint):
    state: Status


class Case(Value):
    """A closed complaint, for who looks how others were solved."""

    number: str
    order_number: str
    kind: ComplaintKind
    items: tuple[str, ...]
    words: str
    root_cause: str
    corrective: Measure | None
    preventive: Measure | None
    answer: str


class ComplaintPage(ComplaintState):
    similar: tuple[Case, ...]
    """Closed complaints of the same items, then of the same kind (SAL-12)."""


class HeardLine(Value):
    line: int
    item: str
    quantity: Decimal


class HeardReply(Value):
    on: date
    words: str
    reopened: str


class ComplaintHeard(Value):
    """What its customer sees: not how it is graded, nor who works on it (ALL-3)."""

    complaint_id: UUID
    number: str
    order_id: UUID
    order_number: str
    customer: str
    opened_on: date
    kind: ComplaintKind
    words: str
    lines: tuple[HeardLine, ...]
    answer_by: date | None
    replies: tuple[HeardReply, ...]
    closed: bool


def state_of(complaint: Complaint) -> ComplaintState:
    return ComplaintState(**fields_of(complaint), state=complaint.status)


def page_of(complaint: Complaint, similar: Sequence[Complaint]) -> ComplaintPage:
    return ComplaintPage(**fields_of(state_of(complaint)), similar=tuple(map(case_of, similar)))


def for_customer(complaint: Complaint) -> ComplaintHeard:
    seen = {
        "lines": tuple(HeardLine.having(fields_of(line)) for line in complaint.lines),
        "replies": tuple(HeardReply.having(fields_of(reply)) for reply in complaint.replies),
    }
    return ComplaintHeard.having(fields_of(complaint) | seen)


def case_of(complaint: Complaint) -> Case:
    found = complaint.analysis
    return Case(
        number=complaint.number,
        order_number=complaint.order_number,
        kind=complaint.kind,
        items=complaint.items,
        words=complaint.words,
        root_cause=found.root_cause if found else "",
        corrective=found.corrective if found else None,
        preventive=found.preventive if found else None,
        answer=complaint.replies[-1].words,
    )
