"""What a step of an order writes (SAL-8)."""

import json

import asyncpg

from chassis.ids import new_id
from chassis.stored import storable
from services.sales.order import store
from services.sales.order.store import Row
from services.sales.tests.story import DAY, after, dispatch, received, reserve, reviews
from tests.needs import needs
from tests.written import Rows, written

pytestmark = needs("SAL-8")


async def test_a_step_of_an_order_writes_its_row_in_place(db: asyncpg.Connection) -> None:
    """No index is touched, nine times an order."""
    order = received(10).but(order_id=new_id())
    first, *others = reviews(order)
    await store.add(db, [Row(after(order, first).document, "in_review", False, False, None)], {})
    async with written(db) as rows:
        await store.save(db, [Row(after(order, first, *others).document, "reviewed", False, False, None)])
    assert rows == {"sales_order": Rows(updated=1, in_place=1)}


@needs("SAL-20")
async def test_the_day_on_which_an_order_is_looked_at_stands_and_touches_no_index(db: asyncpg.Connection) -> None:
    order = received(10).but(order_id=new_id())
    await store.add(db, [Row(order, "confirmed", False, False, DAY)], {})
    async with written(db) as rows:
        await store.save(db, [Row(order, "reserved", False, False, DAY)])
    assert rows == {"sales_order": Rows(updated=1, in_place=1)}


async def test_an_orders_document_is_kept_as_it_is_written(db: asyncpg.Connection) -> None:
    """To compress it would cost more than all else of a step."""
    order = received(*[10] * 20).but(order_id=new_id())
    await store.add(db, [Row(order, "in_review", False, False, None)], {})
    length, compressed = await db.fetchrow(  # type: ignore[misc]
        "SELECT length(document::text), pg_column_compression(document) FROM sales_order"
    )
    assert length > 2000
    assert compressed is None


def test_what_is_not_known_of_an_order_takes_no_room_in_its_document() -> None:
    """Two of its states must lie on one page of 8 kB, or no step stays in place."""
    order, shipment = received(10, 20, 30), new_id()
    told = reviews(order), reserve(order, shipment, 10, 20, 30), dispatch(order, shipment, 10, 20, 30)
    document = json.loads(storable(after(order, *told[0], *told[1:]).document))
    shipped, reviewed = document["shipments"].values(), document["reviews"].values()
    for part in (document, *shipped, *reviewed):
        assert all(value not in (None, "", [], {}, False) for value in part.values()), part
