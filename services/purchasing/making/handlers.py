"""Bills of materials are kept, production orders released (PUR-11)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Reading
from chassis.refusal import NotFound, Refusal
from contracts.purchasing import SupplyReviewed
from services.purchasing.gates import store as gates
from services.purchasing.ledger import store as ledger
from services.purchasing.ledger.rules.news import Followed
from services.purchasing.ledger.store import Touched
from services.purchasing.ledger.work import handle_supply
from services.purchasing.making import rules, store
from services.purchasing.making.rules import PutBill, Release
from services.purchasing.making.view import BillState
from services.purchasing.policy import Policy
from services.purchasing.production import store as production
from services.purchasing.production.rules.shop import Shop
from services.purchasing.production.work import Said, command


async def put_bills(db: Db, asked: Sequence[PutBill]) -> list[Answer[Followed | SupplyReviewed] | Refusal]:
    """Keep bills; our own shop offers what has one, and needs that nobody covered are tried anew."""
    own_shop = (await holding(db, Policy)).own_shop
    await ledger.lock(db)
    makers = await production.makers(db, [one.bill.item for one in asked])
    known = await ledger.known_offers(db, [(one.bill.item, own_shop) for one in asked])
    refusals = [
        rules.refusal_of(one, makers) if known.keys() else NotFound(what="supplier", id=own_shop) for one in asked
    ]
    kept = [one for one, refusal in zip(asked, refusals, strict=True) if not refusal]
    if not kept:
        return [refusal for refusal in refusals if refusal]
    await store.keep(db, [one.bill for one in kept])
    offers = [(one.bill.item, rules.offer_of(one.bill, makers, own_shop)) for one in kept]
    waited = await ledger.save_offers(db, offers)
    touched = Touched(items=[one.bill.item for one in kept])
    shares = iter(await handle_supply(db, kept, rules.as_it_stands, touched, rules.cause_of, lambda *_: waited))
    return [r or Answer(BillState(bill=one.bill), next(shares)) for one, r in zip(asked, refusals, strict=True)]


async def release(db: Db, asked: Sequence[Release]) -> list[Answer[Said] | Refusal]:
    """Release production orders: planned on their lines, promised, their material bought."""
    await ledger.lock(db)
    shop = await shop_of(db, [one.purchase_id for one in asked])
    material = {one.item for bill in shop.bills.values() for one in bill.components}
    return await command(db, asked, rules.in_turn(shop), material)


async def shop_of(db: Reading, purchases: Sequence[UUID]) -> Shop:
    """What our own shop can do with what is bought of it; its lines as free as all open orders leave them."""
    policy, today = await holding(db, Policy), clock.today()
    items = await store.items_of(db, purchases)
    makers = await production.makers(db, items)
    free = await production.free(db, sorted({one.line for one in makers}), today, policy.country)
    bills, kinds = await production.bills(db, items, policy.own_shop), await gates.of(db, items)
    return Shop(makers, bills, free, policy.milestones, kinds)
