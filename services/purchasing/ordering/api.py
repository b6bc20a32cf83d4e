"""HTTP: purchase orders with their lines, drafts ordered together, and a supplier's answer to all lines at once."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import asyncpg
from fastapi import Depends, Response
from pydantic import BaseModel, Field, StringConstraints

from chassis.http.asked import DayAhead
from chassis.http.identity import Person, allow
from chassis.http.named import named
from chassis.http.page import Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Commands, Look
from chassis.papers.replying import Reply
from chassis.papers.store import Link
from chassis.refusal import NotFound
from contracts.scalars import Code, Count, Reference
from services.purchasing.ledger.rules.numbering import LINES_MAX
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.ordering import handlers, store, view
from services.purchasing.ordering.rules import AnswerOrder, LineAnswer, OrderDrafts
from services.purchasing.ordering.view import Ordered, PurchaseOrderState
from services.purchasing.purchases.view import STAFF

router = Router(prefix="/api/v1/purchase-orders", tags=["purchases"])
Reader = Annotated[Person, Depends(allow(*STAFF, "supplier"))]
Partner = Annotated[Person, Depends(allow("buyer", "supplier"))]
Buyer = Annotated[Person, Depends(allow("buyer"))]
OrderOf = Annotated[UUID, named("purchase order", "purchase_id", store.numbered)]
"""A purchase order by its number, or by one of its lines: that line's number or id."""
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Line = Annotated[int, Field(ge=1, le=LINES_MAX)]


class PurchaseOrderPage(Page[PurchaseOrderState, str]):
    """Purchase orders, and the cursor of the next page."""


class DraftsOrdered(BaseModel):
    """Of whom what waits for him is ordered; some items, or all."""

    supplier: Code
    items: Annotated[tuple[Code, ...], Field(max_length=LINES_MAX)] = ()


class LineAnswered(BaseModel):
    """Of one line: on which day it comes, with why where another day was promised; or why it cannot be delivered."""

    line: Line
    promised_on: DayAhead | None = None
    reason: Words = ""
    declined_because: Words = ""


class OrderAnswered(BaseModel):
    """On which day everything comes that waits for the supplier's first word; lines of which he says otherwise."""

    promised_on: DayAhead | None = None
    lines: Annotated[tuple[LineAnswered, ...], Field(max_length=LINES_MAX)] = ()


class FormOfAnswer(BaseModel):
    """By link: of one line, or without one of all that wait; ``seen`` counts on with what was answered before."""

    line: Line | None = None
    promised_on: DayAhead | None = None
    reason: Words = ""
    declined_because: Words = ""
    seen: Count = 0


@router.get("")
async def list_purchase_orders(
    db: Look, by: Reader, supplier: Code | None = None, after: Reference | None = None, limit: Limit = 100
) -> PurchaseOrderPage:
    """Purchase orders with their lines, the newest first; a supplier sees his own (PUR-4)."""
    found = await store.orders(db, by.only("supplier", STAFF) or supplier, after, limit)
    seen = tuple(PurchaseOrderState.of(lines).seen_by(by) for lines in found)
    return PurchaseOrderPage(items=seen, next=seen[-1].number if len(seen) == limit else None)


@router.get("/{purchase_id}")
async def show_purchase_order(by: Reader, purchase_id: OrderOf, db: Look) -> PurchaseOrderState:
    """One purchase order with its lines, by its number or a line's (PUR-4)."""
    lines, own = (await store.lines_of(db, [purchase_id])).get(purchase_id, []), by.only("supplier", STAFF)
    if not lines or own not in ("", lines[0].supplier):
        raise NotFound(what="purchase order", id=purchase_id)
    return PurchaseOrderState.of(lines).seen_by(by)


@router.post("", response_model=Ordered)
async def order_drafts(by: Buyer, asked: DraftsOrdered, ask: Ask) -> Response:
    """What waits for a supplier is ordered together, on one purchase order (PUR-4)."""
    command = OrderDrafts(asked.supplier, frozenset(asked.items), by.code)
    return await ask(handlers.order_drafts, command, key=f"drafts {asked.supplier}", by=by)


@router.post("/{purchase_id}/answer", response_model=PurchaseOrderState)
async def answer_purchase_order(by: Partner, purchase_id: OrderOf, asked: OrderAnswered, ask: Ask) -> Response:
    """The supplier, or a buyer for him, answers all lines of a purchase order at once (PUR-4)."""
    answers = tuple(LineAnswer(one.line, one.promised_on, one.reason, one.declined_because) for one in asked.lines)
    command = AnswerOrder(purchase_id, asked.promised_on, answers, by.only("supplier", STAFF))
    return await ask(handlers.answer, command, key=str(purchase_id), by=by)


async def _page_of_reply(db: asyncpg.Pool, link: Link, paper: str, language: str) -> str:
    """As its lines stand now, whatever version the link shows."""
    return view.page(await _lines(db, link), paper, language)


async def _take_reply(ask: Commands, db: asyncpg.Pool, link: Link, form: FormOfAnswer, by: Person) -> None:
    lines = await _lines(db, link)
    said = LineAnswer(form.line, form.promised_on, form.reason, form.declined_because) if form.line else None
    about = (lines[0].id, None if said else form.promised_on, (said,) if said else ())
    await ask(handlers.answer, AnswerOrder(*about, lines[0].supplier), key=str(lines[0].id), by=by)


async def _lines(db: asyncpg.Pool, link: Link) -> list[Purchase]:
    named_ = await store.numbered(db, link.document, {})
    lines = (await store.lines_of(db, [named_])).get(named_, []) if named_ else []
    if not lines:
        raise NotFound(what="purchase order", id=link.document)
    return lines


REPLY = Reply("purchase_order", FormOfAnswer, _page_of_reply, _take_reply)
"""The link stays open: he may name another day later."""
