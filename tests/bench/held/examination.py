"""The documents of a shipment are examined against the letter of credit that pays it (LOG-7)."""

from __future__ import annotations

import asyncio
import statistics
import time
from argparse import Namespace
from typing import Any

from chassis import clock
from tests.bench.figures import percentile
from tests.bench.held.bill_of_lading import BILL
from tests.bench.orders import order, spread
from tests.bench.running import Running
from tests.bench.trade import insist
from tests.credits import mt700

ORDERS, TIMES = 10, 10
LIMIT_S, LOOK_EVERY_S = 60, 0.2
TERMS = {"days": 30, "advance_share": "0", "by_credit": True}
AMOUNT = "USD750,"
"""Three lines of 10, 20 and 30 at 12.50."""
AWAITED = "SELECT order_number FROM letter_of_credit WHERE number IS NULL"
LEFT = "SELECT s.shipment_id FROM shipment s JOIN letter_of_credit USING (order_id) WHERE s.state = 'dispatched'"


async def examination(running: Running, _: Namespace) -> dict[str, Any]:
    """Milliseconds of a request: the median and the slowest twentieth; each set is examined some times in turn."""
    numbers = [next(running.trade.numbers) for _ in range(ORDERS)]
    rows = [(f"bench-{number:08d}", order(number, spread) | {"terms": TERMS}) for number in numbers]
    for answer in await running.trade.sales.batch("sales", "/orders/batch", rows):
        insist("an order", answer)
    for number in await _rows(running, AWAITED):
        text = mt700(number.replace("SO", "LC"), AMOUNT, today=clock.today())
        await _ask(running, f"/letters-of-credit/{number}/read", {"text": text})
    shipments = await _rows(running, LEFT)
    for shipment in shipments:
        await _ask(running, f"/shipments/{shipment}/transport-document", BILL)
    first, took = len(running.speed.spins), list[float]()
    for shipment in shipments * TIMES:
        begun = time.monotonic()
        await _ask(running, f"/shipments/{shipment}/examine", {})
        took.append(1000 * (time.monotonic() - begun))
    slowest = round(percentile(took, 95) or 0, 1)
    figures = {"examination_ms": round(statistics.median(took), 1), "examination_p95_ms": slowest}
    return {"examinations": len(took), **figures, **running.speed.since(first)}


async def _ask(running: Running, path: str, body: dict[str, Any]) -> None:
    key = f"bench-{next(running.trade.numbers):08d}"
    insist(path, await running.trade.clerk.post("logistics", path, body, key=key))


async def _rows(running: Running, query: str) -> list[Any]:
    """One value for each order, once there are all."""
    async with running.company.session("logistics") as db, asyncio.timeout(LIMIT_S):
        while len(found := await db.fetch(query)) < ORDERS:
            await asyncio.sleep(LOOK_EVERY_S)
    return [row[0] for row in found]
