"""Handovers over HTTP (NOT-10)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from pydantic import BaseModel

from chassis.http.identity import Person, allow
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from contracts.scalars import Code, Told
from services.sales.handing_over import handlers
from services.sales.handing_over.rules import Decline, Propose, Take
from services.sales.handover import store
from services.sales.handover.paths import HandoverId
from services.sales.handover.view import HandoverState, state_of
from services.sales.order.paths import STAFF

router = Router(prefix="/api/v1", tags=["handovers"])
SEE_ALL = frozenset({"sales manager", "management", "general manager"})
Giver = Annotated[Person, Depends(allow(*STAFF))]
Reader = Annotated[Person, Depends(allow(*STAFF, "management", "general manager"))]


class ProposeHandoverBody(BaseModel):
    """All of a person's customers and whatever of his is not over: orders, inquiries, samples, complaints, feedback."""

    to_person: Code
    """Who is to answer for it (person code)."""
    from_person: Code | None = None
    """Whose it is (person code), where it is another's: a sales manager says so."""
    reason: Told


class DeclineHandoverBody(BaseModel):
    reason: Told


class Handovers(Page[HandoverState]):
    """By the order in which they were proposed; ``next`` is the cursor of the next page."""


@router.post("/handovers", response_model=HandoverState)
async def propose_handover(asked: ProposeHandoverBody, ask: Ask, by: Giver) -> Response:
    """Offer another person all that somebody answers for; it moves once he takes it (NOT-10)."""
    giver = asked.from_person or by.code
    body = Propose(giver, asked.to_person, asked.reason, by.code, _manages(by))
    return await ask(handlers.propose, body, key=f"handover {giver}", by=by)


@router.post("/handovers/{handover_id}/take", response_model=HandoverState)
async def take_handover(by: Giver, handover_id: HandoverId, ask: Ask) -> Response:
    """Answer from now on for all of it: customers, open orders with their promises and exceptions, and the rest.

    NOT-10: it moves in one moment, within seconds.
    """
    return await ask(handlers.take, Take(handover_id, by.code), key=str(handover_id), by=by)


@router.post("/handovers/{handover_id}/decline", response_model=HandoverState)
async def decline_handover(by: Giver, handover_id: HandoverId, asked: DeclineHandoverBody, ask: Ask) -> Response:
    """Do not take it, or take back what you proposed; everything stays where it is (NOT-10)."""
    body = Decline(handover_id, asked.reason, by.code, _manages(by))
    return await ask(handlers.decline, body, key=str(handover_id), by=by)


@router.get("/handovers", response_model=Handovers)
async def list_handovers(db: Look, by: Reader, after: UUID = FIRST, limit: Limit = 100) -> Handovers:
    """Those that concern who asks; a manager gets all of them."""
    page = await store.listed(db, _only(by), after, limit)
    return Handovers(items=tuple(map(state_of, page.items)), next=page.next)


@router.get("/handovers/{handover_id}", response_model=HandoverState)
async def get_handover(by: Reader, handover_id: HandoverId, db: Look) -> HandoverState:
    """With what it holds, as it was counted when it was proposed, or as it went over."""
    known = await store.find(db, handover_id)
    if known is None or _only(by) not in (None, *known.people):
        raise NotFound(what="handover", id=handover_id)
    return state_of(known)


def _manages(by: Person) -> bool:
    return "sales manager" in by.roles


def _only(by: Person) -> str | None:
    """Of others' handovers, and why they are, nobody but managers hears."""
    return None if SEE_ALL.intersection(by.roles) else by.code
