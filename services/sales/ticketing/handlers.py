"""Tickets are opened, moved and answered; a limit that has passed moves them by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Never
from uuid import UUID

from chassis import clock
from chassis.figures import holding
from chassis.figures import opening as opening_figures
from chassis.handling import Answer, Db, Nothing, Reading, Timer
from chassis.refusal import Refusal
from services.sales.complaint import store as complaints
from services.sales.mailing.store import add_solutions
from services.sales.masters import store as masters
from services.sales.masters.rules import Customer
from services.sales.order import store as book
from services.sales.policy import Policy
from services.sales.ticket import store
from services.sales.ticket.rules import Ticket
from services.sales.ticket.view import for_customer
from services.sales.ticket.work import command
from services.sales.ticketing.rules import moving, opening
from services.sales.ticketing.rules.moving import AnswerSolved, Named, TakeStep
from services.sales.ticketing.rules.opening import Open
from services.sales.ticketing.store import FromOrder, add


async def open_(db: Db, asked: Sequence[Open]) -> list[Answer[FromOrder] | Refusal]:
    """A return and an exchange ask their goods back at once. Under the order's lock, so that what was delivered of it
    stands."""
    customers = await masters.load(db, Customer, [one.customer for one in asked])
    orders = await book.load_called(db, [one.order for one in asked if one.order])
    known = [orders[one.order].order if one.order in orders else None for one in asked]
    served = await store.of_orders(db, [order.order_id for order in known if order])
    about = [[each for each in served if order and each.order_id == order.order_id] for order in known]
    each = zip(asked, known, about, strict=True)
    refused = [opening.refusal_of(one, customers, order, tickets) for one, order, tickets in each]
    new, said = await add(db, [one for one, no in zip(asked, refused, strict=True) if no is None], orders)
    answers = iter([Answer(one, said.get(one.order_id, ())) for one in new])
    return [no or next(answers) for no in refused]


async def take_step(db: Db, asked: Sequence[TakeStep]) -> list[Answer[Never] | Refusal]:
    complained = await complaints.called(db, [one.complaint for one in asked if one.complaint])
    ordered = await book.customers_of(db, [one.sent_anew for one in asked if one.sent_anew])
    named = Named({number: one.customer for number, one in complained.items()}, ordered)
    now, today, policy = clock.now(), clock.today(), await holding(db, Policy)
    done = await command(db, asked, lambda ticket, one: moving.take_step(ticket, one, named, now, today, policy))
    if opening_figures(Policy).public_url:
        await add_solutions(db, [one for one in done if isinstance(one, Ticket) and one.state == "solved"])
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


def _answer(done: Ticket | Refusal, only_of: str | None) -> Answer[Never] | Refusal:
    if isinstance(done, Refusal):
        return done
    return Answer(for_customer(done) if only_of else done)


TIMERS = (Timer("tickets", find_due, fall_due, pace="day"),)
