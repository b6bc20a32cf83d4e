"""Production orders are moved to their backup line (PUR-12)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from services.purchasing.ledger import store as ledger
from services.purchasing.making import store as making
from services.purchasing.policy import Policy
from services.purchasing.production.work import Said, command
from services.purchasing.switching import rules, store
from services.purchasing.switching.rules import Switch


async def switch(db: Db, asked: Sequence[Switch]) -> list[Answer[Said] | Refusal]:
    """One after the other, so that each finds the lines as the one before left them."""
    await ledger.lock(db)
    return [answer for one in asked for answer in await _switch(db, one)]


async def _switch(db: Db, asked: Switch) -> list[Answer[Said] | Refusal]:
    policy = await holding(db, Policy)
    items = await making.items_of(db, [asked.purchase_id])
    shop = await store.shop_of(db, items, clock.today(), policy.country)
    return await command(db, [asked], partial(rules.switch, shop=shop, late_days=policy.late_days))
