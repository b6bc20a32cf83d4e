"""HTTP: whether a supplier sells at a price above the budget: he himself, by his link, or a buyer for him (PUR-3)."""

from __future__ import annotations

from typing import Annotated, Literal

import asyncpg
from fastapi import Depends, Response
from pydantic import BaseModel, StringConstraints

from chassis.http.asked import DayGone
from chassis.http.identity import Person, Role, allow
from chassis.http.router import Router
from chassis.http.web import Ask, Commands
from chassis.papers import store as papers
from chassis.papers.replying import Reply
from chassis.papers.store import Link
from chassis.refusal import NotFound
from chassis.stored import stored
from contracts.money import Money
from contracts.scalars import Currency, Number
from contracts.texts import Word
from services.purchasing.ledger.paths import PurchaseId
from services.purchasing.ledger.rules.price_word import Verdict, Way
from services.purchasing.ledger.work import ordering
from services.purchasing.papers import store as purchases
from services.purchasing.papers.rules.price_confirmation import PriceConfirmation
from services.purchasing.pricing import handlers, view
from services.purchasing.pricing.rules import SayPrice
from services.purchasing.purchases.view import PurchaseState

router = Router(prefix="/api/v1/purchases", tags=["purchases"])
STAFF: tuple[Role, ...] = ("buyer",)
WAY_OF_LINK: Way = "link"
Partner = Annotated[Person, Depends(allow("buyer", "supplier"))]
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=64)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


class PriceSaid(BaseModel):
    """Whether the supplier sells at the price; a buyer says who said so for him, on which day and how."""

    verdict: Verdict
    person: Name = ""
    channel: Literal["letter", "mail", "phone", "meeting"] = "letter"
    said_on: DayGone | None = None
    """When a buyer heard it; today unless told."""
    reason: Words = ""
    """Why he does not."""


class FormOfWord(BaseModel):
    """By link: with the price that he read, and the name of who answers."""

    verdict: Verdict
    amount: Number
    currency: Currency
    person: Annotated[Name, StringConstraints(min_length=1)]
    reason: Words = ""


@router.post("/{purchase_id}/say-price", response_model=PurchaseState)
async def say_price(by: Partner, purchase_id: PurchaseId, asked: PriceSaid, ask: Ask) -> Response:
    """The supplier confirms a price above the budget before it is signed, or does not sell at it (PUR-3)."""
    own = by.only("supplier", STAFF)
    way: Way = "himself" if own else asked.channel
    said = SayPrice(purchase_id, asked.verdict, asked.person, way, asked.said_on, asked.reason, by.code, own)
    return await ask(handlers.say, said, key=str(purchase_id), by=by)


async def _page_of_reply(db: asyncpg.Pool, link: Link, paper: str, language: str) -> str:
    """He says it there, of the price that stands on the sheet that he was sent."""
    asked = await _sheet(db, link)
    now = await purchases.purchase(db, asked.purchase_id)
    waits = now is not None and asked.asks(now.purchase) and (await ordering(db)).awaits_word(now.purchase)
    return view.page(asked, waits, paper, language)


async def _take_reply(ask: Commands, db: asyncpg.Pool, link: Link, form: FormOfWord, by: Person) -> None:
    """His word, with his name as he wrote it and who sent him the link."""
    asked = await _sheet(db, link)
    seen = Money(amount=form.amount, currency=form.currency)
    told = (form.verdict, form.person, WAY_OF_LINK, None, form.reason, by.code)
    said = SayPrice(asked.purchase_id, *told, supplier=asked.seller.code, seen=seen)
    await ask(handlers.say, said, key=str(asked.purchase_id), by=by)


async def _sheet(db: asyncpg.Pool, link: Link) -> PriceConfirmation:
    """As he was sent it."""
    drawn = await papers.find(db, link.kind, link.document, link.version, link.language)
    if drawn is None:
        raise NotFound(what=Word("paper"), id=link.document)
    return stored(PriceConfirmation, drawn.data)


REPLY = Reply("price_confirmation", FormOfWord, _page_of_reply, _take_reply, once=True)
