"""An invoice on paper: drawn when asked for, kept as it was handed out, for those whom it concerns."""

import asyncio
import hashlib
from decimal import Decimal
from io import BytesIO
from typing import Any

import asyncpg
import httpx2
import pytest
from pypdf import PdfReader

from chassis.ids import new_id
from chassis.papers.company import Issuer
from contracts.finance import InvoiceIssued
from services.finance.advances import handlers as advances
from services.finance.credit import handlers as credit
from services.finance.invoices import handlers as invoices
from services.finance.papers.rules.commercial_invoice import invoice_paper, invoice_sheet
from services.finance.returns import handlers as returns
from services.finance.tests.samples import Order, agreed, customer, shipped
from services.finance.tests.test_http import Office, invoice, office, pool
from tests.needs import needs

__all__ = ["invoice", "office", "pool"]
pytestmark = needs("FIN-1", "LOG-6")


async def get(office: Office, path: str, role: str = "accountant", **headers: str) -> httpx2.Response:
    told = {"authorization": f"Bearer {office.token(role)}", **headers}
    return await office.client.get(f"/api/v1/papers{path}", headers=told)


def words(pdf: bytes) -> str:
    return " ".join("\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


async def test_an_invoice_is_drawn_with_what_was_billed(office: Office, invoice: Any) -> None:
    drawn = await get(office, f"/commercial_invoice/{invoice.number}.pdf")
    assert drawn.headers["content-type"] == "application/pdf"
    told = words(drawn.content)
    for part in ("Commercial invoice", invoice.number, "Alfreds", "P-1", "USD 100.00", "To pay", "Obere Str. 57"):
        assert part in told


async def test_the_same_asked_again_is_the_same_to_the_byte(office: Office, invoice: Any) -> None:
    first, again = [await get(office, f"/commercial_invoice/{invoice.number}.pdf") for _ in range(2)]
    assert first.content == again.content
    assert first.headers["etag"] == f'"{hashlib.sha256(first.content).hexdigest()}"'
    known = await get(office, f"/commercial_invoice/{invoice.number}.pdf", **{"if-none-match": first.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")


async def test_an_invoice_is_told_as_data_with_its_hashes(office: Office, invoice: Any) -> None:
    told = (await get(office, f"/commercial_invoice/{invoice.number}")).json()
    drawn = await get(office, f"/commercial_invoice/{invoice.number}", accept="application/pdf")
    assert told["data"]["total"] == "100.00"
    assert (told["version"], told["language"], told["changed"]) == (1, "en", [])
    assert told["pdf_sha256"] == hashlib.sha256(drawn.content).hexdigest()


async def test_a_paper_is_in_the_customers_language_unless_another_is_asked_for(
    office: Office, invoice: Any, pool: asyncpg.Pool
) -> None:
    async with pool.acquire() as db:
        await credit.learn(db, [customer(version=2, language="zh-Hans")])
    chinese = await get(office, f"/commercial_invoice/{invoice.number}.pdf")
    english = await get(office, f"/commercial_invoice/{invoice.number}.pdf?language=en")
    assert "商业发票" in words(chinese.content)
    assert "Commercial invoice" in words(english.content)
    assert await pool.fetchval("SELECT array_agg(version) FROM paper") == [1, 1]


async def test_the_papers_of_an_order_are_listed_before_anybody_asked_for_them(office: Office, invoice: Any) -> None:
    before = (await get(office, f"?order={invoice.order_id}")).json()["items"]
    await get(office, f"/commercial_invoice/{invoice.number}.pdf")
    after = (await get(office, f"?order={invoice.order_id}")).json()["items"]
    assert [(one["document"], one["version"]) for one in before] == [(invoice.number, None)]
    assert [(one["document"], one["version"], one["up_to_date"]) for one in after] == [(invoice.number, 1, True)]


async def test_an_order_of_which_nothing_left_says_what_its_invoice_waits_for(office: Office) -> None:
    (waiting,) = (await get(office, f"?order={new_id()}")).json()["items"]
    assert waiting["waits_for"] == "it is issued when goods have left"


@needs("ALL-3")
async def test_a_customer_has_his_own_invoice_and_no_others(office: Office, invoice: Any) -> None:
    path = f"/commercial_invoice/{invoice.number}.pdf"
    assert (await get(office, path, "buyer")).status_code == 403
    alfki, anatr = ({"authorization": f"Bearer {office.token('customer', who)}"} for who in ("ALFKI", "ANATR"))
    assert (await get(office, path, **alfki)).status_code == 200
    assert (await get(office, path, **anatr)).status_code == 404
    assert (await get(office, f"?order={invoice.order_id}", **anatr)).json()["items"] == []


async def test_what_nobody_issued_is_not_found(office: Office, invoice: Any) -> None:
    known = f"/commercial_invoice/{invoice.number}.pdf"
    for path in ("/commercial_invoice/INV-2026-999999.pdf", "/certificate/x", f"{known}?version=7"):
        assert (await get(office, path)).status_code == 404


async def test_two_who_ask_at_once_get_one_paper(office: Office, invoice: Any, pool: asyncpg.Pool) -> None:
    path = f"/commercial_invoice/{invoice.number}.pdf"
    both = await asyncio.gather(*(get(office, path) for _ in range(4)))
    assert len({one.content for one in both}) == 1
    assert await pool.fetchval("SELECT count(*) FROM paper") == 1


@needs("FIN-9")
@pytest.mark.parametrize("change", ["UPDATE paper SET number = 'X'", "DELETE FROM paper", "TRUNCATE paper CASCADE"])
async def test_a_paper_that_was_issued_stays(office: Office, invoice: Any, pool: asyncpg.Pool, change: str) -> None:
    await get(office, f"/commercial_invoice/{invoice.number}.pdf")
    with pytest.raises(asyncpg.RaiseError, match="stays as it is"):
        await pool.execute(change)


def test_an_invoice_shows_discount_freight_tax_and_the_advance_that_was_paid() -> None:
    order = Order({1: ("3", "10.125")}, discount="0.1", freight="5", tax="0.2", share="0.5")
    confirmed, shipment = agreed(order), order.dispatched(line1="3")
    paid = confirmed.with_advance(received=Decimal(10))
    ((billed,), content) = shipped(paid, order, shipment).document.invoices, order.content()
    sheet = invoice_sheet(invoice_paper(billed, content, Issuer(name="gendan")))
    assert [(str(total.label), total.value) for total in sheet.totals] == [
        ("Goods", "USD 30.38"),
        ("Discount 10 %", "USD -3.04"),
        ("Freight", "USD 5.00"),
        ("Tax 20 %", "USD 6.47"),
        ("Total", "USD 38.81"),
        ("Advance paid", "USD -10.00"),
        ("To pay", "USD 28.81"),
    ]
    assert sheet.tables[0].rows == (("1", "P-1", "3", "10.125", "30.38"),)


@needs("WHS-8")
async def test_what_came_back_has_its_credit_note_on_paper(office: Office, pool: asyncpg.Pool) -> None:
    order = Order(tax="0.1", freight="5")
    async with pool.acquire() as db:
        await credit.learn(db, [customer()])
        await advances.agree(db, [order.confirmed()])
        ((billed, *_),) = await invoices.issue(db, [order.dispatched(line1="10")])  # type: ignore[misc]
        assert isinstance(billed, InvoiceIssued)
        await returns.credit(db, [order.back(billed.shipment_id, line1="4")])
    kinds = {one["kind"]: one for one in (await get(office, f"?order={order.id}")).json()["items"]}
    note = kinds["credit_note"]["document"]
    told = words((await get(office, f"/credit_note/{note}.pdf")).content)
    for part in ("Credit note", note, billed.number, "USD 40.00", "USD 4.00", "USD 44.00"):
        assert part in told
    whole = (await get(office, f"/commercial_invoice/{billed.number}")).json()["data"]
    assert (whole["total"], whole["lines"][0]["quantity"]) == ("115.50", "10")
    assert (await get(office, "/credit_note/CN-2026-999999")).status_code == 404


async def shared(office: Office, invoice: Any, body: dict[str, Any]) -> tuple[int, Any]:
    return await office.ask("POST", f"/papers/commercial_invoice/{invoice.number}/link", "accountant", body)


async def test_somebody_outside_opens_one_paper_by_its_link(office: Office, invoice: Any, pool: asyncpg.Pool) -> None:
    status, made = await shared(office, invoice, {"days": 3, "language": "zh-Hans"})
    assert (status, made["version"], made["language"], made["made_by"]) == (200, 1, "zh", "accountant")
    opened = await office.client.get(made["path"])
    assert (opened.status_code, opened.headers["cache-control"]) == (200, "no-store")
    assert "商业发票" in words(opened.content)
    (kept,) = await pool.fetch("SELECT * FROM paper_link")
    assert made["path"].rpartition("/")[2] not in map(str, kept.values())


async def test_a_link_ends_and_another_one_opens_nothing(office: Office, invoice: Any, pool: asyncpg.Pool) -> None:
    _, made = await shared(office, invoice, {})
    await pool.execute("UPDATE paper_link SET ends_at = now() - interval '1 second'")
    ended = await office.client.get(made["path"])
    assert (ended.status_code, ended.json()["type"]) == (410, "/problems/link-ended")
    await pool.execute("UPDATE paper_link SET ends_at = '2026-03-01T16:30Z'")
    assert "2026-03-02" in (await office.client.get(made["path"])).json()["detail"]
    assert (await office.client.get("/papers/shared/none")).status_code == 404


async def test_a_link_is_open_for_thirty_days_at_most_and_for_those_who_may_see_the_paper(
    office: Office, invoice: Any
) -> None:
    status, problem = await shared(office, invoice, {"days": 31})
    assert (status, [fault["field"] for fault in problem["faults"]]) == (422, ["days"])
    path = f"/papers/commercial_invoice/{invoice.number}/link"
    assert (await office.ask("POST", path, "buyer", {}))[0] == 403
