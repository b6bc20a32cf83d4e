"""HTTP: audits of suppliers, and what is done about their findings (PUR-13)."""

from __future__ import annotations

from typing import Annotated
from uuid import NAMESPACE_OID, UUID, uuid5

from fastapi import Depends, Path, Response
from pydantic import BaseModel, Field

from chassis.handling import Reading, Subject, Subjects
from chassis.http.asked import DayGone
from chassis.http.identity import Person, allow
from chassis.http.page import Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from contracts.scalars import Code, Count, Day, Told
from contracts.value import fields_of
from services.purchasing.audits import handlers, store
from services.purchasing.audits.rules import Audit, Close, Finding, Grade, Topic
from services.purchasing.audits.view import Audited

router = Router(prefix="/api/v1/suppliers/{supplier}/audits", tags=["supplier audits"])
READERS = allow("buyer", "planner", "quality manager", "management", "general manager")
Auditing = Annotated[Person, Depends(allow("buyer", "quality manager"))]


class FindingBody(BaseModel):
    """What was found, and what is done about it, by whom and until when."""

    topic: Topic
    grade: Grade
    finding: Told
    action: Told
    owner: Told
    due_on: Day


class AuditBody(BaseModel):
    """Who audited the supplier on which day, whether he was told before, what was looked at, and what was found."""

    audited_on: DayGone
    auditor: Told
    announced: bool = False
    topics: Annotated[tuple[Topic, ...], Field(min_length=1, max_length=10)]
    findings: Annotated[tuple[FindingBody, ...], Field(max_length=200)] = ()


class CloseBody(BaseModel):
    """How it is seen that the corrective action was done."""

    evidence: Told


class Audits(Page[Audit, None]):
    """A supplier's audits, the newest first."""


@router.post("", response_model=Audited)
async def enter_audit(supplier: Code, asked: AuditBody, ask: Ask, by: Auditing) -> Response:
    """Enter what a third party found at a supplier, each finding with its corrective action (PUR-13)."""
    findings = tuple(Finding(number=number, **dict(one)) for number, one in enumerate(asked.findings, 1))
    command = Audit(supplier=supplier, entered_by=by.code, **dict(asked) | {"findings": findings})
    return await ask(handlers.enter, command, key=supplier, by=by)


@router.post("/{audited_on}/findings/{finding}/close", response_model=Audited)
async def close_finding(
    supplier: Code, audited_on: Day, finding: Annotated[Count, Path(ge=1)], asked: CloseBody, ask: Ask, by: Auditing
) -> Response:
    """The corrective action of a finding was done, by this evidence (PUR-13)."""
    return await ask(handlers.close, Close(supplier, audited_on, finding, asked.evidence, by.code), key=supplier, by=by)


@router.get("", dependencies=[Depends(READERS)])
async def list_audits(supplier: Code, db: Look) -> Audits:
    """A supplier's audits with their findings, the newest first (PUR-13)."""
    return Audits(items=tuple(await store.of_supplier(db, supplier)))


async def _waiting(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    audits = await store.with_open_findings(db)
    found = [_subject(audit, one) for audit in audits for one in audit.findings if one.closed_on is None]
    found.sort(key=lambda one: one.id)
    return [one for one in found if after is None or one.id > after][:limit]


def _subject(audit: Audit, finding: Finding) -> Subject:
    named = {"supplier": audit.supplier, "audited_on": audit.audited_on, "finding": finding.number}
    id_ = uuid5(NAMESPACE_OID, f"finding {audit.supplier} {audit.audited_on} {finding.number}")
    return Subject("finding", id_, f"{audit.supplier} {audit.audited_on} {finding.number}", named, fields_of(finding))


SUBJECTS = Subjects(waiting=_waiting)
"""Findings whose corrective action nobody has closed."""
