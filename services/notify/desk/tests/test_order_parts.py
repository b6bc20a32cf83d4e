"""The parts of an order's page, and its story filtered (NOT-2)."""

import re
from typing import Any

import httpx2
import pytest

from contracts.catalogue import EVENTS
from contracts.value import names_of
from services.notify.desk.live import store as feed
from services.notify.desk.tests.conftest import Desk
from services.notify.tests.samples import Order
from tests.needs import needs

pytestmark = needs("NOT-2")


async def told(desk: Desk) -> Order:
    """An order that went all the way to its invoice."""
    order = Order()
    await desk.hear(order.received(), *order.reviews(), order.confirmed(), order.short("P-1"), order.ordered())
    await desk.hear(order.goods_received(), order.reserved(), order.released(), order.packed(), order.dispatched())
    await desk.hear(order.invoiced(), order.delivered(), order.paid())
    return order


def story(text: str) -> str:
    return text.partition('<ol class="story">')[2].partition("</ol>\n  <p")[0]


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("department=warehouse", "Packed", "Order confirmed"),
        ("kind=Milestones", "Order confirmed", "Stock checked"),
        ("kind=Reviews", "Stock checked", "Order confirmed"),
        ("kind=Papers", "Goods received", "Order confirmed"),
        ("kind=Money", "Invoice IN-1 issued", "Packed"),
        ("department=finance&kind=Papers", "Invoice IN-1 issued", "Packed"),
        ("department=nobody&kind=nothing", "Order confirmed", "nobody"),
    ],
)
async def test_a_story_is_filtered_by_department_and_kind(desk: Desk, query: str, there: str, gone: str) -> None:
    order = await told(desk)
    text = story((await desk.get(f"/order-parts/{order.id}?{query}")).text)
    assert there in text
    assert gone not in text


@needs("ALL-3")
async def test_the_customer_sees_what_concerns_him_and_nothing_of_how_the_company_does_it(desk: Desk) -> None:
    order = await told(desk)
    text = story((await desk.get(f"/order-parts/{order.id}?customer=1")).text)
    for said in (
        "Order confirmed",
        "Packed",
        "Shipment SH-1 left",
        "Invoice IN-1 issued",
        "Payment of 28 USD received",
    ):
        assert said in text
    for said in ("checked", "PO-1", "Goods received", "short", "outbound slip", "sales slip", "S-1"):
        assert said not in text


async def test_a_chip_leads_on_with_what_was_chosen_before(desk: Desk) -> None:
    order = await told(desk)
    text = (await desk.get(f"/order-parts/{order.id}?department=finance&customer=1")).text
    assert f'href="/desk/orders/{order.id}?department=finance&amp;kind=Money&amp;customer=1"' in text
    assert f'href="/desk/orders/{order.id}?department=finance"' in text
    assert "Milestones" in text


def test_what_a_customer_may_hear_of_and_what_papers_name_are_fields_of_the_event() -> None:
    for event in EVENTS.values():
        fields = {*names_of(event), *(name for name in dir(event) if isinstance(getattr(event, name), property))}
        named = {*(event.for_customer or ()), *(paper.number for paper in event.papers)}
        assert named | {paper.dated for paper in event.papers if paper.dated} <= fields, event.topic
        assert event.summary or event.for_customer is None, event.topic


@pytest.mark.parametrize(("role", "most"), [("sales manager", 5), ("merchandiser", 6)])
async def test_an_order_is_read_in_five_statements_however_long_its_story_is(
    desk: Desk, statements: Any, role: str, most: int
) -> None:
    """Who may be one of those who see their own alone asks the figure besides (ALL-3)."""
    desk.sits("wang.fang", role)
    order = await told(desk)
    await desk.hear(*(order.goods_received() for _ in range(50)))
    with statements() as seen:
        text = (await desk.get(f"/orders/{order.id}/all")).text
    of_feed = (feed.GIVEN, feed.SINCE)  # it looks while the page is read
    assert len([query for query in seen if query not in of_feed]) == most
    assert text.count("Goods received") > 50


async def test_the_papers_of_an_order_are_told_with_number_date_and_event(desk: Desk) -> None:
    order = await told(desk)
    text = (await desk.get(f"/orders/{order.id}/documents")).text
    papers = [row.partition('scope="row">')[2].partition("<")[0] for row in text.split("<tr>")[2:]]
    assert papers == ["PO-1", "GR-1", "SS-1", "OS-1", "SH-1", "T-1", "IN-1", "POD-1"]
    invoice = next(row for row in text.split("<tr>") if "IN-1" in row)
    assert "1 Jan 2026" in invoice
    assert "Finance" in invoice
    assert "Invoice issued" in invoice


async def test_papers_are_called_in_chinese_too(desk: Desk) -> None:
    order = await told(desk)
    desk.sits(language="zh")
    text = (await desk.get(f"/orders/{order.id}/documents")).text
    assert all(paper in text for paper in ("采购单", "入库单", "销售单", "出仓单", "发票", "签收单"))


async def test_a_paper_that_is_told_again_is_one(desk: Desk) -> None:
    order = Order()
    await desk.hear(order.received(), order.confirmed(), order.dispatched(), order.delivered(), order.delivered())
    assert (await desk.get(f"/orders/{order.id}/documents")).text.count("POD-1") == 1


async def test_all_papers_that_bear_one_number_are_there_each_by_what_it_is_called(desk: Desk) -> None:
    order = await told(desk)
    papers = [paper("packing_list", "Packing list"), paper("certificate_of_origin", "Certificate of origin")]

    def answer(request: httpx2.Request) -> httpx2.Response:
        is_asked = request.url.host == "logistics" and request.url.path == "/api/v1/papers"
        return httpx2.Response(200, json={"items": papers if is_asked else [], "subjects": []})

    desk.departments_answer(answer)
    text = (await desk.get(f"/orders/{order.id}/documents")).text
    (row,) = [row for row in text.split("<tr>") if ">SH-1<" in row]
    assert re.findall(r'<div>([\w ]+) <a href="([^"]+)[.]pdf">', row) == [
        ("Packing list", "/desk/papers/logistics/packing_list/SH-1"),
        ("Certificate of origin", "/desk/papers/logistics/certificate_of_origin/SH-1"),
    ]


def paper(kind: str, label: str) -> dict[str, Any]:
    """As logistics lists one that was issued."""
    named = {"kind": kind, "label": label, "document": "SH-1", "number": "SH-1", "version": 1}
    return named | {"issued_at": "2026-01-05T08:00:00Z", "up_to_date": True, "waits_for": None, "forms": []}


@pytest.mark.parametrize("tab", ["lines", "money", "all"])
async def test_departments_that_do_not_answer_are_told_and_the_rest_of_the_page_stands(desk: Desk, tab: str) -> None:
    order = await told(desk)
    answer = await desk.get(f"/orders/{order.id}/{tab}")
    assert answer.status_code == 200
    assert "Finance does not answer at this moment; what it knows is missing here." in answer.text
    assert 'id="order-head"' in answer.text
    assert ('id="order-documents"' in answer.text) is (tab == "all")


@pytest.mark.parametrize("tab", ["story", "lines", "documents", "money", "all"])
async def test_htmx_gets_a_part_without_the_page_around_it(desk: Desk, tab: str) -> None:
    order = Order()
    await desk.hear(order.received())
    text = (await desk.client.get(f"/desk/orders/{order.id}/{tab}", headers={"hx-request": "true"})).text
    assert text.lstrip().startswith('<div id="order-tabbed"')
    assert f'id="tab-{tab}"' in text
    assert 'id="order-head"' not in text


async def test_a_customers_number_that_looks_like_a_part_still_leads_to_its_order(desk: Desk) -> None:
    assert (await desk.get("/orders/PO/lines")).status_code == 404
    order = Order()
    await desk.hear(order.received())
    assert (await desk.get("/orders/PO/1")).status_code == 200
    assert (await desk.get(f"/orders/{order.id}/lines")).status_code == 200
