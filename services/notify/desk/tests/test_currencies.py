"""What is open in foreign currencies, as finance tells it (FIN-8)."""

from io import BytesIO
from typing import Any

import httpx2
import pytest
from openpyxl import load_workbook

from chassis.http.problems import PROBLEM
from chassis.ids import new_id
from services.notify.desk.currencies import pages
from services.notify.desk.tests.conftest import Desk
from tests.needs import needs

pytestmark = needs("FIN-8")


async def test_a_spreadsheet_that_would_end_too_early_is_not_given_out(desk: Desk) -> None:
    """Finance tells its first page and is away at the next."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("/orders"):
            first = request.url.params["after"] == "00000000-0000-0000-0000-000000000000"
            told = {"items": [], "next": str(new_id())}
            return httpx2.Response(200, json=told) if first else httpx2.Response(503)
        return httpx2.Response(200, json={"items": [], "effect": "0"})

    desk.departments_answer(answer)
    sheet = await desk.get("/currencies.xlsx")
    assert sheet.status_code == 503
    assert "Not at this moment" in sheet.text


def order(number: str) -> dict[str, Any]:
    usd = {"currency": "USD", "coming": "10", "going": "0", "worth": "70"}
    told = {"number": number, "customer": "ALFKI", "value": "70", "currencies": [usd], "effect": "0"}
    return {"order_id": str(new_id()), **told, "effect_percent": None}


async def last_row(desk: Desk) -> str:
    file = BytesIO((await desk.get("/currencies.xlsx")).content)
    return str(list(load_workbook(file).worksheets[1].values)[-1][0])


async def test_a_spreadsheet_that_holds_no_more_orders_says_so_in_its_last_row(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages_told = iter([[order("SO-1")], [order("SO-2")], [order("SO-3")]] * 2)

    def answer(request: httpx2.Request) -> httpx2.Response:
        if not request.url.path.endswith("/orders"):
            return httpx2.Response(200, json={"items": [], "effect": "0"})
        items = next(pages_told)
        last = items[0]["number"] == "SO-3"
        return httpx2.Response(200, json={"items": items, "next": None if last else str(new_id())})

    desk.departments_answer(answer)
    assert await last_row(desk) == "SO-3"
    monkeypatch.setattr(pages, "PAGES_MAX", 2)
    assert await last_row(desk) == "Not all: the first 2 orders. A narrower filter shows the others."


def payment(number: str, **told: Any) -> dict[str, Any]:
    known = {"way": "received", "paid_on": "2026-11-02", "party": "ALFKI", "name": "Alfreds", "country": "DE"}
    asked = {
        "papers": [{"paper": "涉外收入申报单", "code": "121010", "transaction": ""}],
        "taken_back": "",
        "lacks": [],
    }
    money = {"amount": {"amount": "100", "currency": "USD"}, "worth": "720"}
    return {"entry_id": str(new_id()), "order_id": None, "number": number, **known, **asked, **money, **told}


async def test_payments_from_abroad_have_their_paper_or_tell_what_it_lacks(desk: Desk) -> None:
    drawn, lacking = payment("银行-1"), payment("银行-2", lacks=["a rate of USD", "the country of ALFKI"], worth=None)

    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("/settlements"):
            return httpx2.Response(200, json={"items": [drawn, lacking], "next": lacking["entry_id"]})
        return httpx2.Response(403, json={"detail": "no"}, headers={"content-type": PROBLEM})

    desk.departments_answer(answer)
    told = (await desk.get("/currencies")).text
    assert f"/desk/papers/finance/received_settlement/{drawn['entry_id']}.pdf" in told
    assert f"/desk/papers/finance/received_settlement/{lacking['entry_id']}.pdf" not in told
    assert "a rate of USD, the country of ALFKI" in told
    assert f"payments={lacking['entry_id']}" in told
