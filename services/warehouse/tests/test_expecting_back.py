"""The dock knows what customers are asked to send back, until it is there or is left with them (WHS-8)."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg

from chassis.http.page import FIRST
from contracts.order import ShipmentLine
from contracts.sales import ReturnRequested, ReturnWaived
from contracts.warehouse import StockReserved
from services.warehouse.dispatch import handlers as dispatch
from services.warehouse.expecting_back.handlers import expect, give_up
from services.warehouse.expecting_back.store import LISTED
from services.warehouse.reservation import handlers as reservation
from services.warehouse.stock import handlers as stock
from services.warehouse.tests.conftest import Caller
from services.warehouse.tests.samples import Order, dispatched, item_changed, only
from tests.needs import needs

pytestmark = needs("WHS-8")


def asked(order: Order, shipment: UUID, much: int, in_all: int | None = None) -> ReturnRequested:
    each = [(goods(one),) for one in (much, in_all or much)]
    return ReturnRequested(order_id=order.id, shipment_id=shipment, lines=each[0], in_all=each[1])


def kept(order: Order, shipment: UUID, much: int) -> ReturnWaived:
    return ReturnWaived(order_id=order.id, shipment_id=shipment, lines=(goods(much),))


def goods(much: int) -> ShipmentLine:
    return ShipmentLine(line=1, item="bolt", quantity=Decimal(much))


async def test_what_is_asked_back_is_awaited_until_it_is_there(call: Caller) -> None:
    order, shipment = await gone(call)
    await call.hear(expect, asked(order, shipment, 4))
    (one,) = await awaited(call)
    assert (one["order_number"], one["sales_slip"], one["lines"]) == (
        order.number, "SS-2026-000001", [{"line": 1, "item": "bolt", "quantity": "4"}],
    )  # fmt: skip
    await back(call, order, shipment, 3)
    assert await outstanding(call) == ["1"]
    await call.hear(expect, asked(order, shipment, 2, in_all=6))
    assert await outstanding(call) == ["3"]
    await back(call, order, shipment, 3)
    assert await awaited(call) == []


async def test_goods_that_come_before_it_is_heard_that_they_are_asked_back_are_not_awaited(call: Caller) -> None:
    order, shipment = await gone(call)
    await back(call, order, shipment, 4)
    await call.hear(expect, asked(order, shipment, 4))
    assert await awaited(call) == []


async def test_what_came_unasked_before_counts_as_no_part_of_what_is_asked(call: Caller) -> None:
    order, shipment = await gone(call)
    await back(call, order, shipment, 3)
    await call.hear(expect, asked(order, shipment, 5, in_all=8))
    assert await outstanding(call) == ["5"]


async def test_what_is_left_with_the_customer_is_awaited_no_more_whichever_is_heard_first(call: Caller) -> None:
    order, shipment = await gone(call)
    await call.hear(give_up, kept(order, shipment, 10))
    await call.hear(expect, asked(order, shipment, 10))
    assert await awaited(call) == []
    other, later = await gone(call, "SO-2026-000002")
    await call.hear(expect, asked(other, later, 10))
    assert len(await awaited(call)) == 1
    await call.hear(give_up, kept(other, later, 10))
    assert await awaited(call) == []


async def test_an_older_ask_that_tells_no_sum_is_awaited_as_it_is(call: Caller) -> None:
    order, shipment = await gone(call)
    await call.hear(expect, asked(order, shipment, 4).but(in_all=()))
    assert await outstanding(call) == ["4"]


async def test_the_list_comes_page_by_page_to_who_has_to_do_with_goods(call: Caller) -> None:
    for nth in range(3):
        order, shipment = await gone(call, f"SO-2026-00000{nth}")
        await call.hear(expect, asked(order, shipment, 1 + nth))
    first = (await call("GET", "/expected-returns?limit=2", role="customer service")).json()
    rest = (await call("GET", f"/expected-returns?limit=2&after={first['next']}")).json()
    assert [one["order_number"][-1] for one in (*first["items"], *rest["items"])] == ["0", "1", "2"]
    assert rest["next"] is None
    for role in ("customer", "carrier"):
        assert (await call("GET", "/expected-returns", role=role)).status_code == 403
    assert (await call("GET", "/expected-returns?after=x")).status_code == 422


MANY = """
INSERT INTO expected_back (shipment_id, line, order_id, item, quantity, asked_on, waived)
SELECT gen_random_uuid(), 1 + n % 3, gen_random_uuid(), 'bolt', 5, '2026-03-02', n % 10 > 0
FROM generate_series(0, 19999) n
"""


async def test_a_page_of_what_is_awaited_reads_no_more_than_that(db: asyncpg.Connection) -> None:
    await db.execute(MANY)
    await db.execute("ANALYZE expected_back")
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {LISTED}", FIRST, 100))
    assert "expected_back_open" in plan, plan
    assert "Seq Scan on expected_back" not in plan, plan
    assert len(await db.fetch(LISTED, FIRST, 100)) == 100


async def gone(call: Caller, number: str = "SO-2026-000001") -> tuple[Order, UUID]:
    """Ten of it left."""
    await call("PUT", "/figures/packing", {"value": "by_hand"}, role="general manager")
    order = Order(number)
    await call("PUT", "/stock/bolt", {"quantity": "90", "reorder_point": "0"})
    await call.hear(stock.learn, item_changed("bolt"))
    shipment = only(StockReserved, await call.hear(reservation.reserve, order.confirmed(bolt=10))).shipment_id
    assert shipment
    await call.hear(dispatch.take_released, order.released(shipment))
    assert (await call("POST", f"/shipments/{shipment}/pack")).status_code == 200
    await call.hear(dispatch.leave, dispatched(order, shipment))
    return order, shipment


async def back(call: Caller, order: Order, shipment: UUID, much: int) -> None:
    lines = [{"line": 1, "quantity": str(much)}]
    came = await call("POST", "/returns", {"order_id": str(order.id), "shipment_id": str(shipment), "lines": lines})
    assert came.status_code == 200, came.text


async def awaited(call: Caller) -> list[Any]:
    return list((await call("GET", "/expected-returns")).json()["items"])


async def outstanding(call: Caller) -> list[str]:
    return [line["quantity"] for one in await awaited(call) for line in one["lines"]]
