"""A handover is proposed, and taken or declined; what is taken has its new merchandiser in the same moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Never
from uuid import UUID

from chassis import clock
from chassis.handling import Answer, Db, Reading, Timer
from chassis.ids import ids
from chassis.numbers import take_numbers
from chassis.refusal import Refusal
from contracts.sales import CustomerChanged, OrderHandedOver
from services.sales.complaint import store as complaints
from services.sales.feedback import store as feedback
from services.sales.feedback.rules import JUDGED_WITHIN_DAYS
from services.sales.handing_over import rules, store
from services.sales.handing_over.rules import Decline, Propose, Take
from services.sales.handover import store as handovers
from services.sales.handover.rules import Handover, Holding
from services.sales.handover.view import state_of
from services.sales.handover.work import command
from services.sales.inquiry import store as inquiries
from services.sales.masters.work import each_of
from services.sales.order.work import record
from services.sales.sample import store as samples
from services.sales.staff import store as staff

Given = CustomerChanged | OrderHandedOver


async def propose(db: Db, asked: Sequence[Propose]) -> list[Answer[Never] | Refusal]:
    """Nothing moves yet."""
    givers = [one.from_person for one in asked]
    under_way, holds = await handovers.under_way(db, givers), await store.held(db, givers, _since())
    active = await staff.active(db, [one.to_person for one in asked])
    refused = [
        rules.refusal_of(one, one.to_person in active, under_way.get(one.from_person), holds[one.from_person])
        for one in asked
    ]
    fresh = [(one, holds[one.from_person]) for one, no in zip(asked, refused, strict=True) if no is None]
    new = iter(await _new(db, fresh))
    return [no or Answer(state_of(next(new))) for no in refused]


async def take(db: Db, asked: Sequence[Take]) -> list[Answer[Never] | Refusal]:
    """Said at once; what it holds follows by itself, so that who only looks whether he may take it locks nothing."""
    today = clock.today()
    return await command(db, asked, lambda handover, one: rules.take(handover, one, today))


async def decline(db: Db, asked: Sequence[Decline]) -> list[Answer[Never] | Refusal]:
    """Everything stays where it is."""
    today = clock.today()
    return await command(db, asked, lambda handover, one: rules.decline(handover, one, today))


async def find_taken(db: Reading, _now: datetime) -> list[tuple[str, UUID]]:
    """Handovers whose holdings still name who gave them."""
    return [(str(handover_id), handover_id) for handover_id in await handovers.to_move(db)]


async def move(db: Db, taken: Sequence[UUID]) -> list[tuple[Given, ...]]:
    """All of it or nothing, one after the other: what one gives somebody, he may give on by the next."""
    known = await handovers.load(db, taken)
    return [await _move(db, known[one]) if known[one].to_move else () for one in taken]


async def _new(db: Db, asked: Sequence[tuple[Propose, Holding]]) -> list[Handover]:
    today = clock.today()
    numbers = await take_numbers(db, "HO", today.year, len(asked))
    new = [
        rules.proposed(one, handover_id, number, holds, today)
        for (one, holds), handover_id, number in zip(asked, ids(), numbers, strict=False)
    ]
    await handovers.save(db, new)
    return new


async def _move(db: Db, handover: Handover) -> tuple[Given, ...]:
    """Customers first: what of theirs comes in from then on is the new one's."""
    was, to = handover.from_person, handover.to_person
    changed = await each_of(db, was, lambda customer: rules.customer_given(customer, handover))
    his = [(order_id, handover) for order_id in await store.orders_of(db, was)]
    given = [rules.told(order, handover) for order in await record(db, his, rules.order_given)]
    holds = Holding(
        customers=len(changed),
        orders=len(given),
        inquiries=await inquiries.hand_over(db, was, to),
        samples=await samples.hand_over(db, was, to),
        complaints=await complaints.hand_over(db, was, to),
        feedback=await feedback.hand_over(db, was, to, _since()),
    )
    await handovers.save(db, [handover.moved(holds)])
    return (*changed, *given)


def _since() -> date:
    """What happened since then somebody may still judge."""
    return clock.today() - timedelta(days=JUDGED_WITHIN_DAYS)


TIMERS = (Timer("handovers", find_taken, move, pace="work"),)
