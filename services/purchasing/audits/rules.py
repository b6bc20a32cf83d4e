"""An audit of a supplier, its findings, and the corrective action of each (PUR-13; ISO 19011). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from chassis.refusal import NotFound, Refusal
from contracts.value import Value

Topic = Literal["environment", "process papers", "inspection equipment", "ISO practice", "nonconforming process"]
Grade = Literal["major", "minor", "observation"]
"""By ISO/IEC 17021-1, 3.12 and 3.13; an observation is no nonconformity."""


class Finding(Value):
    """What does not conform, and the corrective action: what is done, by whom and until when.

    It is open until somebody closes it with the evidence that it was done.
    """

    number: int
    topic: Topic
    grade: Grade
    finding: str
    action: str
    owner: str
    due_on: date
    closed_on: date | None = None
    evidence: str = ""
    closed_by: str = ""


class Audit(Value):
    """Somebody from outside audited a supplier on a day: of one supplier there is one a day."""

    supplier: str
    audited_on: date
    auditor: str
    announced: bool
    topics: tuple[Topic, ...]
    findings: tuple[Finding, ...]
    entered_by: str

    @property
    def due_on(self) -> date | None:
        """The day of the first corrective action that nobody has closed yet."""
        return min((one.due_on for one in self.findings if one.closed_on is None), default=None)


@dataclass(frozen=True)
class Close:
    """Somebody saw that a corrective action was done."""

    supplier: str
    audited_on: date
    number: int
    evidence: str
    by: str


class AuditedThatDay(Refusal):
    """The audit of {supplier} on {audited_on} by {auditor} was entered already by {entered_by}."""

    of_input = True


class ClosedAlready(Refusal):
    """Finding {number} of the audit of {supplier} on {audited_on} was closed by {closed_by}: {evidence}"""


def entered(asked: Audit, known: Audit | None) -> Audit | Refusal:
    """What was entered is never written over; the same again is what is there."""
    if known is None or known.but(entered_by=asked.entered_by) == asked:
        return known or asked
    told = {"audited_on": known.audited_on, "auditor": known.auditor, "entered_by": known.entered_by}
    return AuditedThatDay(supplier=known.supplier, **told)


def close(asked: Close, known: Audit | None, today: date) -> Audit | Refusal:
    """One finding closed; the same evidence again changes nothing."""
    finding = next((one for one in known.findings if one.number == asked.number), None) if known else None
    if known is None or finding is None:
        return NotFound(what="finding", id=f"{asked.supplier} {asked.audited_on} {asked.number}")
    if finding.closed_on is None:
        closed = finding.but(closed_on=today, evidence=asked.evidence, closed_by=asked.by)
        return known.but(findings=tuple(closed if one is finding else one for one in known.findings))
    if finding.evidence == asked.evidence:
        return known
    told = {"closed_by": finding.closed_by, "evidence": finding.evidence}
    return ClosedAlready(number=asked.number, supplier=asked.supplier, audited_on=asked.audited_on, **told)
