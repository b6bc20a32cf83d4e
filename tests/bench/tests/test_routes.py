"""What the bench drives and counts is there in this build."""

from collections.abc import Awaitable, Callable

import asyncpg

from tests.bench.routes import BOARD, COUNTED_BY


async def test_closed_orders_can_be_counted_in_notifys_table_though_a_view_is_called_alike(
    database: Callable[[str], Awaitable[str]],
) -> None:
    db = await asyncpg.connect(await database("notify"))
    try:
        assert await db.fetchval(BOARD, COUNTED_BY) == len(COUNTED_BY)
    finally:
        await db.close()
