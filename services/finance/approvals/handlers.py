"""Prices above budget: asked, signed, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Handler, Nothing
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.finance import PriceChangeDecided
from contracts.purchasing import PriceChangeRequested, PurchaseCancelled
from services.finance.account.rules.chain import ALL, steps
from services.finance.approvals import rules
from services.finance.policy import Policy
from services.finance.price_change import store
from services.finance.price_change.rules import Signed
from services.finance.price_change.work import command, handle
from services.finance.rates import store as rates

NEVER = Decimal("-Infinity")


async def ask(db: Db, requests: Sequence[PriceChangeRequested]) -> list[tuple[PriceChangeDecided, ...]]:
    """Put each request before those who sign; within the policy's percentage the rule approves."""
    policy, at = await holding(db, Policy), clock.now().isoformat()
    values = await rates.values(db, clock.today()) if any(policy.price_change_signers.values()) else {}

    def fold(asked: PriceChangeRequested, ended_at: int) -> Signed:
        worth = asked.quantity * asked.unit_price.amount * values.get(asked.unit_price.currency, ALL)
        return rules.ask(asked, ended_at, at, _up_to_percent(policy), steps(policy.price_change_signers, worth))

    return await handle(db, requests, fold)


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
    return await command(db, signatures, lambda change, asked: rules.sign(change, asked, at))


HANDLES: Mapping[type[Event], Handler] = {PriceChangeRequested: ask, PurchaseCancelled: withdraw}
