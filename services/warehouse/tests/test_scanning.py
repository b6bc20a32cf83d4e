"""What a hand scanner reads finds what waits, and what the code names (NOT-17)."""

from typing import Any

import asyncpg
import pytest

from services.warehouse.book import store
from services.warehouse.gate_inspection.store import NAMED as GATES
from services.warehouse.inspecting.store import NAMED as INSPECTIONS
from services.warehouse.receiving import handlers as receiving
from services.warehouse.reservation import handlers as reservation
from services.warehouse.scanning.store import SCANNED
from services.warehouse.stock_count.store import NAMED as COUNTS
from services.warehouse.tests.conftest import Caller
from services.warehouse.tests.samples import Order, purchased
from services.warehouse.transfer.store import NAMED as TRANSFERS
from tests.needs import needs

pytestmark = needs("NOT-17")

MANY = """
INSERT INTO purchase (purchase_id, number, item, supplier, ordered, accepted, rejected, cancelled, orders)
SELECT gen_random_uuid(), 'PO-' || n, 'i-' || n, 'S', 1, 0, 0, 0, '{}' FROM generate_series(1, 5000) n;
INSERT INTO receipt (number, purchase_id, item, accepted, rejected, inspection, at, lot)
SELECT 'GR-' || n, gen_random_uuid(), 'i-' || n, 1, 0, '', now(), 'L-' || n FROM generate_series(1, 5000) n;
INSERT INTO shipment (shipment_id, order_id, order_version, state, slip_number, lines)
SELECT gen_random_uuid(), gen_random_uuid(), 1, 'dispatched', 'OS-' || n, '[]' FROM generate_series(1, 5000) n;
INSERT INTO stock (item, place, places) SELECT 'i-' || n, 'A-' || n, ARRAY['B-' || n] FROM generate_series(1, 5000) n;
INSERT INTO item (item, version, name, unit, weight_kg, volume_m3, discontinued)
SELECT 'i-' || n, 1, '', 'pcs', 0, 0, false FROM generate_series(1, 5000) n;
INSERT INTO transfer (transfer_id, number, item, state, in_transit, document)
SELECT gen_random_uuid(), 'TF-' || n, 'i-' || n, 'received', 0, '{}' FROM generate_series(1, 5000) n;
INSERT INTO stock_count (stock_count_id, number, state, items, document)
SELECT gen_random_uuid(), 'CT-' || n, 'booked', '{}', '{}' FROM generate_series(1, 5000) n;
INSERT INTO gate_inspection (inspection_id, number, purchase_id, request, item, state, orders, document)
SELECT gen_random_uuid(), 'FQC-' || n, gen_random_uuid(), 1, 'i-' || n, 'passed', '{}', '{}'
FROM generate_series(1, 5000) n;
INSERT INTO serial (item, serial, receipt, went, left_as)
SELECT 'i-' || n, 'S-' || n, 'GR-' || n, '{}', '' FROM generate_series(1, 5000) n;
ANALYZE serial; ANALYZE purchase; ANALYZE receipt; ANALYZE shipment; ANALYZE stock; ANALYZE item; ANALYZE transfer;
ANALYZE stock_count; ANALYZE gate_inspection;
"""
LOOKED_UP = {
    "an awaited purchase": store.AWAITED_NAMED,
    "a shipment": store.SHIPMENTS_NAMED,
    "an inspection": INSPECTIONS,
    "an inspection at a gate": GATES,
    "a transfer": TRANSFERS,
    "a count": COUNTS,
}
LARGE = ("purchase", "receipt", "shipment", "stock", "item", "transfer", "stock_count", "gate_inspection", "serial")


async def found(call: Caller, name: str) -> list[tuple[str, str]]:
    """Kind and name of what a label calls so."""
    answer = await call("GET", f"/actions?name={name}")
    assert answer.status_code == 200, answer.text
    return [(one["kind"], one["name"]) for one in answer.json()["subjects"]]


async def code(call: Caller, name: str) -> dict[str, Any]:
    return dict((await call("GET", f"/codes?code={name}")).json())


async def test_an_awaited_purchase_is_found_by_its_number_and_by_its_item(call: Caller) -> None:
    ordered = purchased("bolt", 8)
    await call.hear(receiving.expect, ordered)
    waits = [("purchase", f"{ordered.number} bolt")]
    assert await found(call, ordered.number) == waits
    assert await found(call, ordered.number.lower()) == waits
    assert await found(call, "bolt") == waits
    assert await found(call, "nut") == []


@needs("PUR-4")
async def test_a_purchase_order_of_several_lines_is_found_by_its_own_number_with_each_line(call: Caller) -> None:
    for line, item in enumerate(("bolt", "nut"), 1):
        number = f"PO-2026-000007-{line}"
        await call.hear(receiving.expect, purchased(item, 8).but(number=number, purchase_order="PO-2026-000007"))
    lines = [("purchase", "PO-2026-000007-1 bolt"), ("purchase", "PO-2026-000007-2 nut")]
    assert sorted(await found(call, "po-2026-000007")) == lines
    assert await found(call, "PO-2026-000007-2") == lines[1:]
    assert await found(call, "PO-2026-00000") == []


async def test_what_came_is_found_by_its_receipt_but_no_longer_by_its_item(call: Caller) -> None:
    ordered = purchased("bolt", 8)
    await call.hear(receiving.expect, ordered)
    asked = {"purchase_id": str(ordered.purchase_id), "accepted": "8", "lot": "L-77"}
    number = (await call("POST", "/receipts", asked)).json()["number"]
    assert await found(call, "bolt") == []
    known = {"item": "bolt", "lot": number, "place": "", "serial": ""}
    assert [await code(call, "L-77"), await code(call, number)] == [known, known]


async def test_a_shipment_is_found_by_its_order_and_a_transfer_and_a_count_by_number_item_and_place(
    call: Caller,
) -> None:
    counted = {"quantity": "10", "place": "SH/A-1", "places": ["SH/A-2"]}
    assert (await call("PUT", "/stock/bolt", counted)).status_code == 200
    wanted = {"item": "bolt", "quantity": "1", "destination": "SH/A-2", "reason": "先备货"}
    moved = (await call("POST", "/transfers", wanted)).json()["number"]
    sheet = (await call("POST", "/stock-counts", {"place": "SH/A-1"})).json()["number"]
    assert await found(call, moved) == [("transfer", f"{moved} bolt")]
    assert await found(call, sheet) == [("stock_count", f"{sheet} SH/A-1")]
    assert await found(call, "SH/A-1") == [("stock_count", f"{sheet} SH/A-1")]
    assert {kind for kind, _ in await found(call, "bolt")} == {"transfer", "stock_count"}
    assert await code(call, "SH/A-2") == {"item": "", "lot": "", "place": "SH/A-2", "serial": ""}
    order = Order("SO-2026-000001")
    await call.hear(reservation.reserve, order.confirmed(bolt=2))
    assert [kind for kind, _ in await found(call, "SO-2026-000001")] == ["shipment"]


async def test_a_lot_that_two_receipts_bear_names_neither(call: Caller) -> None:
    for _ in range(2):
        ordered = purchased("bolt", 8)
        await call.hear(receiving.expect, ordered)
        await call("POST", "/receipts", {"purchase_id": str(ordered.purchase_id), "accepted": "8", "lot": "L-77"})
    assert await code(call, "L-77") == {"item": "", "lot": "", "place": "", "serial": ""}


async def test_who_may_not_look_at_stock_is_told_of_no_code(call: Caller) -> None:
    assert (await call("GET", "/codes?code=bolt", role="accountant")).status_code == 403


@pytest.mark.parametrize("what", LOOKED_UP)
async def test_what_was_scanned_is_looked_up_by_its_index(db: asyncpg.Connection, what: str) -> None:
    await db.execute(MANY)
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {LOOKED_UP[what]}", "i-8", 20))
    assert [table for table in LARGE if f"Seq Scan on {table}" in plan] == [], plan


async def test_what_a_code_names_is_looked_up_by_indexes(db: asyncpg.Connection) -> None:
    await db.execute(MANY)
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {SCANNED}", "i-8"))
    assert [table for table in LARGE if f"Seq Scan on {table}" in plan] == [], plan
