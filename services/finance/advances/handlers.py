"""Orders agreed, changed and ended: what is asked in advance, given back, and held when the credit carries no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from chassis import clock
from chassis.figures import holding
from chassis.handling import Db, Handler, Step
from contracts.event import Event
from contracts.finance import AdvanceRequested, CreditHeld, PaymentRefunded
from contracts.sales import OrderCancelled, OrderChanged, OrderClosed, OrderConfirmed, OrderRejected
from services.finance.account import store, work
from services.finance.account.rules.account import Account
from services.finance.account.rules.exposure import Exposure
from services.finance.advances import rules
from services.finance.customer import work as customers
from services.finance.customer.rules import Credit, hold_beyond
from services.finance.policy import Policy
from services.finance.rates import store as rates

GivenBack = tuple[PaymentRefunded | AdvanceRequested, ...]
"""The rest of an advance; and a request for nothing more, where some of it was still awaited."""


async def agree(db: Db, orders: Sequence[rules.Agreed]) -> list[tuple[AdvanceRequested, ...]]:
    """Keep the content of every version, and act on the highest."""
    return await _agree(db, orders, await holding(db, Policy))


async def change(db: Db, orders: Sequence[OrderChanged]) -> list[tuple[AdvanceRequested | CreditHeld, ...]]:
    """Agree to each; then hold the customers whose credit does not carry what is now asked of it (FIN-4, SAL-17)."""
    policy = await holding(db, Policy)
    asked = await _agree(db, orders, policy)
    ids, names = [order.order_id for order in orders], [order.content.customer for order in orders]
    versions = {order.order_id: order.version for order in orders}
    values = await rates.values(db, clock.today())

    def fold(credit: Credit, found: tuple[Account, Exposure]) -> Step[Credit, CreditHeld]:
        account, carried = found
        if account.version != versions[account.order_id]:
            return Step(credit)
        return hold_beyond(credit, account, carried, values)

    held = await customers.handle(db, names, partial(store.carried, db, ids, names), fold, policy)
    return [(*of_advance, *of_credit) for of_advance, of_credit in zip(asked, held, strict=True)]


async def cancel(db: Db, orders: Sequence[OrderCancelled]) -> list[GivenBack]:
    refunds = (await holding(db, Policy)).refunds
    return await work.handle(
        db, orders, lambda account, order, _: rules.end(account, "cancelled", order.version, refunds)
    )


async def reject(db: Db, orders: Sequence[OrderRejected]) -> list[GivenBack]:
    refunds = (await holding(db, Policy)).refunds
    return await work.handle(
        db, orders, lambda account, order, _: rules.end(account, "rejected", order.version, refunds)
    )


async def close(db: Db, orders: Sequence[OrderClosed]) -> list[GivenBack]:
    refunds = (await holding(db, Policy)).refunds
    return await work.handle(
        db, orders, lambda account, order, _: rules.end(account, "closed", order.order_version, refunds)
    )


async def _agree(db: Db, orders: Sequence[rules.Agreed], policy: Policy) -> list[tuple[AdvanceRequested, ...]]:
    days = policy.advance_due_days
    return await work.handle(db, orders, lambda account, order, today: rules.agree(account, order, today, days))


HANDLES: Mapping[type[Event], Handler] = {
    OrderConfirmed: agree,
    OrderChanged: change,
    OrderCancelled: cancel,
    OrderRejected: reject,
    OrderClosed: close,
}
