"""HTTP of failure modes and of what is proposed as their cases (WHS-9)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from pydantic import BaseModel, Field, StringConstraints

from chassis.handling import Reading, Subject, Subjects
from chassis.http.asked import DayAhead
from chassis.http.identity import Person, allow
from chassis.http.page import Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from contracts.scalars import Code, Reference, Told
from services.warehouse.failure_mode import store as library
from services.warehouse.failure_mode.view import FailureModeState, state_of
from services.warehouse.fmea import handlers, store
from services.warehouse.fmea.rules.library import Improve, Keep, Rate
from services.warehouse.fmea.rules.proposals import Confirm, Dismiss, Proposal

router = Router(prefix="/api/v1", tags=["failure modes"])
READERS = allow("inspector", "quality manager", "storekeeper", "buyer", "planner", "management", "general manager")
Analyst = Annotated[Person, Depends(allow("quality manager", "inspector"))]
Scale = Annotated[int, Field(ge=1, le=10)]
"""1 is the best, 10 the worst."""


class KeepFailureMode(BaseModel):
    """How an item fails in which process, what that brings about, why it comes, and what is done against it today."""

    item: Code
    process: Reference
    mode: Told
    effect: Told
    cause: Told
    control: Told


class RateFailureMode(BaseModel):
    """How grave the effect is, how often the cause comes, how badly the control finds it; an improvement's result."""

    severity: Scale
    occurrence: Scale
    detection: Scale
    result: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""


class ImproveFailureMode(BaseModel):
    """What is done about it, by whom, until when."""

    what: Told
    owner: Code
    due_on: DayAhead


class ConfirmProposal(BaseModel):
    """The failure mode that it is a case of: one of its item, entered before."""

    failure_mode: Code


class DismissProposal(BaseModel):
    """Why it is no failure of the goods."""

    reason: Told


class FailureModes(Page[FailureModeState, str]):
    """A page of failure modes, by their codes."""


class Proposals(Page[Proposal]):
    """A page of rejected lots and quality complaints, in the order of their coming."""


@router.put("/failure-modes/{failure_mode}", response_model=FailureModeState)
async def keep_failure_mode(failure_mode: Code, asked: KeepFailureMode, ask: Ask, by: Analyst) -> Response:
    """Enter how an item may fail, under a code of the department's, or say otherwise what it is (WHS-9)."""
    body = Keep(failure_mode, **asked.model_dump(), kept_by=by.code)
    return await ask(handlers.keep, body, key=failure_mode, by=by)


@router.post("/failure-modes/{failure_mode}/rate", response_model=FailureModeState)
async def rate_failure_mode(failure_mode: Code, asked: RateFailureMode, ask: Ask, by: Analyst) -> Response:
    """Rate severity, occurrence and detection from 1, the best, to 10, the worst; a result closes the open
    improvement (WHS-9).

    Severity 10 endangers somebody, occurrence 10 comes again and again, detection 10 is not found before it is used.
    """
    body = Rate(failure_mode, **asked.model_dump(), rated_by=by.code)
    return await ask(handlers.rate, body, key=failure_mode, by=by)


@router.post("/failure-modes/{failure_mode}/improve", response_model=FailureModeState)
async def improve_failure_mode(failure_mode: Code, asked: ImproveFailureMode, ask: Ask, by: Analyst) -> Response:
    """Say what is done about it, by whom and until when (WHS-9)."""
    return await ask(handlers.improve, Improve(failure_mode, **asked.model_dump()), key=failure_mode, by=by)


@router.post("/fmea-proposals/{proposal_id}/confirm", response_model=FailureModeState)
async def confirm_proposal(proposal_id: UUID, asked: ConfirmProposal, ask: Ask, by: Analyst) -> Response:
    """A rejected lot or a complaint is a case of a failure mode, which counts it (WHS-9)."""
    body = Confirm(proposal_id, asked.failure_mode, by.code)
    return await ask(handlers.confirm, body, key=asked.failure_mode, by=by)


@router.post("/fmea-proposals/{proposal_id}/dismiss", response_model=Proposal)
async def dismiss_proposal(proposal_id: UUID, asked: DismissProposal, ask: Ask, by: Analyst) -> Response:
    """A rejected lot or a complaint is no failure of the goods (WHS-9)."""
    return await ask(handlers.dismiss, Dismiss(proposal_id, asked.reason, by.code), key=str(proposal_id), by=by)


@router.get("/failure-modes", dependencies=[Depends(READERS)])
async def list_failure_modes(
    db: Look, item: Code | None = None, limit: Limit = 100, after: Code | None = None
) -> FailureModes:
    """Of an item, or all: the library (WHS-9)."""
    items = tuple(map(state_of, await library.listed(db, item, after, limit)))
    return FailureModes(items=items, next=items[-1].code if len(items) == limit else None)


@router.get("/failure-modes/{failure_mode}", dependencies=[Depends(READERS)])
async def show_failure_mode(failure_mode: Code, db: Look) -> FailureModeState:
    known = (await library.load(db, [failure_mode])).get(failure_mode)
    if known is None:
        raise NotFound(what="failure mode", id=failure_mode)
    return state_of(known)


@router.get("/fmea-proposals", dependencies=[Depends(READERS)])
async def list_proposals(
    db: Look, item: Code | None = None, limit: Limit = 100, after: UUID | None = None
) -> Proposals:
    """What was rejected or complained of, and what somebody decided on it (WHS-9)."""
    items = await store.listed(db, item, after, limit)
    return Proposals(items=tuple(items), next=items[-1].proposal_id if len(items) == limit else None)


async def _proposals_waiting(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    return [_proposal(one, likely) for one, likely in await store.waiting(db, after, limit)]


def _proposal(one: Proposal, likely: str | None) -> Subject:
    """A confirmation begins with the failure mode of the item that came most often."""
    says = {"failure_mode": likely} if likely else {}
    return Subject(
        "proposal", one.proposal_id, f"{one.number} {one.item}".strip(), {"proposal_id": one.proposal_id}, says
    )


SUBJECTS = Subjects(waiting=_proposals_waiting)
"""Rejected lots and complaints that nobody decided."""
