"""Purchases: what finance decides, what the dock receives, what suppliers and buyers do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from chassis import clock
from chassis.handling import Answer, Db, Handler
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.finance import PriceChangeDecided
from contracts.purchasing import ClaimRaised
from contracts.warehouse import GoodsReceived, GoodsRejected
from services.purchasing.claim import work as claim
from services.purchasing.ledger.rules.news import Followed, PurchaseNews
from services.purchasing.ledger.store import Touched
from services.purchasing.ledger.work import command, handle
from services.purchasing.production.rules.lines import working_days_of
from services.purchasing.purchases.rules import doing, facts
from services.purchasing.purchases.rules.asked import Act
from services.purchasing.purchases.view import shown


async def decide(db: Db, decisions: Sequence[PriceChangeDecided]) -> list[tuple[Followed, ...]]:
    """Finance signs or refuses a price that was asked (PUR-3)."""
    touched = Touched(purchases=[decision.purchase_id for decision in decisions])
    return await handle(db, decisions, partial(facts.decide, today=clock.today()), touched, facts.cause_of)


async def take_receipts(db: Db, receipts: Sequence[GoodsReceived]) -> list[tuple[Followed, ...]]:
    """Goods of a purchase are in stock (WHS-3)."""
    needs = [need for receipt in receipts for need in receipt.needs]
    touched = Touched(
        items=[
            *(receipt.item for receipt in receipts),
            *(cover.item for receipt in receipts for cover in receipt.cover),
            *(lack.item for need in needs for lack in need.lacks),
        ],
        orders=[need.order_id for need in needs],
        purchases=[receipt.purchase_id for receipt in receipts],
    )
    return await handle(db, receipts, facts.take_receipts, touched, facts.cause_of_receipt)


async def take_rejections(db: Db, rejections: Sequence[GoodsRejected]) -> list[tuple[Followed, ...]]:
    """Goods were refused at the dock (WHS-4)."""
    touched = Touched(purchases=[rejection.purchase_id for rejection in rejections])
    return await handle(db, rejections, facts.take_rejections, touched, facts.cause_of)


async def act(db: Db, acts: Sequence[Act]) -> list[Answer[PurchaseNews | ClaimRaised] | Refusal]:
    """What a supplier or a buyer does with purchases; the items are covered anew, what is given up late is claimed."""
    answers = await command(db, acts, doing.do, shown)
    asked = [(act, answer.events) for act, answer in zip(acts, answers, strict=True) if isinstance(answer, Answer)]
    parts = [part for act, events in asked if (part := facts.given_up(act, events, clock.today()))]
    claims = await claim.handle(db, parts, working_days_of) if parts else []
    said = dict(zip((part.purchase_id for part in parts), claims, strict=True))
    return [
        Answer(one.body, (*one.events, *said.get(act.purchase_id, ()))) if isinstance(one, Answer) else one
        for act, one in zip(acts, answers, strict=True)
    ]


HANDLES: Mapping[type[Event], Handler] = {
    PriceChangeDecided: decide,
    GoodsReceived: take_receipts,
    GoodsRejected: take_rejections,
}
