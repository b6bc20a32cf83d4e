"""Orders all at once: from the first request to the last order closed."""

from __future__ import annotations

from tests.bench.orders import Shape
from tests.bench.progress import until_closed
from tests.bench.readings import Done
from tests.bench.running import Running


async def bulk(running: Running, orders: int, shape: Shape) -> Done:
    async def act() -> None:
        since = await running.trade.place(orders, shape)
        await until_closed(running.company, running.trade, orders, since)

    done, _ = await running.meter.measured(orders, act)
    return done
