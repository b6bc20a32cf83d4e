"""Tickets are opened, moved and answered; a limit that has passed moves them by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Never
from uuid import UUID

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Nothing, Reading, Timer
from chassis.ids import ids
from chassis.numbers import take_numbers
from chassis.refusal import Refusal
from contracts.sales import ReturnRequested
from services.sales.complaint import store as complaints
from services.sales.masters import store as masters
from services.sales.masters.rules import Customer
from services.sales.order import store as book
from services.sales.order.rules.delay import DelayNews
from services.sales.order.store import Entry
from services.sales.order.work import handle
from services.sales.policy import Policy
from services.sales.returns.rules import GiveBack, give_back
from services.sales.ticket import store
from services.sales.ticket.rules import Ticket
from services.sales.ticket.view import for_customer
from services.sales.ticket.work import command
from services.sales.ticketing.rules import moving, opening
from services.sales.ticketing.rules.moving import AnswerSolved, Named, TakeStep
from services.sales.ticketing.rules.opening import Open

FromOrder = ReturnRequested | DelayNews
Entries = Mapping[str, Entry]


async def open_(db: Db, asked: Sequence[Open]) -> list[Answer[FromOrder] | Refusal]:
    """A return and an exchange ask their goods back at once. Under the order's lock, so that what was delivered of it
    stands."""
    customers = await masters.load(db, Customer, [one.customer for one in asked])
    orders = await book.load_called(db, [one.order for one in asked if one.order])
    known = [orders[one.order].order if one.order in orders else None for one in asked]
    refused = [opening.refusal_of(one, customers, order) for one, order in zip(asked, known, strict=True)]
    fresh = [one for one, no in zip(asked, refused, strict=True) if no is None]
    new = iter(await _new(db, fresh, orders))
    return [no or next(new) for no in refused]


async def take_step(db: Db, asked: Sequence[TakeStep]) -> list[Answer[Never] | Refusal]:
    complained = await complaints.called(db, [one.complaint for one in asked if one.complaint])
    ordered = await book.customers_of(db, [one.sent_anew for one in asked if one.sent_anew])
    named = Named({number: one.customer for number, one in complained.items()}, ordered)
    now, today, policy = clock.now(), clock.today(), await holding(db, Policy)
    done = await command(db, asked, lambda ticket, one: moving.take_step(ticket, one, named, now, today, policy))
    return [one if isinstance(one, Refusal) else Answer(one) for one in done]


async def answer(db: Db, asked: Sequence[AnswerSolved]) -> list[Answer[Never] | Refusal]:
    now, today, policy = clock.now(), clock.today(), await holding(db, Policy)
    done = await command(db, asked, lambda ticket, one: moving.answer(ticket, one, now, today, policy))
    return [_answer(one, said.only_of) for one, said in zip(done, asked, strict=True)]


async def find_due(db: Reading, _now: datetime) -> list[tuple[str, UUID]]:
    """Tickets whose limit has passed, or whose customer did not answer."""
    return [(str(ticket_id), ticket_id) for ticket_id in await store.find_due(db, clock.today())]


async def fall_due(db: Db, tickets: Sequence[UUID]) -> list[Nothing]:
    """They go to the service supervisor, or are closed."""
    now, today, policy = clock.now(), clock.today(), await holding(db, Policy)
    known = await store.load(db, tickets)
    await store.save(db, [moving.fall_due(one, now, today, policy) for one in known.values()])
    return [()] * len(tickets)


async def _new(db: Db, asked: Sequence[Open], orders: Entries) -> list[Answer[FromOrder]]:
    now, today, policy = clock.now(), clock.today(), await holding(db, Policy)
    numbers = await take_numbers(db, "ST", today.year, len(asked))
    new = [
        opening.opened(one, orders[one.order].order if one.order else None, ticket_id, number, now, today, policy)
        for one, ticket_id, number in zip(asked, ids(), numbers, strict=False)
    ]
    await store.save(db, new)
    said = await _asked_back(db, new, orders, policy)
    return [Answer(one, said.get(one.ticket_id, ())) for one in new]


async def _asked_back(
    db: Db, new: Sequence[Ticket], orders: Entries, policy: Policy
) -> Mapping[UUID, tuple[FromOrder, ...]]:
    """By ticket what its order says; no statement where nothing is given back."""
    back = {
        one.ticket_id: GiveBack(one.order_id, one.goods.line, one.goods.quantity, one.goods.slip)
        for one in new
        if one.kind in opening.ASKED_BACK and one.order_id and one.goods
    }
    if not back:
        return {}
    entries = {entry.order.order_id: entry for entry in orders.values()}
    said: list[tuple[FromOrder, ...]] = await handle(db, list(back.values()), give_back, policy, entries)
    return dict(zip(back, said, strict=True))


def _answer(done: Ticket | Refusal, only_of: str | None) -> Answer[Never] | Refusal:
    if isinstance(done, Refusal):
        return done
    return Answer(for_customer(done) if only_of else done)


TIMERS = (Timer("tickets", find_due, fall_due, pace="day"),)
