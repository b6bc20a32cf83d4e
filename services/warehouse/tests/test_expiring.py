"""A lot whose last day comes near is said once, with the orders that were promised it, until it is gone (WHS-1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from chassis import clock
from chassis.ids import new_id
from contracts.warehouse import LotExpiring, LotGone
from services.warehouse.expiring import handlers
from services.warehouse.expiring.rules import Lot, look
from services.warehouse.expiring.store import LISTED
from services.warehouse.receiving import handlers as receiving
from services.warehouse.reservation import handlers as reservation
from services.warehouse.tests.conftest import Caller
from services.warehouse.tests.samples import Order, purchased
from tests.needs import needs

pytestmark = needs("WHS-1")
TODAY = date(2026, 3, 2)
LOT = Lot("GR-1", "bolt", "L-7", "S-07", TODAY + timedelta(days=30), Decimal(4), (new_id(),))


def test_it_is_said_from_so_many_days_before_its_last_one_on() -> None:
    said = look(LOT, 30, TODAY)
    assert isinstance(said, LotExpiring)
    assert (said.receipt, said.here, said.orders, said.expires_on) == ("GR-1", Decimal(4), LOT.orders, LOT.expires_on)
    assert look(LOT, 29, TODAY) is None
    assert look(replace(LOT, expires_on=TODAY - timedelta(days=1)), 0, TODAY)


def test_it_is_said_once_and_that_it_is_gone_when_nothing_is_left() -> None:
    assert look(replace(LOT, told=True), 30, TODAY) is None
    gone = look(replace(LOT, told=True, here=Decimal(0)), 30, TODAY)
    assert isinstance(gone, LotGone)
    assert gone.receipt == "GR-1"
    assert look(replace(LOT, here=Decimal(0)), 30, TODAY) is None


async def came(call: Caller, name: str, quantity: int, days: int) -> str:
    """A lot of bolts whose last day is in so many days."""
    ordered = purchased("bolt", quantity)
    await call.hear(receiving.expect, ordered)
    told = {"lot": name, "expires_on": str(clock.today() + timedelta(days=days))}
    answer = await call("POST", "/receipts", {"purchase_id": str(ordered.purchase_id), "accepted": quantity, **told})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["number"])


async def looked_at(call: Caller) -> list[str]:
    found = await handlers.find_near(call.engine.pool, clock.now())
    await call.engine.fall_due(handlers.look, found)
    return [receipt for _, receipt in found]


async def listed(call: Caller, query: str = "") -> list[dict[str, Any]]:
    answer = await call("GET", f"/expiring-lots{query}")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_a_timer_says_it_once_with_the_orders_that_it_serves_first(call: Caller) -> None:
    near = await came(call, "L-7", 4, 10)
    await came(call, "L-8", 9, 200)
    first, second, third = (Order(f"SO-{n}", priority=priority) for n, priority in ((1, 5), (2, 1), (3, 0)))
    for order in (first, second, third):
        await call.hear(reservation.reserve, order.confirmed(bolt=3))
    assert await looked_at(call) == [near]
    assert await looked_at(call) == []
    (said,) = await call.said("lot.expiring")
    assert (said["receipt"], said["lot"], said["supplier"], said["here"]) == (near, "L-7", "S-07", "4")
    assert set(said["orders"]) == {str(first.id), str(second.id)}


async def test_what_is_taken_out_is_gone(call: Caller) -> None:
    near = await came(call, "L-7", 4, 10)
    await looked_at(call)
    out = {"quantity": "-4", "reason": "报废", "lot": near}
    assert (await call("POST", "/stock/bolt/adjust", out)).status_code == 200
    assert await looked_at(call) == [near]
    assert [one["receipt"] for one in await call.said("lot.gone")] == [near]
    assert await looked_at(call) == []


async def test_the_list_tells_how_many_days_are_left_and_for_whom_it_is(call: Caller) -> None:
    near, far = await came(call, "L-7", 4, 10), await came(call, "L-8", 9, 200)
    order = Order("SO-1")
    await call.hear(reservation.reserve, order.confirmed(bolt=3))
    (one,) = await listed(call)
    assert (one["receipt"], one["days_left"], one["here"], one["orders"]) == (near, 10, "4", ["SO-1"])
    assert [one["receipt"] for one in await listed(call, "?within=200")] == [near, far]
    assert await listed(call, f"?within=200&after={far}") == []
    assert (await call("GET", "/expiring-lots", role="carrier")).status_code == 403


async def test_the_list_begins_with_what_expires_first_and_goes_on_after_it(call: Caller) -> None:
    late, early = await came(call, "L-7", 4, 20), await came(call, "L-8", 4, 10)
    first = (await call("GET", "/expiring-lots?limit=1")).json()
    assert ([one["receipt"] for one in first["items"]], first["next"]) == ([early], early)
    assert [one["receipt"] for one in await listed(call, f"?limit=1&after={early}")] == [late]


MANY = """
INSERT INTO receipt (number, purchase_id, item, accepted, rejected, inspection, at, lot, expires_on)
SELECT 'GR-' || n, gen_random_uuid(), 'i-' || n % 500, 1, 0, '', now(), 'L-' || n, date '2026-03-02' + n
FROM generate_series(1, 5000) n;
INSERT INTO purchase (purchase_id, number, item, supplier, ordered, accepted, rejected, cancelled, orders)
SELECT purchase_id, 'PO-' || number, item, 'S', 1, 1, 0, 0, '{}' FROM receipt;
INSERT INTO quant (item, place, lot, expires_on, quantity) SELECT item, '', number, expires_on, 1 FROM receipt;
INSERT INTO demand (order_id, version, number, priority, partial, cancelled, blocked, need_version, lines)
SELECT gen_random_uuid(), 1, 'SO-' || n, 0, false, false, false, 1, '[]' FROM generate_series(1, 5000) n;
INSERT INTO shipment (shipment_id, order_id, order_version, state, slip_number, lines)
SELECT gen_random_uuid(), order_id, 1, CASE WHEN random() < 0.01 THEN 'packed' ELSE 'dispatched' END, number, '[]'
FROM demand;
ANALYZE receipt; ANALYZE purchase; ANALYZE quant; ANALYZE demand; ANALYZE shipment;
"""


@pytest.mark.parametrize("after", [None, "GR-7"])
async def test_a_page_of_many_lots_is_found_by_their_last_day(db: asyncpg.Connection, after: str | None) -> None:
    """And only the lots of the page are asked for their orders."""
    await db.execute(MANY)
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {LISTED}", date(2026, 4, 1), after, 20))
    read_whole = [table for table in ("receipt", "purchase", "quant", "shipment") if f"Seq Scan on {table}" in plan]
    assert (read_whole, "quant_expires_on" in plan) == ([], True), plan


@pytest.mark.parametrize("days", [0, 30])
async def test_a_lot_may_be_told_on_its_last_day_and_by_the_companys_figure(call: Caller, days: int) -> None:
    near = await came(call, "L-7", 4, days)
    assert await looked_at(call) == [near]
