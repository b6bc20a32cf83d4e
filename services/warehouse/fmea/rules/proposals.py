"""What was rejected or complained of is confirmed as a case of a failure mode, or as none (WHS-9). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from chassis.refusal import NotFound, Refusal
from contracts.complaints import ComplaintOpened
from contracts.value import Value
from contracts.warehouse import GoodsRejected
from services.warehouse.failure_mode.rules import Case, FailureMode, Source
from services.warehouse.fmea.rules.library import OfAnotherItem


class ProposalDecided(Refusal):
    """{decided_by} decided this already[: it is a case of {failure_mode}][: it is no failure, for {reason}]."""


class Proposal(Value):
    """A rejected lot or a quality complaint, of which somebody says which failure it is, or that it is none.

    ``item`` is empty where a complaint is about its order as a whole; ``grade`` is the complaint's.
    """

    proposal_id: UUID
    source: Source
    number: str
    """The inspection INS- or the reference told at the dock, or the complaint CP-."""
    item: str
    heard_on: date
    grade: str = ""
    decision: Literal["", "confirmed", "dismissed"] = ""
    failure_mode: str = ""
    reason: str = ""
    decided_by: str = ""


@dataclass(frozen=True)
class Confirm:
    """It is a case of this failure mode."""

    proposal_id: UUID
    failure_mode: str
    by: str


@dataclass(frozen=True)
class Dismiss:
    """It is no failure of the goods."""

    proposal_id: UUID
    reason: str
    by: str


def of_lot(proposal_id: UUID, heard: GoodsRejected, today: date) -> Proposal:
    return Proposal(
        proposal_id=proposal_id,
        source="rejected lot",
        number=heard.inspection,
        item=heard.item,
        heard_on=today,
    )


def items_of(heard: ComplaintOpened) -> tuple[str, ...]:
    """What failed, the first time that it is told; one without a name where it is about the order as a whole."""
    return (heard.items or ("",)) if heard.kind == "quality" and heard.version == 1 else ()


def of_complaint(proposal_id: UUID, heard: ComplaintOpened, item: str, today: date) -> Proposal:
    return Proposal(
        proposal_id=proposal_id,
        source="complaint",
        number=heard.number,
        item=item,
        heard_on=today,
        grade=heard.grade,
    )


def confirm(
    proposal: Proposal | None, known: FailureMode | None, asked: Confirm, today: date
) -> tuple[Proposal, FailureMode] | Refusal:
    """Counted as a case of a failure mode of its item, once."""
    if proposal is None or known is None:
        return _lacking(proposal, asked)
    if proposal.decision:
        return _decided(proposal)
    if proposal.item not in ("", known.item):
        return OfAnotherItem(failure_mode=known.code, item=known.item)
    case = Case(source=proposal.source, number=proposal.number, confirmed_on=today, confirmed_by=asked.by)
    decided = proposal.but(decision="confirmed", failure_mode=known.code, decided_by=asked.by)
    return decided, known.but(cases=(*known.cases, case))


def dismiss(proposal: Proposal | None, asked: Dismiss) -> Proposal | Refusal:
    """No failure of the goods, for a reason."""
    if proposal is None:
        return NotFound(what="proposal", id=asked.proposal_id)
    if proposal.decision:
        return _decided(proposal)
    return proposal.but(decision="dismissed", reason=asked.reason, decided_by=asked.by)


def _lacking(proposal: Proposal | None, asked: Confirm) -> NotFound:
    if proposal is None:
        return NotFound(what="proposal", id=asked.proposal_id)
    return NotFound(what="failure mode", id=asked.failure_mode)


def _decided(proposal: Proposal) -> ProposalDecided:
    told = {"failure_mode": proposal.failure_mode} if proposal.failure_mode else {"reason": proposal.reason}
    return ProposalDecided(decided_by=proposal.decided_by, **told)
