"""One search over the archives of all departments (FIN-9)."""

import re
from typing import Any

import httpx2
import pytest

from chassis.http.problems import PROBLEM
from chassis.ids import new_id
from services.notify.desk.order.papers import ISSUERS
from services.notify.desk.tests.conftest import Desk
from services.notify.tests.samples import Order
from tests.needs import needs

pytestmark = needs("FIN-9")

INVOICE = {
    "kind": "commercial_invoice",
    "label": "Commercial invoice",
    "document": "INV-2026-000001",
    "number": "INV-2026-000001",
    "version": 2,
    "language": "zh-Hans",
    "order_id": str(new_id()),
    "customer": "ALFKI",
    "issued_at": "2026-11-20T09:00:00Z",
    "issued_by": "li.na",
    "pdf_sha256": "ab" * 32,
}
SLIP = INVOICE | {
    "kind": "outbound_slip",
    "label": "Outbound slip",
    "number": "OUT-1",
    "issued_at": "2026-11-28T09:00:00Z",
}
DATA = INVOICE | {"kind": "commercial_invoice.ubl", "number": "INV-2026-000002", "issued_at": "2026-11-19T09:00:00Z"}
CLAIM = INVOICE | {
    "kind": "claim",
    "label": "Claim",
    "number": "CLM-2026-000001",
    "customer": "",
    "supplier": "S-1",
    "issued_at": "2026-11-26T09:00:00Z",
}
BILL = {
    "bill_id": str(new_id()),
    "supplier": "S-1",
    "number": "T-77",
    "dated": "2026-11-25",
    "currency": "CNY",
    "total": "5",
}


class Archives:
    """What each department keeps, and what it was asked."""

    def __init__(self, **kept: Any) -> None:
        self.kept = kept
        self.asked: dict[str, dict[str, str]] = {}

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        part = request.url.path.split("/")[-2]
        name = part if part in ("bills", "bank-statements") else str(request.url.host)
        self.asked[name] = dict(request.url.params)
        answer = self.kept.get(name, {"items": [], "next": None})
        if isinstance(answer, int):
            return httpx2.Response(answer, json={"detail": "no"}, headers={"content-type": PROBLEM})
        return httpx2.Response(200, json=answer)


async def searched(desk: Desk, archives: Archives, query: str = "") -> str:
    desk.departments_answer(archives)
    answer = await desk.get(f"/archive{query}")
    assert answer.status_code == 200
    return answer.text


async def test_what_all_departments_handed_out_is_one_list_the_newest_first(desk: Desk) -> None:
    archives = Archives(
        finance={"items": [INVOICE, DATA], "next": None}, warehouse={"items": [SLIP], "next": None},
        bills={"items": [BILL], "next": None},
    )  # fmt: skip
    text = await searched(desk, archives)
    rows = re.findall(r'<th scope="row">(?:<a [^>]*>)?([^<]+)', text)
    assert rows == ["OUT-1", "T-77", "INV-2026-000001", "INV-2026-000002"]
    assert 'href="/desk/papers/finance/commercial_invoice/INV-2026-000001.pdf?language=zh-Hans&amp;version=2"' in text
    assert "/desk/papers/finance/commercial_invoice/INV-2026-000001/ubl?" in text
    assert f'title="{"ab" * 32}"' in text
    assert archives.asked.keys() == {*ISSUERS, "bills", "bank-statements"}


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_who_speaks_to_his_screen_opens_a_paper_by_the_words_that_he_reads(desk: Desk, language: str) -> None:
    """WCAG 2.2, 2.5.3; its number is heard besides, for there are many of them."""
    desk.sits(language=language)
    text = await searched(desk, Archives(finance={"items": [INVOICE, DATA], "next": None}))
    links = re.findall(r'<a href="/desk/papers/[^"]*"([^>]*)>(.*?)</a>', text)
    read = [re.sub("<.*?>", "", shown) for _, shown in links]
    assert read == ["PDF INV-2026-000001", "XML INV-2026-000002"]
    assert [told for told, _ in links] == ["", ""]


async def test_papers_are_looked_for_by_what_each_department_knows(desk: Desk) -> None:
    order = Order()
    await desk.hear(order.received())
    archives = Archives()
    await searched(desk, archives, "?order=SO-2026-000001&since=2026-11-01&kind=outbound_slip")
    assert archives.asked.keys() == set(ISSUERS)
    assert archives.asked["warehouse"] == {
        "order": str(order.id), "kind": "outbound_slip", "since": "2026-11-01", "limit": "50",
    }  # fmt: skip


async def test_a_suppliers_file_is_his_bills_and_what_was_handed_out_to_him(desk: Desk) -> None:
    archives = Archives(bills={"items": [BILL], "next": None}, purchasing={"items": [CLAIM], "next": None})
    text = await searched(desk, archives, "?supplier=S-1&until=2026-11-25")
    assert re.findall(r'<th scope="row">(?:<a [^>]*>)?([^<]+)', text) == ["CLM-2026-000001", "T-77"]
    asked = {"supplier": "S-1", "until": "2026-11-25", "limit": "50"}
    assert archives.asked == dict.fromkeys([*ISSUERS, "bills"], asked)


async def test_statements_of_banks_are_in_the_same_list_with_their_hash(desk: Desk) -> None:
    taken = {"account": "DE02", "number": "S-1", "taken_at": "2026-11-26T09:00:00Z", "sha256": "cd" * 32}
    taken |= {"file_sha256": "ef" * 32}
    archives = Archives(**{"bank-statements": {"items": [taken], "next": None}}, bills={"items": [BILL], "next": None})
    text = await searched(desk, archives, "?since=2026-11-01")
    assert re.findall(r'<th scope="row">([^<]+)', text) == ["S-1", "T-77"]
    assert f'title="{"cd" * 32}"' in text
    assert f'href="/desk/bank-files/{"ef" * 32}"' in text
    assert archives.asked["bank-statements"] == {"since": "2026-11-01", "limit": "50"}


async def test_an_order_that_nobody_knows_has_no_papers_and_nobody_is_asked(desk: Desk) -> None:
    archives = Archives()
    assert "Nobody knows an order" in await searched(desk, archives, "?order=SO-404")
    assert archives.asked == {}


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ({"finance": 503}, "Finance does not answer at this moment"),
        ({"sales": 403}, "Sales: you may not see its papers"),
        ({"warehouse": 422}, "Warehouse: no"),
        ({"logistics": {"items": [], "next": "x"}}, "Logistics has more than the newest 50"),
    ],
)
async def test_what_is_missing_of_a_department_is_said(desk: Desk, kept: dict[str, Any], told: str) -> None:
    text = await searched(desk, Archives(**kept, bills={"items": [BILL], "next": None}))
    assert told in text
    assert "T-77" in text
