"""Conversations are noted, and what was promised in them is kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from chassis.handling import Answer, Db
from chassis.refusal import NotFound, Refusal
from contracts.conversations import ConversationKept, ConversationPromised
from services.sales.communication import rules
from services.sales.communication.rules import Keep, Note
from services.sales.conversation.work import answer, command, write
from services.sales.masters import store as masters
from services.sales.masters.rules import Customer
from services.sales.order import store as book


async def note(db: Db, asked: Sequence[Note]) -> list[Answer[ConversationPromised] | Refusal]:
    """A new conversation each; the same twice is two."""
    customers = await masters.load(db, Customer, [one.customer for one in asked])
    entries = await book.load_called(db, [one.order for one in asked if one.order])
    orders = {number: entry.order for number, entry in entries.items()}
    refused = [
        NotFound(what="customer", id=one.customer)
        if one.customer not in customers
        else rules.refusal_of(one, orders.get(one.order))
        for one in asked
    ]
    fresh = [one for one, no in zip(asked, refused, strict=True) if no is None]
    new = iter(await write(db, [partial(rules.noted, one, orders.get(one.order)) for one in fresh]))
    return [no or answer(next(new)) for no in refused]


async def keep(db: Db, asked: Sequence[Keep]) -> list[Answer[ConversationKept] | Refusal]:
    return await command(db, asked, rules.keep)
