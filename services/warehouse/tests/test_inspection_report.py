"""An inspection has a report as data and as a PDF (LOG-6, WHS-4)."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any, cast

from pypdf import PdfReader

from services.warehouse.inspecting import store
from services.warehouse.receiving import handlers as receiving
from services.warehouse.receiving.rules import Receive
from services.warehouse.tests.conftest import Caller
from services.warehouse.tests.samples import Order, purchased
from services.warehouse.tests.test_disposals import sent_back
from services.warehouse.tests.test_inspecting import INSPECTION, planned
from tests.needs import needs

pytestmark = needs("LOG-6", "WHS-4")
PAPER = f"/papers/inspection_report/{INSPECTION}"


async def text_of(call: Caller, query: str = "") -> str:
    drawn = await call("GET", f"{PAPER}.pdf{query}", role="quality manager")
    return " ".join(PdfReader(BytesIO(drawn.content)).pages[0].extract_text().split())


async def test_the_report_tells_the_lot_what_was_drawn_and_found_and_the_verdict(call: Caller) -> None:
    lot = await sent_back(call)
    told = await text_of(call)
    numbers = (INSPECTION, "S-07", lot["purchase"], lot["receipt"], "DN-5", "L-7", "500 piece")
    for part in ("Inspection report", "Verdict rejected", *numbers, "major defects normal 50 2 1"):
        assert part in told
    assert "检验报告" in await text_of(call, "?language=zh-Hans")
    assert "正常检验" in await text_of(call, "?language=zh-Hans")


async def test_a_concession_is_its_next_version_and_no_person_is_named(call: Caller) -> None:
    lot = await sent_back(call)
    first = (await call("GET", PAPER, role="merchandiser")).json()
    assert (first["version"], first["data"]["verdict"]) == (1, "rejected")
    signed = await call("POST", f"/inspections/{INSPECTION}/concede", {"reason": "客户同意"}, role="quality manager")
    assert signed.status_code == 200
    second = (await call("GET", PAPER, role="merchandiser")).json()
    assert (second["version"], second["data"]["verdict"]) == (2, "conceded")
    assert {"inspector", "signed_by"}.isdisjoint(second["data"])
    listed = (await call("GET", f"/papers?order={lot['order']}", role="merchandiser")).json()["items"]
    assert [one["number"] for one in listed if one["kind"] == "inspection_report"] == [INSPECTION]


async def test_before_the_verdict_it_is_told_what_it_waits_for_and_a_customer_sees_none(call: Caller) -> None:
    order, pool = Order(), cast(Any, call.engine.pool)
    async with pool.acquire() as db, db.transaction():
        await planned(db)
        purchase = purchased("gear", 500, order)
        await receiving.expect(db, [purchase])
        await receiving.receive(db, [Receive(purchase.purchase_id, Decimal(500), Decimal(0), "", "DN-5")])
        assert len(await store.list_inspections(db, ("gear", None, None), None, 9)) == 1
    waits = (await call("GET", f"/papers?order={order.id}", role="inspector")).json()["items"]
    told = [one["waits_for"] for one in waits if one["kind"] == "inspection_report"]
    assert told == ["it is issued with the verdict"]
    assert (await call("GET", PAPER, role="inspector")).status_code == 409
    assert (await call("GET", "/papers/inspection_report/INS-2026-999999", role="inspector")).status_code == 404
    assert (await call("GET", PAPER, role="customer")).status_code == 403
