"""What a complaint is, how far it is, and what is said of it (SAL-12). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal, Self
from uuid import UUID

from chassis.handling import Step
from contracts.complaints import ComplaintClosed, ComplaintGrade, ComplaintKind, ComplaintOpened, ComplaintTeamed
from contracts.departments import Department
from contracts.value import Value

Status = Literal["opened", "team_named", "analysed", "closed"]
Which = Literal["corrective", "preventive"]
"""A measure against what happened, or against the next time."""


class ComplainedLine(Value):
    """So much of a line of the order is not as it should be, of so much that was delivered, in the item's unit."""

    line: int
    item: str
    quantity: Decimal
    delivered: Decimal

    @property
    def share(self) -> Decimal:
        return self.quantity / self.delivered


class Member(Value):
    """Of the team; ``person`` is a code."""

    department: Department
    person: str


class Measure(Value):
    """What is done about the cause, by whom (person code), until which day in the company's zone."""

    what: str
    owner: str
    due: date
    done: str = ""
    """What came of it, once it is taken."""
    done_on: date | None = None
    done_by: str = ""


class Analysis(Value):
    """Why it came so, asked up to five times, and what is done about it (5 whys; 8D, D4 to D7)."""

    whys: tuple[str, ...]
    """Each the reason of the one before; the last is the root cause."""
    corrective: Measure
    preventive: Measure
    procedure: str = ""
    """What is done otherwise from now on; empty where no procedure changed."""

    @property
    def root_cause(self) -> str:
        return self.whys[-1]


class Reply(Value):
    """What the customer was told, and, where he was not satisfied, why not and on what it had rested."""

    on: date
    words: str
    by: str
    reopened: str = ""
    analysis: Analysis | None = None


class Complaint(Value):
    """The document. ``version`` counts what was said of it."""

    complaint_id: UUID
    number: str
    """What people call it: CP-2026-000123."""
    order_id: UUID
    order_number: str
    customer: str
    merchandiser: str
    opened_on: date
    """In the company's zone."""
    kind: ComplaintKind
    words: str
    """The customer's."""
    lines: tuple[ComplainedLine, ...]
    """None where it is about the order as a whole."""
    grade: ComplaintGrade
    version: int = 0
    routed_to: Department | None = None
    """Whose affair its kind is; a team has somebody of it. None in older documents."""
    regraded: str = ""
    """Why somebody gave it another grade than the rule did."""
    team: tuple[Member, ...] = ()
    answer_by: date | None = None
    """The day that was promised when the team was named."""
    analysis: Analysis | None = None
    replies: tuple[Reply, ...] = ()
    """The newest one last."""
    closed: bool = False

    @property
    def needs_team(self) -> bool:
        return self.grade != "C"

    @property
    def lacks_team(self) -> bool:
        return self.needs_team and not self.team

    @property
    def measures(self) -> dict[Which, Measure]:
        """Those that are to be taken, also after the customer is answered."""
        return {"corrective": self.analysis.corrective, "preventive": self.analysis.preventive} if self.analysis else {}

    @property
    def measures_open(self) -> bool:
        return any(not one.done for one in self.measures.values())

    @property
    def status(self) -> Status:
        if self.closed:
            return "closed"
        if self.analysis and not self.lacks_team:
            return "analysed"
        return "team_named" if self.team else "opened"

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(sorted({line.item for line in self.lines}))

    def opened(self, team_hours: int) -> Step[Self, ComplaintOpened]:
        """For the first time, with another grade, or again: a team is named anew, if it needs one."""
        known = self.but(version=self.version + 1, team=(), answer_by=None, closed=False)
        event = ComplaintOpened(
            order_id=known.order_id,
            complaint_id=known.complaint_id,
            number=known.number,
            version=known.version,
            kind=known.kind,
            grade=known.grade,
            items=known.items,
            department=known.routed_to or "sales",
            team_hours=team_hours if known.needs_team else 0,
        )
        return Step(known, (event,))

    def teamed(self, team: tuple[Member, ...], answer_by: date) -> Step[Self, ComplaintTeamed]:
        known = self.but(version=self.version + 1, team=team, answer_by=answer_by)
        event = ComplaintTeamed(
            order_id=known.order_id,
            complaint_id=known.complaint_id,
            number=known.number,
            version=known.version,
            departments=departments_of(team),
            answer_by=answer_by,
        )
        return Step(known, (event,))

    def answered(self, reply: Reply) -> Step[Self, ComplaintClosed]:
        known = self.but(version=self.version + 1, replies=(*self.replies, reply), closed=True)
        event = ComplaintClosed(
            order_id=known.order_id,
            complaint_id=known.complaint_id,
            number=known.number,
            version=known.version,
            answer=reply.words,
            root_cause=known.analysis.root_cause if known.analysis else "",
        )
        return Step(known, (event,))

    def reopened(self, reason: str) -> Self:
        """Its cause is looked for anew; what was found before stays with the answer."""
        last = self.replies[-1].but(reopened=reason, analysis=self.analysis)
        return self.but(replies=(*self.replies[:-1], last), analysis=None)


def departments_of(team: Iterable[Member]) -> tuple[Department, ...]:
    return tuple(sorted({member.department for member in team}))
