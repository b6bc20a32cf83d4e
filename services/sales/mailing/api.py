"""Letters to customers, over HTTP (SAL-8, SAL-20)."""

from __future__ import annotations

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from pydantic import BaseModel

from chassis.http.files import FileBody, bytes_of
from chassis.http.identity import Person, Role, allow
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.sight import hidden
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from contracts.scalars import Told
from services.sales.letter import store
from services.sales.letter.paths import LetterId
from services.sales.letter.rules import State
from services.sales.letter.view import LetterView, listed, state_of
from services.sales.mailing import handlers
from services.sales.mailing.rules.acting import Send, Settle
from services.sales.mailing.rules.returning import NotOurLetter, read
from services.sales.order.paths import STAFF, OrderId

router = Router(prefix="/api/v1", tags=["letters"])
WRITERS: tuple[Role, ...] = (*STAFF, "customer service")
Writer = Annotated[Person, Depends(allow(*WRITERS))]


class SettleLetterBody(BaseModel):
    """How the customer got to know, or why he need not."""

    words: Told


class ReturnedMail(FileBody):
    """A delivery status notification (RFC 3464), a mail as it came, as it is or in base64; or its bytes as the body."""


class Letters(Page[LetterView]):
    """In the order in which they were written; ``next`` is the cursor of the next page."""


class LettersOfOrder(BaseModel):
    """All of them, the oldest first."""

    items: tuple[LetterView, ...]


@router.post("/letters/{letter_id}/send", response_model=LetterView)
async def send_letter(by: Writer, letter_id: LetterId, ask: Ask) -> Response:
    """Let a letter go that waits for that, failed, or may not have arrived: it may come twice then (SAL-8, SAL-20)."""
    return await ask(handlers.send, Send(letter_id), key=str(letter_id), by=by)


@router.post("/letters/{letter_id}/settle", response_model=LetterView)
async def settle_letter(by: Writer, letter_id: LetterId, asked: SettleLetterBody, ask: Ask) -> Response:
    """Say that a letter need not be sent: it arrived after all, or the customer knows it otherwise (SAL-8, SAL-20)."""
    return await ask(handlers.settle, Settle(letter_id, asked.words, by.code), key=str(letter_id), by=by)


@router.post("/letters/returned", response_model=LetterView)
async def take_returned_mail(asked: ReturnedMail, db: Look, ask: Ask, by: Writer) -> Response:
    """Take what a mail server reports of a letter later: one that did not arrive waits for a person then (SAL-8)."""
    told = await asyncio.to_thread(read, bytes_of(asked.content))
    if await hidden(db, [told.letter_id]):
        raise NotOurLetter(message=told.message_id)
    return await ask(handlers.hear_return, told, key=str(told.letter_id), by=by)


@router.get("/letters", response_model=Letters)
async def list_letters(
    db: Look, _: Writer, state: State | None = None, after: UUID = FIRST, limit: Limit = 100
) -> Letters:
    """Letters to customers: all, or those in one state."""
    page = await store.listed(db, state, after, limit)
    return Letters(items=tuple(map(listed, page.items)), next=page.next)


@router.get("/letters/{letter_id}", response_model=LetterView)
async def get_letter(_: Writer, letter_id: LetterId, db: Look) -> LetterView:
    """What was written to whom, and what became of it."""
    found = (await store.load(db, [letter_id])).get(letter_id)
    if found is None:
        raise NotFound(what="letter", id=letter_id)
    return state_of(found)


@router.get("/orders/{order_id}/letters", response_model=LettersOfOrder)
async def list_letters_of_order(_: Writer, order_id: OrderId, db: Look) -> LettersOfOrder:
    """What the customer was written about an order, and what of it he got."""
    return LettersOfOrder(items=tuple(map(listed, await store.of_orders(db, [order_id]))))
