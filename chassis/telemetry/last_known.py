"""A request about an order begins a trace of its own: a link leads back to what the department last did about it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from opentelemetry import trace

from chassis.handling import Db
from chassis.telemetry import spans

LAST = """
SELECT (SELECT f.traceparent FROM fact f
        WHERE f.order_id = o.order_id AND f.traceparent NOT LIKE '%-00' ORDER BY f.id DESC LIMIT 1)
FROM unnest($1::uuid[]) AS o(order_id)
"""
"""What ends in -00 was not kept, so that nobody could follow a link to it."""


async def link_to_last_known(db: Db, orders: Sequence[UUID]) -> None:
    """Name the orders on the current span and link it, unless nobody keeps spans."""
    span = trace.get_current_span()
    if not span.is_recording():
        return
    every = {*orders, *spans.orders_of(span)}
    spans.about(span, every)
    for (last,) in await db.fetch(LAST, list(every)):
        cause = spans.context_of(last)
        if cause.is_valid:
            span.add_link(cause)
