"""Alternatives over HTTP; a customer chooses from his own himself (SAL-10, ALL-3)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from chassis import clock
from chassis.http.asked import DayAhead, DayGone
from chassis.http.identity import Person, allow
from chassis.http.web import Ask
from contracts.money import AskedPrice
from contracts.scalars import Count, Share, Told
from services.sales.alternatives import handlers
from services.sales.alternatives.rules import Choose, Offer
from services.sales.order.paths import STAFF, OrderId, only_customer
from services.sales.order.rules.alternatives import Alternative, AlternativeWay
from services.sales.order.rules.asked import AnotherItem
from services.sales.order.view import OrderState

ALTERNATIVES_MAX = 9
router = APIRouter(prefix="/api/v1", tags=["alternatives"])
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
