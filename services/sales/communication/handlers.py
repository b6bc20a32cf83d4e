"""Conversations are noted, and what was promised in them is kept."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chassis import clock
from chassis.handling import Answer, Db, Step
from chassis.ids import ids
from chassis.numbers import take_numbers
from chassis.refusal import NotFound, Refusal
from contracts.conversations import ConversationKept, ConversationPromised
from services.sales.communication import rules
from services.sales.communication.rules import Keep, Note
from services.sales.conversation import store
from services.sales.conversation.rules import Conversation
from services.sales.conversation.work import answer, command
from services.sales.masters import store as masters
from services.sales.masters.rules import Customer
from services.sales.order import store as book
from services.sales.order.rules.document import Order


async def note(db: Db, asked: Sequence[Note]) -> list[Answer[ConversationPromised] | Refusal]:
    """A new conversation each; the same twice is two."""
    customers = await masters.load(db, Customer, [one.customer for one in asked])
    orders = await _orders(db, [one.order_id for one in asked if one.order_id])
    refused = [
        NotFound(what="customer", id=one.customer)
        if one.customer not in customers
        else rules.refusal_of(one, _order(orders, one))
        for one in asked
    ]
    fresh = [one for one, no in zip(asked, refused, strict=True) if no is None]
    new = iter(await _new(db, fresh, orders))
    return [no or answer(next(new)) for no in refused]


async def keep(db: Db, asked: Sequence[Keep]) -> list[Answer[ConversationKept] | Refusal]:
    return await command(db, asked, rules.keep)


async def _orders(db: Db, ids_: Sequence[UUID]) -> dict[UUID, Order]:
    """No statement where none is named."""
    return {order.order_id: order for order in (await book.seen(db, ids_) if ids_ else ())}


def _order(orders: dict[UUID, Order], asked: Note) -> Order | None:
    return orders.get(asked.order_id) if asked.order_id else None


async def _new(
    db: Db, asked: Sequence[Note], orders: dict[UUID, Order]
) -> list[Step[Conversation, ConversationPromised]]:
    numbers = await take_numbers(db, "CV", clock.today().year, len(asked))
    new = [
        rules.noted(one, _order(orders, one), conversation_id, number)
        for one, conversation_id, number in zip(asked, ids(), numbers, strict=False)
    ]
    await store.save(db, [step.document for step in new])
    return new
