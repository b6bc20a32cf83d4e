"""A request about an order begins a trace of its own: a link leads back to what the department last did about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from opentelemetry.trace import Span

from chassis.handling import Db
from chassis.telemetry import spans

LAST = """
SELECT o.order_id, (SELECT f.traceparent FROM fact f
        WHERE f.order_id = o.order_id AND f.traceparent NOT LIKE '%-00' ORDER BY f.id DESC LIMIT 1) AS traceparent
FROM unnest($1::uuid[]) AS o(order_id)
"""
"""What ends in -00 was not kept, so that nobody could follow a link to it."""


async def link_to_last_known(db: Db, done: Iterable[tuple[Span, Sequence[UUID]]]) -> None:
    """Name on each span the orders for which something was done in it, and link it; not those that nobody keeps."""
    about: defaultdict[Span, set[UUID]] = defaultdict(set)
    for span, orders in done:
        if span.is_recording():
            about[span].update(orders)
    for span, named in about.items():
        named.update(spans.orders_of(span))
        spans.about(span, named)
    every = list(set().union(*about.values()))
    last = {row["order_id"]: row["traceparent"] for row in await db.fetch(LAST, every)} if every else {}
    for span, named in about.items():
        for cause in map(spans.context_of, map(last.get, named)):
            if cause.is_valid:
                span.add_link(cause)
