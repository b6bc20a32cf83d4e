"""What a step of an order writes (SAL-8)."""

import asyncpg

from chassis.ids import new_id
from services.sales.order import store
from services.sales.order.store import Row
from services.sales.tests.story import DAY, after, received, reviews
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
