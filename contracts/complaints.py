"""What sales says of complaints: what a customer says is wrong with an order, who takes it up, what he is answered."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from contracts.departments import Department
from contracts.event import OrderEvent, Promise, hours, until, working_hours_told
from contracts.scalars import Count, Day
from contracts.sentences import Sentence

ComplaintKind = Literal["quality", "quantity", "late", "document", "service"]
"""What is wrong: the goods, how many there are, when they came, a paper, how the customer was served."""
ComplaintGrade = Literal["A", "B", "C"]
"""A is the gravest. A team of several departments takes up A and B; of C the merchandiser alone (SAL-12)."""


class ComplaintEvent(OrderEvent):
    """An event about a complaint about an order; ``version`` counts what was said of the complaint."""

    complaint_id: UUID
    number: str
    """What people call it: CP-2026-000123."""
    version: Count


class ComplaintOpened(ComplaintEvent, topic="complaint.opened", said_by="sales"):
    """A customer complains; said again with another grade, and when he is not satisfied with the answer (SAL-12)."""

    summary = Sentence(
        en="complaint {number}[: {kind}][ of {items}][, grade {grade}]",
        zh="客户投诉 {number}[：{kind}][（{items}）][，{grade} 级]",
    )
    for_customer = ("number", "kind")

    kind: ComplaintKind
    grade: ComplaintGrade
    items: tuple[str, ...] = ()
    """Those that it is about; none where it is about the order as a whole."""
    department: Department = "sales"
    """Whose affair its kind is."""
    team_hours: Count = 0
    """Working hours in which a team is to be named; 0 where the merchandiser answers alone."""
    then = (
        Promise(
            of=("complaint.teamed",),
            by="sales",
            within=working_hours_told("team_hours"),
            match=("complaint_id",),
            when="team_hours",
            counted_by="version",
            alarming=True,
        ),
        Promise(
            of=("complaint.closed",),
            by="sales",
            within=hours(24),
            match=("complaint_id",),
            when="alone",
            counted_by="version",
        ),
    )

    @property
    def alone(self) -> bool:
        """The merchandiser answers without a team."""
        return not self.team_hours

    @property
    def reason(self) -> str:
        return f"{self.kind} {self.number}"


class ComplaintTeamed(ComplaintEvent, topic="complaint.teamed", said_by="sales"):
    """People of several departments take up a complaint, and the day by which the customer is answered is told."""

    summary = Sentence(
        en="a team takes up complaint {number}[, to be answered by {answer_by}]",
        zh="投诉 {number} 已成立跨部门小组[，{answer_by} 前答复客户]",
    )

    departments: tuple[Department, ...]
    answer_by: Day
    then = (
        Promise(
            of=("complaint.closed",),
            by="sales",
            within=until("answer_by"),
            match=("complaint_id",),
            counted_by="version",
        ),
    )


class ComplaintClosed(ComplaintEvent, topic="complaint.closed", said_by="sales"):
    """The customer was answered; he may reopen it (SAL-12)."""

    summary = Sentence(en="complaint {number} answered[: {answer}]", zh="投诉 {number} 已答复[：{answer}]")
    for_customer = ("number", "answer")

    answer: str
    root_cause: str = ""
    """The last of the whys; empty where nobody asked them."""
