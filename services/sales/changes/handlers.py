"""Change and cancel over HTTP (SAL-9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Step
from chassis.refusal import Refusal
from contracts.sales import OrderCancelled, OrderChanged, OrderClosed, ReturnRequested, ReviewRequested
from contracts.texts import Text
from services.sales.changes import rules, store
from services.sales.changes.rules import Cancel, Change
from services.sales.intake.rules.files import Evidence
from services.sales.intake.store import keep
from services.sales.order.rules.anew import ask
from services.sales.order.rules.delay import DelayNews
from services.sales.order.rules.document import Order
from services.sales.order.work import command
from services.sales.policy import Policy
from services.sales.rescue.rules import Wish, at_once, news, wish
from services.sales.rescue.store import note

Changed = OrderChanged | ReviewRequested | DelayNews
Cancelled = OrderCancelled | ReturnRequested | OrderClosed | DelayNews


async def change(db: Db, commands: Sequence[Change]) -> list[Answer[Changed] | Refusal]:
    """The departments judge what they may judge otherwise now (SAL-9)."""
    named = [line.item for asked in commands for line in asked.wanted.lines or ()]
    policy = await holding(db, Policy)
    known = await store.known_of(db, [asked.order_id for asked in commands], named, policy)

    def do(order: Order, asked: Change, _hold: Text | None) -> Step[Order, Changed] | Refusal:
        done = rules.change(order, asked, *known[order.order_id])
        return done if isinstance(done, Refusal) else done.then(ask(order, done.document))

    answers = await command(db, commands, do, policy=policy)
    await keep(db, _came_by(commands, answers), clock.now())
    return answers


async def cancel(db: Db, commands: Sequence[Cancel]) -> list[Answer[Cancelled] | Refusal]:
    """Each dispatched shipment is asked back; an order of which all is back and paid is closed at once.

    Where a rescue comes first, only that is opened.
    """
    policy, today = await holding(db, Policy), clock.today()
    wishes, rule = list[Wish](), at_once if policy.cancel == "automatic" else wish

    def do(order: Order, asked: Cancel, _hold: Text | None) -> Step[Order, OrderCancelled] | Refusal:
        done = rule(order, asked, today)
        wishes.extend(news(order, done))
        return done

    answers: list[Answer[Cancelled] | Refusal]
    answers = await command(db, commands, do, policy=policy)
    await note(db, wishes)
    await keep(db, _came_by(commands, answers), clock.now())
    return answers


def _came_by(
    commands: Sequence[Change | Cancel], answers: Sequence[Answer[Any] | Refusal]
) -> list[tuple[UUID, Evidence, str]]:
    """Of each order that a file changed, that file and who brought it."""
    return [
        (asked.order_id, asked.evidence, asked.by)
        for asked, answer in zip(commands, answers, strict=True)
        if asked.evidence and isinstance(answer, Answer)
    ]
