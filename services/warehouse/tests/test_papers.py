"""The outbound slip on paper: goods, packages, weights, as they were packed."""

from io import BytesIO
from typing import Any

from pypdf import PdfReader

from chassis.papers.company import Issuer
from contracts.warehouse import StockReserved
from services.warehouse.dispatch import handlers as dispatch
from services.warehouse.papers.rules.outbound_slip import OutboundSlip, slip_sheet
from services.warehouse.reservation import handlers as reservation
from services.warehouse.stock import handlers as stock
from services.warehouse.tests.conftest import Caller
from services.warehouse.tests.samples import Order, item_changed, only
from tests.needs import needs

pytestmark = needs("WHS-6", "LOG-6")


async def packed(call: Caller) -> Order:
    """An order over five bolts of ten kilograms, packed with its first outbound slip."""
    await call("PUT", "/stock/bolt", {"quantity": "5"})
    await call.hear(stock.learn, item_changed("bolt"))
    order = Order()
    shipment = only(StockReserved, await call.hear(reservation.reserve, order.confirmed(bolt=5))).shipment_id
    await call.hear(dispatch.take_released, order.released(shipment))
    return order


async def test_a_packed_shipment_has_its_slip_on_paper(call: Caller) -> None:
    order = await packed(call)
    (slip,) = (await call("GET", f"/papers?order={order.id}")).json()["items"]
    assert (slip["kind"], slip["waits_for"]) == ("outbound_slip", None)
    drawn = await call("GET", f"/papers/outbound_slip/{slip['document']}.pdf")
    told = " ".join(PdfReader(BytesIO(drawn.content)).pages[0].extract_text().split())
    for part in ("Outbound slip", slip["number"], "SS-2026-000001", "bolt", "50 kg", "Packages 3"):
        assert part in told
    told_as_data = (await call("GET", f"/papers/outbound_slip/{slip['document']}")).json()["data"]
    assert [package["weight_kg"] for package in told_as_data["packages"]] == ["20.000", "20.000", "10.000"]


@needs("ALL-5")
async def test_a_slip_is_in_the_language_of_who_prints_it_and_the_same_version(call: Caller) -> None:
    order = await packed(call)
    (slip,) = (await call("GET", f"/papers?order={order.id}")).json()["items"]
    for reads, title in (("zh-CN", "出仓单"), ("en", "Outbound slip"), ("zh-CN", "出仓单")):
        drawn = await call("GET", f"/papers/outbound_slip/{slip['document']}.pdf", reads=reads)
        assert title in PdfReader(BytesIO(drawn.content)).pages[0].extract_text()
    assert {row["version"] for row in await call.engine.pool.fetch("SELECT version FROM paper")} == {1}


async def test_a_slip_lists_where_its_goods_are_taken_in_walking_order(call: Caller) -> None:
    """The item's own place too, though all of it lies there."""
    for item, place in (("bolt", "A-10"), ("nut", "A-2")):
        await call("PUT", f"/stock/{item}", {"quantity": "5", "place": place})
        await call.hear(stock.learn, item_changed(item))
    order = Order()
    shipment = only(StockReserved, await call.hear(reservation.reserve, order.confirmed(bolt=5, nut=2))).shipment_id
    await call.hear(dispatch.take_released, order.released(shipment))
    (slip,) = (await call("GET", f"/papers?order={order.id}")).json()["items"]
    drawn = await call("GET", f"/papers/outbound_slip/{slip['document']}.pdf")
    told = " ".join(PdfReader(BytesIO(drawn.content)).pages[0].extract_text().split())
    assert "To pick A-2 nut 2 piece A-10 bolt 5 piece" in told


async def test_what_is_not_packed_has_no_slip_yet(call: Caller) -> None:
    await call("PUT", "/stock/bolt", {"quantity": "5"})
    await call.hear(stock.learn, item_changed("bolt"))
    order = Order()
    await call.hear(reservation.reserve, order.confirmed(bolt=5))
    (slip,) = (await call("GET", f"/papers?order={order.id}")).json()["items"]
    assert (slip["document"], slip["waits_for"]) == ("", "it is issued when goods are packed")
    assert (await call("GET", "/papers/outbound_slip/OS-2026-000009")).status_code == 404


def test_a_slip_of_before_packages_were_kept_shows_its_goods_alone() -> None:
    kept: dict[str, Any] = {"number": "OS-1", "sales_slip": "SS-1", "order_number": "SO-1", "order_version": 1}
    slip = OutboundSlip(**kept, warehouse=Issuer(name="gendan"), lines=(), packages=())
    sheet = slip_sheet(slip)
    assert (len(sheet.tables), sheet.totals) == (1, ())
