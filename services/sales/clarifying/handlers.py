"""What is told of an order that is in the book and not confirmed (SAL-3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Reading, Step, Timer
from chassis.refusal import Refusal
from contracts.sales import OrderClarified
from contracts.texts import Text
from services.sales.clarifying import rules, store
from services.sales.clarifying.rules import Clarify
from services.sales.inquiry import work as inquiries
from services.sales.intake.rules.asked import known_of
from services.sales.intake.rules.quoted import ordered_by
from services.sales.intake.rules.sampled import named_in
from services.sales.order.rules.asked import OnOrder
from services.sales.order.rules.document import Order
from services.sales.order.store import masters_of
from services.sales.order.work import command, handle
from services.sales.policy import Policy
from services.sales.sample import work as samples


async def clarify(db: Db, commands: Sequence[Clarify]) -> list[Answer[OrderClarified] | Refusal]:
    """A newer version, with what is still missing."""
    named = [line.item for asked in commands for line in asked.said.lines or () if line.item]
    quotations = [asked.said.quotation for asked in commands if asked.said.quotation]
    numbers = [asked.said.contract for asked in commands if asked.said.contract]
    sampled = [number for asked in commands for number in asked.said.samples or ()]
    masters = await masters_of(db, [asked.order_id for asked in commands], named, quotations, numbers, sampled)
    policy = await holding(db, Policy)

    clarified: list[Order] = []

    def do(order: Order, asked: Clarify, _hold: Text | None) -> Step[Order, OrderClarified] | Refusal:
        step = rules.clarify(order, asked, known_of(masters[order.order_id], clock.today(), policy))
        clarified.extend([step.document] if isinstance(step, Step) else [])
        return step

    answers = await command(db, commands, do, policy=policy)
    quoted = {number: inquiry for known in masters.values() for number, inquiry in known.quoted.items()}
    await inquiries.order(db, ordered_by(clarified, quoted))
    judged = {number: sample for known in masters.values() for number, sample in known.samples.items()}
    await samples.name(db, named_in(clarified, judged), judged)
    return answers


async def find_to_recheck(db: Reading, _now: datetime) -> list[tuple[str, UUID]]:
    """Incomplete orders whose customer or items are in the masters by now."""
    return [(str(order_id), order_id) for order_id in await store.find_to_recheck(db)]


async def recheck(db: Db, orders: Sequence[UUID]) -> list[tuple[OrderClarified, ...]]:
    """A newer version of those that now lack less."""
    masters, policy = await masters_of(db, orders, []), await holding(db, Policy)

    def do(order: Order, _: OnOrder) -> Step[Order, OrderClarified]:
        return rules.recheck(order, known_of(masters[order.order_id], clock.today(), policy))

    return await handle(db, [OnOrder(order_id) for order_id in orders], do, policy)


TIMERS = (Timer("masters", find_to_recheck, recheck, pace="work"),)
