"""Returns, exchanges and repairs that customers start themselves (SAL-13, WHS-8, ALL-3)."""

from __future__ import annotations

from typing import Annotated, Any

import asyncpg
from fastapi import Depends, Response
from pydantic import BaseModel, Field, StringConstraints, model_validator

from chassis.handling import Reading
from chassis.http.identity import Person, Role, allow
from chassis.http.router import Router
from chassis.http.web import Ask, Commands
from chassis.papers.replying import Reply
from chassis.papers.store import Link
from chassis.refusal import NotFound
from contracts.money import AskedQuantity
from contracts.order import LineNumber
from contracts.texts import Word
from services.sales.giving_back import handlers, view
from services.sales.giving_back.rules import AskBack, Given, WithGoods
from services.sales.giving_back.view import TicketsGiven
from services.sales.masters import store as masters
from services.sales.masters.rules import Item
from services.sales.order import store
from services.sales.order.paths import OrderId, only_customer
from services.sales.order.rules.document import Order
from services.sales.ticket import store as tickets
from services.sales.ticket.rules import Channel, Way

router = Router(prefix="/api/v1", tags=["returns"])
SERVICE: tuple[Role, ...] = ("customer service", "service supervisor")
Giver = Annotated[Person, Depends(allow(*SERVICE, "customer"))]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
LINES_MAX = 200
PREFIX = "line."


class GivenLine(BaseModel):
    """So much of a line of the order, in the item's unit."""

    line: LineNumber
    quantity: AskedQuantity


class FormOfReturn(BaseModel):
    """As the page of the link sends it: ``line.1=2`` for each line of which something goes back."""

    kind: WithGoods
    words: Words
    lines: Annotated[tuple[GivenLine, ...], Field(min_length=1, max_length=LINES_MAX)]

    @model_validator(mode="before")
    @classmethod
    def _line_by_line(cls, told: Any) -> Any:
        given = {name.removeprefix(PREFIX): much for name, much in told.items() if name.startswith(PREFIX)}
        lines = [{"line": line, "quantity": much.strip()} for line, much in given.items() if much.strip()]
        return {**told, "lines": lines}


class GiveBackBody(BaseModel):
    """What the customer wants done with goods that he got, and why."""

    kind: WithGoods
    words: Words
    lines: Annotated[tuple[GivenLine, ...], Field(min_length=1, max_length=LINES_MAX)]
    channel: Channel = "telephone"
    """By which he came to staff; of no matter where he says it himself."""


@router.post("/orders/{order_id}/give-back", response_model=TicketsGiven)
async def give_back_goods(by: Giver, order_id: OrderId, asked: GiveBackBody, ask: Ask) -> Response:
    """Give goods of an order back, exchange them or have them repaired; each line becomes a service ticket."""
    only = only_customer(by)
    way: Way = "himself" if only else asked.channel
    told = (asked.kind, asked.words, _given(asked.lines), way, "" if only else by.code)
    said = AskBack(order_id, *told, only_of=only)
    return await ask(handlers.ask_back, said, key=str(order_id), by=by)


async def _page_of_reply(db: asyncpg.Pool, link: Link, paper: str, language: str) -> str:
    """He says it there, and reads how it stands."""
    order = await _named(db, link)
    items = await masters.load(db, Item, sorted({line.item for line in order.content.lines if line.item}))
    return view.page(order, await tickets.of_orders(db, [order.order_id]), items, paper, language)


async def _take_reply(ask: Commands, db: asyncpg.Pool, link: Link, told: FormOfReturn, by: Person) -> None:
    """Of the order of his link alone."""
    order_id = (await _named(db, link)).order_id
    said = AskBack(order_id, told.kind, told.words, _given(told.lines), "himself", "")
    await ask(handlers.ask_back, said, key=str(order_id), by=by)


def _given(lines: tuple[GivenLine, ...]) -> tuple[Given, ...]:
    return tuple(Given(one.line, one.quantity) for one in lines)


async def _named(db: Reading, link: Link) -> Order:
    order_id = await store.numbered(db, link.document, {})
    order = await store.look(db, order_id) if order_id else None
    if order is None:
        raise NotFound(what=Word("paper"), id=link.document)
    return order


REPLY = Reply("return_form", FormOfReturn, _page_of_reply, _take_reply)
