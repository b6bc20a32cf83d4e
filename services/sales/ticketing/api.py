"""Service tickets over HTTP; a customer reads his own, and says whether it is solved (SAL-13, ALL-3)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import asyncpg
from fastapi import Depends, Response
from pydantic import BaseModel, StringConstraints

from chassis.http.identity import Person, Role, allow
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Commands, Look
from chassis.papers.replying import Reply
from chassis.papers.store import Link
from chassis.refusal import NotFound
from contracts.money import AskedQuantity
from contracts.order import LineNumber
from contracts.scalars import Code, Reference
from contracts.texts import Word
from services.sales.order.paths import STAFF, only_customer, whose
from services.sales.policy import TicketKind
from services.sales.ticket import store
from services.sales.ticket.paths import TicketId
from services.sales.ticket.rules import Channel, StepName, Ticket
from services.sales.ticket.view import TicketHeard, for_customer
from services.sales.ticketing import handlers, view
from services.sales.ticketing.rules.moving import AnswerSolved, TakeStep
from services.sales.ticketing.rules.opening import Open

router = Router(prefix="/api/v1", tags=["tickets"])
SUPERVISOR: Role = "service supervisor"
SERVICE: tuple[Role, ...] = ("customer service", SUPERVISOR)
Server = Annotated[Person, Depends(allow(*SERVICE))]
Answerer = Annotated[Person, Depends(allow(*SERVICE, "customer"))]
Inside = Annotated[Person, Depends(allow(*STAFF, *SERVICE, "management", "general manager", "quality manager"))]
Reader = Annotated[
    Person, Depends(allow(*STAFF, *SERVICE, "management", "general manager", "quality manager", "customer"))
]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
AnyWords = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]


class OpenTicketBody(BaseModel):
    """What a customer asks, wants to give back or suggests; about goods it names order, line and quantity."""

    kind: TicketKind
    channel: Channel
    customer: Code
    words: Words
    order: Reference | None = None
    """By its number, as SO-2026-000123."""
    line: LineNumber | None = None
    quantity: AskedQuantity | None = None
    slip: Reference | None = None
    """The sales slip by which the goods left, as SS-2026-000123; else the oldest of them are asked back first."""


class TakeStepBody(BaseModel):
    """What is done now, by who has the ticket."""

    step: StepName
    words: Words
    """What was done or found; of a solution, what the customer is told."""
    to: Code | None = None
    """Who gets it at after-sales, or a suggestion at research and development."""
    complaint: Reference | None = None
    """The complaint that it is in truth, as CP-2026-000123."""
    sent_anew: Reference | None = None
    """The order by which goods of an exchange or a repair go to the customer anew, as SO-2026-000124."""


class AnswerSolvedBody(BaseModel):
    """The customer says whether it is solved; if not, what is not."""

    solved: bool
    words: AnyWords = ""


class FormOfAnswer(AnswerSolvedBody):
    """By link: yes or no, and what is missing."""


class Tickets(Page[Ticket | TicketHeard]):
    """By the order in which they came; ``next`` is the cursor of the next page."""


@router.post("/tickets", response_model=Ticket)
async def open_ticket(asked: OpenTicketBody, ask: Ask, by: Server) -> Response:
    """Take what a customer asks; a return and an exchange ask their goods back at once (SAL-13)."""
    about = ((asked.order or "").upper(), asked.line, asked.quantity)
    body = Open(asked.kind, asked.channel, asked.customer, asked.words, *about, by.code, (asked.slip or "").upper())
    return await ask(handlers.open_, body, key=f"ticket {asked.customer}", by=by)


@router.post("/tickets/{ticket_id}/step", response_model=Ticket)
async def take_ticket_step(by: Server, ticket_id: TicketId, asked: TakeStepBody, ask: Ask) -> Response:
    """Report, hand over or back, pass on, solve, escalate or reopen it, as who has it (SAL-13)."""
    named = ((asked.complaint or "").upper(), (asked.sent_anew or "").upper())
    told = (asked.step, asked.words, asked.to or "", *named, SUPERVISOR in by.roles)
    return await ask(handlers.take_step, TakeStep(ticket_id, by.code, *told), key=str(ticket_id), by=by)


@router.post("/tickets/{ticket_id}/answer", response_model=Ticket | TicketHeard)
async def answer_ticket(by: Answerer, ticket_id: TicketId, asked: AnswerSolvedBody, ask: Ask) -> Response:
    """Close it because the customer says that it is solved, or take it up anew because it is not (SAL-13)."""
    body = AnswerSolved(
        ticket_id, by.code, asked.solved, asked.words, SUPERVISOR in by.roles, only_of=only_customer(by)
    )
    return await ask(handlers.answer, body, key=str(ticket_id), by=by)


@router.get("/tickets", response_model=Tickets)
async def list_tickets(
    db: Look, by: Reader, customer: Code | None = None, after: UUID = FIRST, limit: Limit = 100
) -> Tickets:
    """All of them, or a customer's; a customer gets his own."""
    page = await store.listed(db, whose(by, customer), after, limit)
    return Tickets(items=tuple(map(for_customer, page.items)) if only_customer(by) else page.items, next=page.next)


@router.get("/open-tickets", response_model=Tickets)
async def list_open_tickets(db: Look, _: Inside, after: UUID = FIRST, limit: Limit = 100) -> Tickets:
    """Those that are not closed, whoever has them (SAL-13)."""
    found = tuple(await store.waiting(db, after, limit))
    return Tickets(items=found, next=found[-1].ticket_id if len(found) == limit else None)


@router.get("/suggestions", response_model=Tickets)
async def list_suggestions(db: Look, _: Inside, after: UUID = FIRST, limit: Limit = 100) -> Tickets:
    """What customers suggested and research and development got (SAL-13)."""
    page = await store.passed_on(db, after, limit)
    return Tickets(items=page.items, next=page.next)


@router.get("/tickets/{ticket_id}", response_model=Ticket | TicketHeard)
async def get_ticket(by: Reader, ticket_id: TicketId, db: Look) -> Ticket | TicketHeard:
    """With each step of it, the newest last."""
    known, only = await store.find(db, ticket_id), only_customer(by)
    if known is None or only not in (None, known.customer):
        raise NotFound(what="ticket", id=ticket_id)
    return for_customer(known) if only else known


async def _page_of_reply(db: asyncpg.Pool, link: Link, paper: str, language: str) -> str:
    """He says there whether it is solved."""
    return view.page(await _named(db, link), link.document, paper, language)


async def _take_reply(ask: Commands, db: asyncpg.Pool, link: Link, told: FormOfAnswer, by: Person) -> None:
    """The customer's own word, of the solution of his link."""
    ticket = await _named(db, link)
    said = (ticket.ticket_id, ticket.customer, told.solved, told.words)
    body = AnswerSolved(*said, solution=link.document, only_of=ticket.customer)
    await ask(handlers.answer, body, key=str(ticket.ticket_id), by=by)


async def _named(db: asyncpg.Pool, link: Link) -> Ticket:
    ticket = await store.with_solution(db, link.document)
    if ticket is None:
        raise NotFound(what=Word("paper"), id=link.document)
    return ticket


REPLY = Reply("solution", FormOfAnswer, _page_of_reply, _take_reply, once=True)
