"""What is said to customers, over HTTP; the company's own people only (SAL-22, ALL-3)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from pydantic import BaseModel, StringConstraints

from chassis import clock
from chassis.figures import holding
from chassis.http.asked import DayAhead, DayGone
from chassis.http.identity import Person, allow
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from contracts.scalars import Code, Reference, Told
from services.sales.communication import handlers, store
from services.sales.communication.rules import Keep, Note
from services.sales.communication.view import Silence
from services.sales.conversation import store as conversations
from services.sales.conversation.paths import ConversationId
from services.sales.conversation.rules import Way
from services.sales.conversation.view import ConversationState, state_of
from services.sales.order.paths import STAFF, OrderId
from services.sales.policy import Policy
from services.sales.staff.view import must_see

router = Router(prefix="/api/v1", tags=["conversations"])
Speaker = Annotated[Person, Depends(allow(*STAFF, "customer service"))]
Reader = Annotated[Person, Depends(allow(*STAFF, "customer service", "management", "general manager"))]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]


class NoteConversationBody(BaseModel):
    """What was said to a customer and by him, and what the company promised him until when."""

    customer: Code
    way: Way
    happened_on: DayGone
    said: Told
    spoke_with: Reference | None = None
    order: Reference | None = None
    """By its number, as SO-2026-000123, where it was about one."""
    promised: Words = ""
    promised_by: DayAhead | None = None
    open_orders_sent: bool = False
    """He got the list of his open orders."""


class KeepPromiseBody(BaseModel):
    """What was done about what was promised."""

    kept: Told


class Conversations(Page[ConversationState]):
    """In the order in which they were noted; ``next`` is the cursor of the next page."""


class ConversationsOfOrder(BaseModel):
    """All of them, the oldest first."""

    items: tuple[ConversationState, ...]


class Silences(Page[Silence, str]):
    """By customer; ``next`` is the cursor of the next page."""


@router.post("/conversations", response_model=ConversationState)
async def note_conversation(asked: NoteConversationBody, db: Look, ask: Ask, by: Speaker) -> Response:
    """Note a call, mail, chat or meeting with a customer; what was promised waits until it is kept (SAL-22)."""
    await must_see(db, asked.customer)
    about = (
        asked.spoke_with or "",
        (asked.order or "").upper(),
        asked.promised,
        asked.promised_by,
        asked.open_orders_sent,
    )
    body = Note(asked.customer, asked.way, asked.happened_on, asked.said, by.code, *about)
    return await ask(handlers.note, body, key=f"conversation {asked.customer}", by=by)


@router.post("/conversations/{conversation_id}/keep", response_model=ConversationState)
async def keep_promise(by: Speaker, conversation_id: ConversationId, asked: KeepPromiseBody, ask: Ask) -> Response:
    """Tell what was done about what was promised in it (SAL-22)."""
    body = Keep(conversation_id, asked.kept, clock.today(), by.code)
    return await ask(handlers.keep, body, key=str(conversation_id), by=by)


@router.get("/conversations", response_model=Conversations)
async def list_conversations(
    db: Look, _: Reader, customer: Code | None = None, after: UUID = FIRST, limit: Limit = 100
) -> Conversations:
    """All of them, or those with a customer."""
    page, today = await conversations.listed(db, customer, after, limit), clock.today()
    return Conversations(items=tuple(state_of(one, today) for one in page.items), next=page.next)


@router.get("/orders/{order_id}/conversations", response_model=ConversationsOfOrder)
async def list_conversations_of_order(_: Reader, order_id: OrderId, db: Look) -> ConversationsOfOrder:
    """What was said to the customer about an order, and by him (NOT-2, SAL-22)."""
    found, today = await conversations.of_orders(db, [order_id]), clock.today()
    return ConversationsOfOrder(items=tuple(state_of(one, today) for one in found))


@router.get("/silences", response_model=Silences)
async def list_silences(db: Look, _: Reader, after: Code | None = None, limit: Limit = 100) -> Silences:
    """Customers to whom nobody spoke for longer than their grade allows, or who got no list of open orders (SAL-22)."""
    items = tuple(await store.due(db, after or "", clock.today(), await holding(db, Policy), limit))
    return Silences(items=items, next=items[-1].customer if len(items) == limit else None)
