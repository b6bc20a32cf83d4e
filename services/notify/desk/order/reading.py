"""What notify itself knows of an order, read for its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from chassis import clock
from chassis.handling import Reading
from chassis.refusal import NotFound
from services.notify.desk.choices import Choices
from services.notify.desk.order.documents import documents_of
from services.notify.desk.order.store import stages_of
from services.notify.desk.order.timeline import Filter, timeline_of
from services.notify.desk.order.view import OrderPage, awaited_of, steps_of
from services.notify.exception import store as exceptions
from services.notify.exception.view import shown
from services.notify.overdue.store import promises_of
from services.notify.story import store as story
from services.notify.story.rules.board import Row

EXCEPTIONS_MAX = 100
PURCHASES_MAX = 200
"""As many as purchasing shows together."""


async def row_of(db: Reading, name: str) -> Row:
    """By its id, its number or the customer's PO number. Raises NotFound."""
    row = await story.find(db, name)
    if row is None:
        raise NotFound(what="order", id=name)
    return row


async def order_of(db: Reading, row: Row, choices: Choices, wanted: Filter) -> OrderPage:
    now = clock.now()
    cases = await exceptions.listed(
        db, state=None, owner=None, level=None, order=row.order_id, after=None, limit=EXCEPTIONS_MAX
    )
    events = await story.events_of(db, row.order_id)
    return OrderPage(
        row=row,
        awaited=awaited_of(await promises_of(db, row.order_id), now),
        exceptions=tuple(shown(case, now) for case in reversed(cases)),
        steps=steps_of(row, await stages_of(db, row.order_id)),
        timeline=timeline_of(events, choices, wanted),
        documents=documents_of(events, choices),
        purchases=_purchases(events),
        now=now,
    )


def _purchases(events: Sequence[Mapping[str, Any]]) -> tuple[UUID, ...]:
    """The newest of those that its story names."""
    named = dict.fromkeys(event["facts"]["purchase_id"] for event in events if "purchase_id" in event["facts"])
    return tuple(map(UUID, list(named)[-PURCHASES_MAX:]))
