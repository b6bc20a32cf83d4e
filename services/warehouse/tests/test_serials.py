"""Pieces with serial numbers are named when they come, leave, come back, and are traced both ways (WHS-1)."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from chassis import clock
from chassis.stored import stored
from services.warehouse.book.store import NAMED, NAMED_HERE
from services.warehouse.dispatch import handlers as dispatching
from services.warehouse.papers.rules.outbound_slip import OutboundSlip, slip_sheet
from services.warehouse.receiving import handlers as receiving
from services.warehouse.reservation import handlers as reservation
from services.warehouse.stock import handlers as stock
from services.warehouse.tests.conftest import Caller
from services.warehouse.tests.samples import Order, dispatched, item_changed, not_dispatched, purchased
from services.warehouse.tracing.store import OF_SERIAL, PACKED_WITH, WENT
from tests.needs import needs

pytestmark = needs("WHS-1")


async def ordered(call: Caller, *named: str, item: str = "pump", quantity: int = 0, **more: Any) -> Any:
    """So many pumps come with these names; what is answered."""
    purchase = purchased(item, quantity or len(named) or 1)
    await call.hear(receiving.expect, purchase)
    asked = {"purchase_id": str(purchase.purchase_id), "accepted": str(quantity or len(named)), "serials": named}
    return (await call("POST", "/receipts", asked | more)).json()


async def sold(call: Caller, quantity: int, number: str = "SO-2026-000001") -> tuple[Order, UUID]:
    """An order whose shipment sales released."""
    order = Order(number)
    await call.hear(reservation.reserve, order.confirmed(pump=quantity))
    shipments = (await call("GET", "/shipments")).json()["items"]
    (shipment,) = [UUID(one["shipment_id"]) for one in shipments if one["order_id"] == str(order.id)]
    await call.hear(dispatching.take_released, order.released(shipment))
    return order, shipment


async def pack(call: Caller, shipment: UUID, *named: str) -> Any:
    return (await call("POST", f"/shipments/{shipment}/pack", {"serials": named})).json()


async def pieces(call: Caller, serial: str) -> Any:
    return (await call("GET", f"/serials/{serial}")).json()["pieces"]


async def stands(call: Caller, *serials: str) -> list[str]:
    return [one["stands"] for serial in serials for one in await pieces(call, serial)]


@pytest.fixture
async def pumps(call: Caller) -> Caller:
    await call.hear(stock.learn, item_changed("pump", serialised=True))
    return call


async def test_who_takes_in_pieces_with_serial_numbers_names_each_once(pumps: Caller) -> None:
    first = await ordered(pumps, "P-1", "P-2")
    assert first["accepted"] == "2"
    refused = await ordered(pumps, "P-1", "P-3", "P-3", quantity=4)
    told = "Each piece is named once, 4 in all, and 3 were; twice: P-3; known already: P-1."
    assert (refused["type"], refused["detail"]) == ("/problems/misnamed", told)
    assert (await ordered(pumps, quantity=2))["detail"] == "Each piece is named once, 2 in all, and 0 were."
    assert (await ordered(pumps, "B-1", item="bolt"))["type"] == "/problems/no-serials"
    assert await stands(pumps, "P-1", "P-2", "P-3") == ["in stock", "in stock"]


async def test_a_delivery_note_that_is_told_twice_names_the_same_pieces(pumps: Caller) -> None:
    purchase = purchased("pump", 3)
    await pumps.hear(receiving.expect, purchase)
    asked = {"purchase_id": str(purchase.purchase_id), "accepted": "1", "delivery_note": "DN-1", "serials": ["P-1"]}
    first, again = [(await pumps("POST", "/receipts", asked)).json() for _ in range(2)]
    assert (first["number"], again["number"]) == (f"GR-{clock.today().year}-000001", first["number"])
    other = (await pumps("POST", "/receipts", asked | {"serials": ["P-2"]})).json()
    assert other["type"] == "/problems/received-already"


async def test_a_shipment_with_serial_numbers_waits_for_who_reads_them(pumps: Caller) -> None:
    assert (await ordered(pumps, "P 1"))["type"] == "/problems/invalid-input"
    await ordered(pumps, "P-1", "P-2", "P-3")
    _, shipment = await sold(pumps, 2)
    refused = await pack(pumps, shipment, "P-1", "P-1", "P-9")
    told = "Each piece is named once, 2 in all, and 3 were; twice: P-1; not known: P-9."
    assert (refused["type"], refused["detail"]) == ("/problems/misnamed", told)
    assert (await pumps("POST", f"/shipments/{shipment}/pack")).json()["type"] == "/problems/misnamed"
    assert (await pack(pumps, shipment, "P-3", "P-1"))["state"] == "packed"
    assert await stands(pumps, "P-1", "P-2", "P-3") == ["packed", "in stock", "packed"]
    _, other = await sold(pumps, 1, "SO-2026-000002")
    assert (await pack(pumps, other, "P-1"))["detail"].endswith("not here: P-1.")


async def test_a_piece_is_traced_to_its_purchase_and_to_its_customer(pumps: Caller) -> None:
    receipt = await ordered(pumps, "P-1", "P-2", lot="L-7")
    order, shipment = await sold(pumps, 1)
    slip = (await pack(pumps, shipment, "P-2"))["slip_number"]
    await pumps.hear(dispatching.leave, dispatched(order, shipment))
    (piece,) = await pieces(pumps, "P-2")
    assert (piece["item"], piece["stands"], piece["receipt"]) == ("pump", "gone", receipt["number"])
    assert (piece["lot"], piece["supplier"], piece["purchase"]) == ("L-7", "S-07", "PO-2026-000001")
    (went,) = piece["went"]
    known = (went["slip_number"], went["order_number"], went["customer"], went["came_back"])
    assert known == (slip, "SO-2026-000001", "ALFKI", False)
    told = (await pumps("GET", f"/slips/{slip}/serials")).json()["pieces"]
    assert [one["serial"] for one in told] == ["P-2"]
    assert (await pumps("GET", "/codes?code=P-2")).json() == {"item": "pump", "lot": "", "place": "", "serial": "P-2"}
    assert await pieces(pumps, "P-9") == []
    await ordered(pumps, "24/001#7")
    assert await stands(pumps, "24%2F001%237") == ["in stock"]


@pytest.mark.needs("WHS-6")
async def test_the_outbound_slip_lists_its_pieces(pumps: Caller) -> None:
    await ordered(pumps, "P-1")
    order, shipment = await sold(pumps, 1)
    slip = (await pack(pumps, shipment, "P-1"))["slip_number"]
    documents = (await pumps("GET", f"/papers/outbound_slip/{slip}")).json()["data"]
    assert documents["pieces"] == [["pump", "P-1"]]
    assert "P-1" in str(slip_sheet(stored(OutboundSlip, json.dumps(documents))).tables)


async def test_what_is_named_is_taken_of_its_own_lot(pumps: Caller) -> None:
    await ordered(pumps, "P-1", lot="L-1")
    later = await ordered(pumps, "P-2", lot="L-2")
    _, shipment = await sold(pumps, 1)
    packed = await pack(pumps, shipment, "P-2")
    assert [one["lot"] for one in packed["picks"]] == [later["number"]], "the older lot would have left first"


async def test_what_logistics_gives_back_is_in_stock_again(pumps: Caller) -> None:
    await ordered(pumps, "P-1")
    order, shipment = await sold(pumps, 1)
    await pack(pumps, shipment, "P-1")
    await pumps.hear(reservation.release, order.cancelled())
    await pumps.hear(dispatching.unpack, not_dispatched(order, shipment))
    (piece,) = await pieces(pumps, "P-1")
    assert (piece["stands"], piece["went"]) == ("in stock", [])
    _, other = await sold(pumps, 1, "SO-2026-000002")
    assert (await pack(pumps, other, "P-1"))["state"] == "packed"


@pytest.mark.needs("WHS-8")
async def test_who_takes_pieces_back_names_those_that_left_and_those_that_are_scrapped(pumps: Caller) -> None:
    await ordered(pumps, "P-1", "P-2", "P-3")
    order, shipment = await sold(pumps, 2)
    await pack(pumps, shipment, "P-1", "P-2")
    await pumps.hear(dispatching.leave, dispatched(order, shipment))
    back: dict[str, Any] = {"order_id": str(order.id), "shipment_id": str(shipment)}
    back["lines"] = [{"line": 1, "quantity": "2", "scrapped": "1"}]
    refused = (await pumps("POST", "/returns", back | {"serials": ["P-1", "P-3"]})).json()
    assert refused["detail"] == "Each piece is named once, 2 in all, and 2 were; not here: P-3."
    refused = (await pumps("POST", "/returns", back | {"serials": ["P-1", "P-2"]})).json()
    assert refused["detail"] == "Each piece is named once, 1 in all, and 0 were."
    came = await pumps("POST", "/returns", back | {"serials": ["P-2"], "scrapped_serials": ["P-1"]})
    assert came.status_code == 200, came.text
    assert await stands(pumps, "P-1", "P-2", "P-3") == ["scrapped", "in stock", "in stock"]
    assert [one["came_back"] for one in (await pieces(pumps, "P-2"))[0]["went"]] == [True]
    _, other = await sold(pumps, 1, "SO-2026-000002")
    await pack(pumps, other, "P-2")
    assert [one["came_back"] for one in (await pieces(pumps, "P-2"))[0]["went"]] == [True, False]


@pytest.mark.needs("WHS-5")
async def test_rejected_pieces_are_named_when_they_leave_quarantine_and_may_come_again(pumps: Caller) -> None:
    await pumps("PUT", "/inspection-plans/pump", {"major": "1.0"}, role="quality manager")
    receipt = await ordered(pumps, "P-1", "P-2", "P-3")
    assert await stands(pumps, "P-1") == ["in quarantine"]
    inspection = f"/inspections/{receipt['inspected_by']}"
    bad = {"examined": 3, "major": 3}
    assert (await pumps("POST", f"{inspection}/examine", bad, role="inspector")).json()["state"] == "rejected"

    async def dispose(kind: str, *named: str) -> Any:
        asked = {"kind": kind, "quantity": "1", "reason": "漏水", "serials": named}
        return (await pumps("POST", f"{inspection}/dispose", asked, role="quality manager")).json()

    assert (await dispose("rma", "P-9"))["type"] == "/problems/misnamed"
    assert (await dispose("rma", "P-1"))["kind"] == "rma"
    assert (await dispose("scrap", "P-2"))["kind"] == "scrap"
    assert await stands(pumps, "P-1", "P-2", "P-3") == ["sent back", "scrapped", "in quarantine"]
    again = (await dispose("rework", "P-3"))["number"]
    answer = await pumps("POST", f"/inspections/{again}/examine", {"examined": 1}, role="inspector")
    assert answer.json()["state"] == "accepted"
    repaired = await ordered(pumps, "P-1")
    assert repaired["quarantined"] == "1"
    assert await stands(pumps, "P-1", "P-3") == ["in quarantine", "in stock"]


async def test_what_was_here_before_it_had_a_name_is_named_when_it_leaves(pumps: Caller) -> None:
    await pumps("PUT", "/stock/pump", {"quantity": "1"})
    await ordered(pumps, "P-1")
    _, shipment = await sold(pumps, 2)
    assert (await pack(pumps, shipment, "OLD-1", "OLD-2"))["detail"].endswith("not known: OLD-2.")
    assert (await pack(pumps, shipment, "OLD-1", "P-1"))["state"] == "packed"
    assert [(one["receipt"], one["stands"]) for one in await pieces(pumps, "OLD-1")] == [("", "packed")]


async def test_a_difference_may_name_what_is_missing_and_what_is_found_again(pumps: Caller) -> None:
    await ordered(pumps, "P-1", "P-2")
    less = {"quantity": "-1", "reason": "盘亏", "serials": ["P-9"]}
    assert (await pumps("POST", "/stock/pump/adjust", less)).json()["type"] == "/problems/misnamed"
    assert (await pumps("POST", "/stock/pump/adjust", less | {"serials": ["P-1"]})).status_code == 200
    assert await stands(pumps, "P-1") == ["written off"]
    more = {"quantity": "1", "reason": "找到", "serials": ["P-1"]}
    assert (await pumps("POST", "/stock/pump/adjust", more)).status_code == 200
    assert await stands(pumps, "P-1") == ["in stock"]


async def test_where_every_receipt_named_its_pieces_as_many_have_a_name_as_are_on_hand(pumps: Caller) -> None:
    async def agree() -> None:
        known = await pumps.engine.pool.fetch(NAMED_HERE, ["pump"])
        shelf = (await pumps("GET", "/stock/pump")).json()
        assert sum(row["pieces"] for row in known) == float(shelf["on_hand"])
        assert (await pumps("GET", "/check", role="management")).json()["ok"]

    await ordered(pumps, "P-1", "P-2", "P-3", "P-4", lot="L-1")
    await agree()
    order, shipment = await sold(pumps, 3)
    await pack(pumps, shipment, "P-1", "P-2", "P-3")
    await agree()
    await pumps.hear(dispatching.leave, dispatched(order, shipment))
    await agree()
    back: dict[str, Any] = {"order_id": str(order.id), "shipment_id": str(shipment)}
    lines = [{"line": 1, "quantity": "2", "scrapped": "1"}]
    await pumps("POST", "/returns", back | {"lines": lines, "serials": ["P-2"], "scrapped_serials": ["P-1"]})
    await agree()
    await pumps("POST", "/stock/pump/adjust", {"quantity": "-1", "reason": "盘亏", "serials": ["P-4"]})
    await agree()


async def test_what_has_no_serial_numbers_is_packed_at_once_as_before(call: Caller) -> None:
    await call.hear(stock.learn, item_changed("pump"))
    await ordered(call, quantity=2)
    _, shipment = await sold(call, 2)
    packed = (await call("GET", "/shipments")).json()["items"]
    assert [(one["shipment_id"], one["state"]) for one in packed] == [(str(shipment), "packed")]


MANY = """
INSERT INTO serial (item, serial, receipt, shipment_id, inspection_id, went, left_as)
SELECT 'i-' || n % 500, 'S-' || n, 'GR-' || n, gen_random_uuid(), gen_random_uuid(), ARRAY[gen_random_uuid()], ''
FROM generate_series(1, 20000) n;
INSERT INTO shipment (shipment_id, order_id, order_version, state, slip_number, lines)
SELECT gen_random_uuid(), gen_random_uuid(), 1, 'dispatched', 'OS-' || n, '[]' FROM generate_series(1, 5000) n;
ANALYZE serial; ANALYZE shipment;
"""
LOOKED_UP: dict[str, tuple[str, Sequence[Any]]] = {
    "what is named": (NAMED, (["i-1"], ["S-1"], [], [], ["i-1"])),
    "how many are named": (NAMED_HERE, (["i-1"],)),
    "a piece": (OF_SERIAL, ("S-1", None)),
    "the pieces of a slip": (PACKED_WITH, ("OS-1",)),
    "where they went": (WENT, ([],)),
}


@pytest.mark.parametrize("what", LOOKED_UP)
async def test_pieces_are_looked_up_by_their_indexes(db: asyncpg.Connection, what: str) -> None:
    await db.execute(MANY)
    statement, asked = LOOKED_UP[what]
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {statement}", *asked))
    assert "Seq Scan on serial" not in plan, plan
