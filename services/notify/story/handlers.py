"""Every event becomes a line in the story of each order that it concerns (NOT-2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chassis import clock
from chassis.handling import Db, Handler, Nothing
from chassis.stored import storable
from contracts.catalogue import EVENTS
from contracts.event import Event
from services.notify.story import store
from services.notify.story.rules import board as rules
from services.notify.story.rules.facts import facts_of


async def tell(db: Db, events: Sequence[Event]) -> list[Nothing]:
    """Only events with an order's own key change its row on the board, so its key lock is enough."""
    now = clock.now()
    rows = await store.rows_of(db, [event.orders[0] for event in events if rules.moves(event)])
    changed, reached = rules.fold(rows, events, now)
    await store.keep(db, [row for row in changed if row != rows.get(row.order_id)])
    await store.tell(db, [line for event in events for line in _lines(event)], reached, now)
    return [() for _ in events]


def _lines(event: Event) -> Iterator[store.Told]:
    if event.orders:
        facts = storable(facts_of(event))
        for order_id in event.orders:
            yield store.Told(order_id=order_id, topic=event.topic, facts=facts)


HANDLES: Mapping[type[Event], Handler] = dict.fromkeys(EVENTS.values(), tell)
