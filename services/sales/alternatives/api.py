"""Alternatives over HTTP; a customer chooses from his own himself (SAL-10, ALL-3)."""

from __future__ import annotations

from typing import Annotated

import asyncpg
from fastapi import Depends, Response
from pydantic import BaseModel, Field, StringConstraints

from chassis import clock
from chassis.handling import Reading
from chassis.http.asked import DayAhead, DayGone
from chassis.http.identity import Person, allow
from chassis.http.router import Router
from chassis.http.web import Ask, Commands
from chassis.papers import store as papers
from chassis.papers.replying import Reply
from chassis.papers.store import Link
from chassis.refusal import NotFound
from contracts.money import AskedPrice
from contracts.scalars import Count, Share, Told
from contracts.texts import Word
from services.sales.alternatives import handlers, view
from services.sales.alternatives.rules import Choose, Offer
from services.sales.order import store
from services.sales.order.paths import STAFF, OrderId, only_customer
from services.sales.order.rules.alternatives import Alternative, AlternativeWay
from services.sales.order.rules.asked import AnotherItem
from services.sales.order.rules.document import Order
from services.sales.order.view import OrderState

ALTERNATIVES_MAX = 9
router = Router(prefix="/api/v1", tags=["alternatives"])
Offerer = Annotated[Person, Depends(allow(*STAFF, "customer service"))]
Chooser = Annotated[Person, Depends(allow(*STAFF, "customer service", "customer"))]


class AskedAlternative(BaseModel):
    """One way out of a shortage or delay; what is left out stays as it is."""

    way: AlternativeWay
    promised: DayAhead
    """When all of the order is with the customer by it."""
    freight: AskedPrice | None = None
    """Of the whole order by it."""
    discount: Share | None = None
    substitute: AnotherItem | None = None
    """Another item for what lacks of a line; its quantity leaves that line."""

    @property
    def kept(self) -> Alternative:
        return Alternative.having({name: getattr(self, name) for name in type(self).model_fields})


class OfferAlternatives(BaseModel):
    alternatives: Annotated[tuple[AskedAlternative, ...], Field(min_length=1, max_length=ALTERNATIVES_MAX)]
    answer_by: DayAhead
    """The last day of his answer."""
    expected_version: Count | None = None


class ChooseAlternative(BaseModel):
    """The customer's answer: which one, counted from 1, or 0 for none of them."""

    choice: Annotated[Count, Field(le=ALTERNATIVES_MAX)]
    words: Told
    on: DayGone | None = None
    """When he said so; today, unless told."""
    expected_offer: Count | None = None


class FormOfChoice(BaseModel):
    """By link: with the name of who chooses."""

    choice: Annotated[Count, Field(le=ALTERNATIVES_MAX)]
    offer: Count
    person: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""


@router.post("/orders/{order_id}/offer-alternatives", response_model=OrderState)
async def offer_alternatives(by: Offerer, order_id: OrderId, asked: OfferAlternatives, ask: Ask) -> Response:
    """Offer the customer ways out of a shortage or delay, side by side, each with its day and cost (SAL-10)."""
    offered = tuple(one.kept for one in asked.alternatives)
    offer = Offer(order_id, offered, asked.answer_by, asked.expected_version, clock.today(), by.code)
    return await ask(handlers.offer, offer, key=str(order_id), by=by)


@router.post("/orders/{order_id}/choose-alternative", response_model=OrderState)
async def choose_alternative(by: Chooser, order_id: OrderId, asked: ChooseAlternative, ask: Ask) -> Response:
    """Take the customer's choice, by himself or told to us; it changes the order at once (SAL-10)."""
    said = (asked.choice, asked.words, asked.expected_offer, asked.on or clock.today(), by.code)
    return await ask(handlers.choose, Choose(order_id, *said, only_of=only_customer(by)), key=str(order_id), by=by)


async def _page_of_reply(db: asyncpg.Pool, link: Link, paper: str, language: str) -> str:
    """He chooses there."""
    order = await _named(db, link)
    drawn = await papers.find(db, link.kind, link.document, link.version, link.language)
    return view.page(order, drawn.drawn_from if drawn else "", paper, language)


async def _take_reply(ask: Commands, db: asyncpg.Pool, link: Link, asked: FormOfChoice, by: Person) -> None:
    """From those that he saw, with his name as he wrote it and who sent him the link."""
    order = await _named(db, link)
    said = (asked.choice, asked.words, asked.offer, clock.today(), by.code, asked.person)
    await ask(handlers.choose, Choose(order.order_id, *said), key=str(order.order_id), by=by)


async def _named(db: Reading, link: Link) -> Order:
    order_id = await store.numbered(db, link.document, {})
    order = await store.look(db, order_id) if order_id else None
    if order is None:
        raise NotFound(what=Word("paper"), id=link.document)
    return order


REPLY = Reply("alternatives", FormOfChoice, _page_of_reply, _take_reply)
