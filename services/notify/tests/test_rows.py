"""What an event writes on the board, in the story and among the promises (NOT-1, NOT-2, NOT-3)."""

import asyncpg

from contracts.event import Event
from services.notify.overdue.handlers import watch
from services.notify.story.handlers import tell
from services.notify.tests.samples import Order
from tests.needs import needs
from tests.written import Rows, rows_of_partial_indexes, written

pytestmark = needs("NOT-1", "NOT-2", "NOT-3")


async def hear(db: asyncpg.Connection, *events: Event) -> None:
    for event in events:
        await tell(db, [event])
        await watch(db, [event])


async def test_an_event_writes_its_order_in_place_its_line_its_stage_and_two_halves_of_promises(
    db: asyncpg.Connection,
) -> None:
    order = Order()
    await hear(db, order.received(), *order.reviews(), order.confirmed(), order.reserved())
    async with written(db) as rows:
        await hear(db, order.released())
    assert rows == {
        "board": Rows(updated=1, in_place=1),
        "order_event": Rows(inserted=1),
        "stage_reached": Rows(inserted=1),
        "promise": Rows(inserted=1, updated=1),
    }


async def test_a_clean_order_is_74_rows_from_its_beginning_to_its_end(db: asyncpg.Connection) -> None:
    async with written(db) as rows:
        await hear(db, *Order().clean_story())
    assert {table: (one.inserted, one.updated) for table, one in rows.items()} == {
        "board": (1, 13),
        "order_event": (15, 0),
        "stage_reached": (11, 0),
        "promise": (16, 14),
        "watched_order": (1, 3),
    }


async def test_a_closed_order_stands_in_no_index_of_what_is_open(db: asyncpg.Connection) -> None:
    """Its last delivery is found among all there ever were (NOT-11)."""
    await hear(db, *Order().clean_story())
    assert await rows_of_partial_indexes(db) == {"order_event_delivered": 1}
