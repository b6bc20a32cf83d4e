"""Prices above budget: asked, signed, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Handler, Nothing, Step
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.finance import PriceChangeDecided
from contracts.purchasing import PriceChangeRequested, PurchaseCancelled
from services.finance.approvals import rules, store
from services.finance.policy import Policy

NEVER = Decimal("-Infinity")


async def ask(db: Db, requests: Sequence[PriceChangeRequested]) -> list[tuple[PriceChangeDecided, ...]]:
    """Put each request before those who sign; within the policy's percentage the rule approves."""
    ended, at = await store.ended(db, [asked.purchase_id for asked in requests]), clock.now().isoformat()
    up_to_percent = _up_to_percent(await holding(db, Policy))
    steps = [rules.ask(asked, ended.get(asked.purchase_id, 0), at, up_to_percent) for asked in requests]
    await store.save(db, [step.document for step in steps])
    return [step.events for step in steps]


def _up_to_percent(policy: Policy) -> Decimal:
    limit = policy.price_change_up_to_percent
    return limit if policy.price_change == "automatic" and limit else NEVER


async def withdraw(db: Db, purchases: Sequence[PurchaseCancelled]) -> list[Nothing]:
    """A purchase that ended before it was ordered asks no price any more."""
    ended = [purchase for purchase in purchases if not purchase.was_ordered]
    await store.end(db, [purchase.purchase_id for purchase in ended], [purchase.version for purchase in ended])
    return [() for _ in purchases]


async def sign(db: Db, signatures: Sequence[rules.Sign]) -> list[Answer[PriceChangeDecided] | Refusal]:
    at = clock.now().isoformat()
    changes = await store.current(db, [asked.purchase_id for asked in signatures])
    signed = [rules.sign(changes.get(asked.purchase_id), asked, at) for asked in signatures]
    await store.save(db, [step.document for step in signed if isinstance(step, Step)])
    return [Answer(step.document, step.events) if isinstance(step, Step) else step for step in signed]


HANDLES: Mapping[type[Event], Handler] = {PriceChangeRequested: ask, PurchaseCancelled: withdraw}
