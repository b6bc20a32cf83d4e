"""What the warehouse has of an order, line by line (NOT-2)."""

from typing import Any
from uuid import UUID

import pytest

from contracts.warehouse import StockReserved
from services.warehouse.dispatch import handlers as dispatch
from services.warehouse.reservation import handlers as reservation
from services.warehouse.reservation.store import LINES
from services.warehouse.stock import handlers as stock
from services.warehouse.tests.conftest import Caller
from services.warehouse.tests.samples import Order, dispatched, item_changed, only
from tests.needs import needs

pytestmark = needs("NOT-2")


async def lines(call: Caller, order: Order, role: str = "merchandiser") -> list[dict[str, Any]]:
    answer = await call("GET", f"/orders/{order.id}/lines", role=role)
    told = answer.json()["lines"]
    return [{name: value for name, value in line.items() if value != "0"} for line in told]


async def stocked(call: Caller, **on_hand: int) -> None:
    for item, quantity in on_hand.items():
        await call.hear(stock.learn, item_changed(item))
        await call("PUT", f"/stock/{item}", {"quantity": str(quantity)})


async def test_a_line_tells_what_is_set_aside_lacking_sent_and_back(call: Caller) -> None:
    await stocked(call, bolt=10, nut=3)
    order = Order(partial=True)
    reserved = only(StockReserved, await call.hear(reservation.reserve, order.confirmed(bolt=5, nut=8)))
    bolt, nut = {"line": 1, "item": "bolt", "ordered": "5"}, {"line": 2, "item": "nut", "ordered": "8"}
    assert await lines(call, order) == [bolt | {"reserved": "5"}, nut | {"reserved": "3", "lacking": "5"}]
    await call.hear(dispatch.take_released, order.released(reserved.shipment_id))
    assert await lines(call, order) == [bolt | {"packed": "5"}, nut | {"packed": "3", "lacking": "5"}]
    await call.hear(dispatch.leave, dispatched(order, reserved.shipment_id))
    assert isinstance(reserved.shipment_id, UUID)
    back = {"order_id": str(order.id), "shipment_id": str(reserved.shipment_id)}
    await call("POST", "/returns", back | {"lines": [{"line": 1, "quantity": "2"}]})
    sent = [bolt | {"dispatched": "5", "returned": "2"}, nut | {"dispatched": "3", "lacking": "5"}]
    assert await lines(call, order) == sent


async def test_what_is_held_for_an_order_that_takes_no_part_is_told(call: Caller) -> None:
    await stocked(call, bolt=3)
    order = Order()
    await call.hear(reservation.reserve, order.confirmed(bolt=8))
    assert await lines(call, order) == [{"line": 1, "item": "bolt", "ordered": "8", "held": "3", "lacking": "5"}]


async def test_of_an_order_that_nobody_confirmed_there_is_no_line(call: Caller) -> None:
    assert await lines(call, Order()) == []


@needs("ALL-3")
@pytest.mark.parametrize(("role", "status"), [("storekeeper", 200), ("customer", 403), ("supplier", 403)])
async def test_only_staff_sees_for_whom_goods_are_set_aside(call: Caller, role: str, status: int) -> None:
    assert (await call("GET", f"/orders/{Order().id}/lines", role=role)).status_code == status


async def test_lines_are_found_by_their_order(call: Caller) -> None:
    async with call.engine.pool.acquire() as db, db.transaction():
        await db.execute("SET LOCAL enable_seqscan = off")
        plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {LINES}", Order().id))
    assert "Seq Scan" not in plan, plan
