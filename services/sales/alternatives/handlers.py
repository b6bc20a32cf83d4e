"""Alternatives are offered and chosen from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from chassis.figures import holding, opening
from chassis.handling import Answer, Db, Step
from chassis.refusal import Refusal
from contracts.sales import OrderChanged, ReviewRequested
from contracts.texts import Text
from services.sales.alternatives import rules
from services.sales.alternatives.rules import Choose, Offer, Weigh
from services.sales.changes.store import known_of
from services.sales.mailing.rules import writing
from services.sales.mailing.store import add
from services.sales.masters.rules import Units
from services.sales.order.rules.alternatives import Alternative
from services.sales.order.rules.anew import ask
from services.sales.order.rules.asked import OnOrder
from services.sales.order.rules.delay import DelayNews
from services.sales.order.rules.document import Order
from services.sales.order.work import OPEN, command
from services.sales.policy import Policy
from services.sales.rescue.rules import Wish, news
from services.sales.rescue.store import note

C = TypeVar("C", bound=OnOrder)
Said = OrderChanged | ReviewRequested | DelayNews
Did = Step[Order, OrderChanged] | Refusal


async def offer(db: Db, asked: Sequence[Offer]) -> list[Answer[Said] | Refusal]:
    """The customer gets them by mail, where he can choose by its link."""
    done = await _changing(db, asked, [one for each in asked for one in each.alternatives], rules.offer)
    offered = [one.order_id for one, said in zip(asked, done, strict=True) if isinstance(said, Answer)]
    if offered and opening(Policy).public_url:
        orders = [entry.order for entry in (await OPEN.load(db, offered)).values()]
        await add(db, [(order, told) for order in orders if (told := writing.alternatives(order))])
    return done


async def choose(db: Db, asked: Sequence[Choose]) -> list[Answer[Said] | Refusal]:
    """What is chosen is a change, and goes its way: it is reserved, bought and carried anew."""
    entries = (await OPEN.load(db, [one.order_id for one in asked])).values()
    known = [entry.order.alternatives for entry in entries]
    return await _changing(db, asked, [one for each in known if each for one in each.offered], rules.choose)


async def _changing(
    db: Db, asked: Sequence[C], among: Sequence[Alternative], rule: Callable[[Order, C, Units, Weigh], Did]
) -> list[Answer[Said] | Refusal]:
    items = [one.substitute.item for one in among if one.substitute]
    policy = await holding(db, Policy)
    known = await known_of(db, [one.order_id for one in asked], items, policy)
    wishes = list[Wish]()

    def do(order: Order, one: C, _hold: Text | None) -> Step[Order, Said] | Refusal:
        done = rule(order, one, *known[order.order_id])
        wishes.extend(news(order, done))
        return done if isinstance(done, Refusal) else done.then(ask(order, done.document))

    answers: list[Answer[Said] | Refusal] = await command(db, asked, do, policy=policy)
    await note(db, wishes)
    return answers
