"""Orders agreed and ended: their content is kept, their advance asked and given back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from chassis import clock
from chassis.handling import Db, Handler
from contracts.event import Event
from contracts.finance import AdvanceRequested, PaymentRefunded
from contracts.sales import OrderCancelled, OrderChanged, OrderClosed, OrderConfirmed, OrderRejected
from services.finance.accounts import store
from services.finance.advances import rules
from services.finance.policy import policy

GivenBack = tuple[PaymentRefunded | AdvanceRequested, ...]
"""The rest of an advance; and a request for nothing more, where some of it was still awaited."""


async def agree(db: Db, orders: Sequence[OrderConfirmed | OrderChanged]) -> list[tuple[AdvanceRequested, ...]]:
    """Keep the content of every version, and act on the highest."""
    today, due_days = clock.today(), policy().advance_due_days
    before = await store.load(db, [order.order_id for order in orders])
    turns = [rules.agree(account, order, today, due_days) for account, order in zip(before, orders, strict=True)]
    contents = [(order.order_id, order.version, order.content) for order in orders]
    await store.save(db, before, turns, today, contents=contents)
    return [turn.events for turn in turns]


async def cancel(db: Db, orders: Sequence[OrderCancelled]) -> list[GivenBack]:
    return await _end(db, "cancelled", [(order.order_id, order.version) for order in orders])


async def reject(db: Db, orders: Sequence[OrderRejected]) -> list[GivenBack]:
    return await _end(db, "rejected", [(order.order_id, order.version) for order in orders])


async def close(db: Db, orders: Sequence[OrderClosed]) -> list[GivenBack]:
    return await _end(db, "closed", [(order.order_id, order.order_version) for order in orders])


async def _end(db: Db, stage: rules.End, orders: Sequence[tuple[UUID, int]]) -> list[GivenBack]:
    before = await store.load(db, [order_id for order_id, _ in orders])
    turns = [
        rules.end(account, stage, version, policy().refunds)
        for account, (_, version) in zip(before, orders, strict=True)
    ]
    await store.save(db, before, turns, clock.today())
    return [turn.events for turn in turns]


HANDLES: Mapping[type[Event], Handler] = {
    OrderConfirmed: agree,
    OrderChanged: agree,
    OrderCancelled: cancel,
    OrderRejected: reject,
    OrderClosed: close,
}
