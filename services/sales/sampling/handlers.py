"""Samples are requested, sent and judged; orders that waited for an approved one go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Never

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db
from chassis.ids import ids
from chassis.numbers import take_numbers
from chassis.refusal import NotFound, Refusal
from contracts.sales import OrderConfirmed
from services.sales.inquiry import store as inquiries
from services.sales.masters import store as masters
from services.sales.masters.rules import Customer, Item
from services.sales.order.rules.delay import DelayNews
from services.sales.order.work import command as on_orders
from services.sales.order.work import handle_shared
from services.sales.policy import Policy
from services.sales.sample import store
from services.sales.sample.rules import Sample
from services.sales.sample.view import state_of
from services.sales.sample.work import command
from services.sales.sampling import rules
from services.sales.sampling.rules import Judge, Request, Send, Waive

FromOrder = OrderConfirmed | DelayNews


async def request(db: Db, asked: Sequence[Request]) -> list[Answer[Never] | Refusal]:
    """A new sample each; the same twice is two."""
    customers = await masters.load(db, Customer, [one.customer for one in asked])
    items = await masters.load(db, Item, [one.item for one in asked])
    units = {code: item.unit for code, item in items.items()}
    named = await inquiries.called(db, [one.inquiry for one in asked if one.inquiry])
    refused = [_unknown(one, customers) or rules.refusal_of(one, units, named.get(one.inquiry)) for one in asked]
    fresh = [one for one, no in zip(asked, refused, strict=True) if no is None]
    new = iter(await _new(db, fresh, customers))
    return [no or _answer(next(new)) for no in refused]


async def send(db: Db, asked: Sequence[Send]) -> list[Answer[Never] | Refusal]:
    return [_answer(one) for one in await command(db, asked, rules.send)]


async def judge(db: Db, asked: Sequence[Judge]) -> list[Answer[FromOrder] | Refusal]:
    """Confirms orders that waited for nothing but an approved sample, where the policy lets it (SAL-8)."""
    judged = await command(db, asked, rules.judge)
    awaited = [one.orders if isinstance(one, Sample) and one.approved else () for one in judged]
    numbers = [one.number if isinstance(one, Sample) else "" for one in judged]
    said: Sequence[tuple[FromOrder, ...]] = [()] * len(judged)
    if any(awaited):
        said = await handle_shared(db, list(zip(awaited, numbers, strict=True)), rules.approved)
    return [_with(_answer(one), events) for one, events in zip(judged, said, strict=True)]


async def waive(db: Db, asked: Sequence[Waive]) -> list[Answer[FromOrder] | Refusal]:
    """Confirms the order, where nothing else stands against it and the policy lets it."""
    return await on_orders(db, asked, lambda order, one, _hold: rules.waive(order, one))


def _unknown(asked: Request, customers: Mapping[str, Customer]) -> Refusal | None:
    return None if asked.customer in customers else NotFound(what="customer", id=asked.customer)


async def _new(db: Db, asked: Sequence[Request], customers: Mapping[str, Customer]) -> list[Sample]:
    today, policy = clock.today(), await holding(db, Policy)
    numbers = await take_numbers(db, "SM", today.year, len(asked))
    new = [
        rules.requested(one, sample_id, number, customers[one.customer], today, policy)
        for one, sample_id, number in zip(asked, ids(), numbers, strict=False)
    ]
    await store.save(db, new)
    return new


def _answer(done: Sample | Refusal) -> Answer[Never] | Refusal:
    return done if isinstance(done, Refusal) else Answer(state_of(done, clock.today()))


def _with(answer: Answer[Never] | Refusal, events: tuple[FromOrder, ...]) -> Answer[FromOrder] | Refusal:
    return answer if isinstance(answer, Refusal) else Answer(answer.body, events)
