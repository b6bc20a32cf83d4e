"""Complaints over HTTP; a customer complains himself, of his own orders (SAL-12, ALL-3)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response
from pydantic import BaseModel, Field, StringConstraints

from chassis import clock
from chassis.handling import Reading
from chassis.http.asked import DayAhead
from chassis.http.download import Download
from chassis.http.identity import Person, allow
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.papers.attached import Attachment
from chassis.papers.attaching import Attach, AttachFile, Attachments, as_it_came, attach, attachments_of
from chassis.refusal import NotFound
from contracts.complaints import ComplaintGrade, ComplaintKind
from contracts.departments import Department
from contracts.money import AskedQuantity
from contracts.order import LineNumber
from contracts.scalars import Code, Told
from services.sales.complaint import store
from services.sales.complaint.paths import ComplaintId
from services.sales.complaint.rules.document import Analysis, Complaint, Measure, Member, Which
from services.sales.complaint.view import (
    Case,
    ComplaintHeard,
    ComplaintPage,
    ComplaintState,
    case_of,
    for_customer,
    page_of,
    state_of,
)
from services.sales.complaints import handlers, rules
from services.sales.order.paths import DECIDERS, STAFF, OrderId, only_customer, whose

router = Router(prefix="/api/v1", tags=["complaints"])
Complainer = Annotated[Person, Depends(allow(*STAFF, "customer service", "customer"))]
Solver = Annotated[Person, Depends(allow(*STAFF, "customer service", "quality manager"))]
Grader = Annotated[Person, Depends(allow(*DECIDERS, "quality manager"))]
Reader = Annotated[
    Person,
    Depends(allow(*STAFF, "customer service", "management", "general manager", "quality manager", "customer")),
]
Inside = Annotated[
    Person, Depends(allow(*STAFF, "customer service", "management", "general manager", "quality manager"))
]
LINES_MAX = 200
TEAM_MAX = 20
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Sought = Annotated[str, Query(max_length=200), StringConstraints(strip_whitespace=True)]
AnyWords = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]


class GoodsLine(BaseModel):
    """A line of the order, and how much of it is not as it should be."""

    line: LineNumber
    quantity: AskedQuantity


class OpenComplaintBody(BaseModel):
    """What is wrong, in the customer's words, and with which goods; without goods it is about the order as a whole."""

    kind: ComplaintKind
    words: Words
    goods: Annotated[tuple[GoodsLine, ...], Field(max_length=LINES_MAX)] = ()


class RegradeBody(BaseModel):
    """A person knows better than the rule."""

    grade: ComplaintGrade
    reason: Told


class MemberBody(BaseModel):
    department: Department
    person: Code


class TeamBody(BaseModel):
    """People of at least two departments, and the day by which the customer is answered."""

    team: Annotated[tuple[MemberBody, ...], Field(min_length=1, max_length=TEAM_MAX)]
    answer_by: DayAhead


class MeasureBody(BaseModel):
    """What is done, by whom, until when."""

    what: Told
    owner: Code
    due: DayAhead


class AnalyseBody(BaseModel):
    """Why it came so, asked up to five times: the last answer is the root cause; and what is done about it."""

    whys: Annotated[tuple[Told, ...], Field(min_length=1, max_length=5)]
    corrective: MeasureBody
    preventive: MeasureBody
    procedure: AnyWords = ""
    """What is done otherwise from now on, where a procedure changed."""


class TakeMeasureBody(BaseModel):
    """Which measure was taken, and what came of it."""

    measure: Which
    done: Told


class CloseComplaintBody(BaseModel):
    """What the customer was answered, and what he was promised with it until which day."""

    answer: Words
    promised: AnyWords = ""
    promised_by: DayAhead | None = None


class ReopenBody(BaseModel):
    """Why the customer is not satisfied."""

    reason: Told


class Cases(Page[Case]):
    """The newest first; ``next`` is the cursor of the next page."""


class Complaints(Page[ComplaintState | ComplaintHeard]):
    """By the order in which they came; ``next`` is the cursor of the next page."""


@router.post("/orders/{order_id}/complaints", response_model=ComplaintState | ComplaintHeard)
async def open_complaint(by: Complainer, order_id: OrderId, asked: OpenComplaintBody, ask: Ask) -> Response:
    """A customer says what is wrong; the grade says who takes it up, and until when (SAL-12)."""
    lines = tuple(rules.AskedLine(one.line, one.quantity) for one in asked.goods)
    body = rules.Open(order_id, asked.kind, asked.words, lines, only_of=only_customer(by))
    return await ask(handlers.open_, body, key=str(order_id), by=by)


@router.post("/complaints/{complaint_id}/grade", response_model=ComplaintState)
async def regrade_complaint(by: Grader, complaint_id: ComplaintId, asked: RegradeBody, ask: Ask) -> Response:
    """Raise or lower its grade: another limit, and another team (SAL-12)."""
    body = rules.Regrade(complaint_id, asked.grade, asked.reason)
    return await ask(handlers.regrade, body, key=str(complaint_id), by=by)


@router.post("/complaints/{complaint_id}/team", response_model=ComplaintState)
async def name_team(by: Solver, complaint_id: ComplaintId, asked: TeamBody, ask: Ask) -> Response:
    """Name who takes up a complaint of grade A or B, and the day by which the customer is answered (SAL-12)."""
    team = tuple(Member(department=one.department, person=one.person) for one in asked.team)
    body = rules.NameTeam(complaint_id, team, asked.answer_by)
    return await ask(handlers.name_team, body, key=str(complaint_id), by=by)


@router.post("/complaints/{complaint_id}/analyse", response_model=ComplaintState)
async def analyse_complaint(by: Solver, complaint_id: ComplaintId, asked: AnalyseBody, ask: Ask) -> Response:
    """Tell the root cause, and what is done about it and against the next one (SAL-12, SAL-21)."""
    corrective, preventive = (Measure(**dict(one)) for one in (asked.corrective, asked.preventive))
    found = Analysis(whys=asked.whys, corrective=corrective, preventive=preventive, procedure=asked.procedure)
    return await ask(handlers.analyse, rules.Analyse(complaint_id, found), key=str(complaint_id), by=by)


@router.post("/complaints/{complaint_id}/take-measure", response_model=ComplaintState)
async def take_measure(by: Solver, complaint_id: ComplaintId, asked: TakeMeasureBody, ask: Ask) -> Response:
    """Tell that a measure was taken, before its day or late; also after the customer was answered (SAL-12)."""
    body = rules.TakeMeasure(complaint_id, asked.measure, asked.done, clock.today(), by.code)
    return await ask(handlers.take_measure, body, key=str(complaint_id), by=by)


@router.post("/complaints/{complaint_id}/close", response_model=ComplaintState)
async def close_complaint(by: Solver, complaint_id: ComplaintId, asked: CloseComplaintBody, ask: Ask) -> Response:
    """Close it with what the customer was answered; what that promises is watched until it is kept (SAL-12)."""
    body = rules.Close(complaint_id, asked.answer, clock.today(), by.code, asked.promised, asked.promised_by)
    return await ask(handlers.close, body, key=str(complaint_id), by=by)


@router.post("/complaints/{complaint_id}/reopen", response_model=ComplaintState | ComplaintHeard)
async def reopen_complaint(by: Complainer, complaint_id: ComplaintId, asked: ReopenBody, ask: Ask) -> Response:
    """The customer is not satisfied: its cause is looked for anew, within the same time (SAL-12)."""
    body = rules.Reopen(complaint_id, asked.reason, only_of=only_customer(by))
    return await ask(handlers.reopen, body, key=str(complaint_id), by=by)


@router.get("/complaints", response_model=Complaints)
async def list_complaints(
    db: Look, by: Reader, customer: Code | None = None, after: UUID = FIRST, limit: Limit = 100
) -> Complaints:
    """All of them, or a customer's; a customer gets his own."""
    page = await store.listed(db, whose(by, customer), after, limit)
    shown = for_customer if only_customer(by) else state_of
    return Complaints(items=tuple(map(shown, page.items)), next=page.next)


@router.get("/cases", response_model=Cases)
async def list_cases(db: Look, _: Inside, text: Sought = "", after: UUID | None = None, limit: Limit = 100) -> Cases:
    """The library: closed complaints in which a text is told, or about an item; all without one (SAL-12)."""
    page = await store.cases(db, text, after, limit)
    return Cases(items=tuple(map(case_of, page.items)), next=page.next)


@router.get("/complaints/{complaint_id}", response_model=ComplaintPage | ComplaintHeard)
async def get_complaint(by: Reader, complaint_id: ComplaintId, db: Look) -> ComplaintPage | ComplaintHeard:
    """With the cases of the library that are most like it (SAL-12)."""
    known = await _his(db, complaint_id, by)
    return for_customer(known) if only_customer(by) else page_of(known, await store.similar(db, known))


@router.post("/complaints/{complaint_id}/attachments", response_model=Attachment)
async def attach_to_complaint(
    by: Complainer, complaint_id: ComplaintId, asked: AttachFile, db: Look, ask: Ask
) -> Response:
    """Keep a photo or a PDF that shows what the customer complains of; he may send it himself (SAL-12)."""
    await _his(db, complaint_id, by)
    return await ask(attach, Attach.of(complaint_id, asked, by.code), key=str(complaint_id), by=by)


@router.get("/complaints/{complaint_id}/attachments", response_model=Attachments)
async def list_complaint_attachments(
    by: Reader, complaint_id: ComplaintId, db: Look, limit: Limit = 100, after: UUID | None = None
) -> Attachments:
    """One of them is at `/{attachment_id}` behind; a customer sees those of his own complaints (SAL-12)."""
    await _his(db, complaint_id, by)
    return await attachments_of(db, complaint_id, after, limit)


@router.get("/complaints/{complaint_id}/attachments/{attachment_id}", include_in_schema=False)
async def get_complaint_attachment(
    by: Reader, complaint_id: ComplaintId, attachment_id: UUID, db: Look, download: Download
) -> Response:
    """One of them, as it came (SAL-12)."""
    await _his(db, complaint_id, by)
    return await as_it_came(db, complaint_id, attachment_id, download)


async def _his(db: Reading, complaint_id: UUID, by: Person) -> Complaint:
    """Who is nothing but a customer finds his own alone."""
    known = await store.find(db, complaint_id)
    if known is None or only_customer(by) not in (None, known.customer):
        raise NotFound(what="complaint", id=complaint_id)
    return known
