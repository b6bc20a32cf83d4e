"""Complaints are opened, graded, analysed, answered and reopened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Never
from uuid import UUID

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Step
from chassis.ids import ids
from chassis.numbers import take_numbers
from chassis.refusal import NotFound, Refusal
from contracts.complaints import ComplaintClosed, ComplaintOpened, ComplaintTeamed
from contracts.conversations import ConversationPromised
from services.sales.complaint import store
from services.sales.complaint.rules.document import Complaint
from services.sales.complaint.work import answer, command
from services.sales.complaints import rules
from services.sales.complaints.rules import Analyse, Close, NameTeam, Open, Regrade, Reopen, TakeMeasure
from services.sales.conversation.work import write
from services.sales.feedback.work import ask_of_complaints
from services.sales.order import store as book
from services.sales.order.store import Entry
from services.sales.policy import Policy


async def open_(db: Db, asked: Sequence[Open]) -> list[Answer[ComplaintOpened] | Refusal]:
    """Under the order's lock, so that what was delivered of it stands."""
    orders = await book.load(db, [one.order_id for one in asked])
    refused = [_refusal(orders, one) for one in asked]
    fresh = [one for one, no in zip(asked, refused, strict=True) if no is None]
    new = await _new(db, fresh, orders)
    await store.save(db, [step.document for step in new.values()])
    return [no or answer(new[one.order_id], one.only_of) for one, no in zip(asked, refused, strict=True)]


async def regrade(db: Db, asked: Sequence[Regrade]) -> list[Answer[ComplaintOpened] | Refusal]:
    policy = await holding(db, Policy)
    return await command(db, asked, lambda complaint, one: rules.regrade(complaint, one, policy))


async def name_team(db: Db, asked: Sequence[NameTeam]) -> list[Answer[ComplaintTeamed] | Refusal]:
    return await command(db, asked, rules.name_team)


async def analyse(db: Db, asked: Sequence[Analyse]) -> list[Answer[Never] | Refusal]:
    return await command(db, asked, rules.analyse)


async def take_measure(db: Db, asked: Sequence[TakeMeasure]) -> list[Answer[Never] | Refusal]:
    return await command(db, asked, rules.take_measure)


async def close(db: Db, asked: Sequence[Close]) -> list[Answer[ComplaintClosed | ConversationPromised] | Refusal]:
    """The customer is asked how satisfied he is with the answer (SAL-14); what it promises is watched (SAL-12)."""
    done = await command(db, asked, rules.close)
    closed = [one for one, said in zip(asked, done, strict=True) if isinstance(said, Answer)]
    if closed:
        await ask_of_complaints(db, [one.complaint_id for one in closed], await holding(db, Policy))
    promises = await _promised(db, [one for one in closed if one.promised])
    return [_with(said, promises.get(one.complaint_id)) for one, said in zip(asked, done, strict=True)]


async def _promised(db: Db, asked: Sequence[Close]) -> dict[UUID, tuple[ConversationPromised, ...]]:
    known = await store.load(db, [one.complaint_id for one in asked]) if asked else {}
    steps = await write(db, [partial(rules.promised, known[one.complaint_id], one) for one in asked])
    return {one.complaint_id: step.events for one, step in zip(asked, steps, strict=True)}


def _with(
    said: Answer[ComplaintClosed] | Refusal, promise: tuple[ConversationPromised, ...] | None
) -> Answer[ComplaintClosed | ConversationPromised] | Refusal:
    return Answer(said.body, (*said.events, *promise)) if isinstance(said, Answer) and promise else said


async def reopen(db: Db, asked: Sequence[Reopen]) -> list[Answer[ComplaintOpened] | Refusal]:
    policy = await holding(db, Policy)
    return await command(db, asked, lambda complaint, one: rules.reopen(complaint, one, policy))


def _refusal(orders: Mapping[UUID, Entry], asked: Open) -> Refusal | None:
    entry = orders.get(asked.order_id)
    if entry is None or asked.only_of not in (None, entry.order.content.customer):
        return NotFound(what="order", id=asked.order_id)
    return rules.refusal_of(entry.order, asked)


async def _new(
    db: Db, asked: Sequence[Open], orders: Mapping[UUID, Entry]
) -> dict[UUID, Step[Complaint, ComplaintOpened]]:
    """By order: of one key there is one command in a batch."""
    today, policy = clock.today(), await holding(db, Policy)
    numbers = await take_numbers(db, "CP", today.year, len(asked))
    return {
        one.order_id: rules.open_(orders[one.order_id].order, one, complaint_id, number, today, policy)
        for one, complaint_id, number in zip(asked, ids(), numbers, strict=False)
    }
