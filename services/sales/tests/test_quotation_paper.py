"""A quotation is a paper in the customer's language, and leaves as a mail with a link until its last day (SAL-1)."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from chassis import clock
from chassis.papers.sharing import opened
from services.sales.mailing import handlers as mailing
from services.sales.tests.calling import CUSTOMER, Caller
from services.sales.tests.test_papers import words
from services.sales.tests.test_quoting import NUMBER, QUOTED, _inquiry, _quotation
from tests.mail_server import Post
from tests.needs import needs

pytestmark = needs("SAL-1")
UNTIL = (clock.today() + timedelta(days=30)).isoformat()
STEPS = [
    {"item": "P-1", "quantity": "1000", "unit_price": {"amount": "8.125", "currency": "USD"}},
    {"item": "P-1", "quantity": "100", "unit_price": {"amount": "9.50", "currency": "USD"}},
]


async def quoted(call: Caller, customer: dict[str, Any] | None = None, **asked: Any) -> None:
    contact = {"name": "李娜", "email": "li.na@example.org"}
    put = await call("PUT", "/customers/ALFKI", {**CUSTOMER, "contacts": [contact], **(customer or {})})
    assert put.status_code == 200, put.text
    await call("POST", "/inquiries", _inquiry())
    answer = await call("POST", f"/inquiries/{NUMBER}/quote", _quotation(lines=STEPS, lead_days=21, **asked))
    assert answer.status_code == 200, answer.text


async def test_it_tells_prices_by_steps_terms_days_and_its_last_day(call: Caller) -> None:
    await quoted(call, note="Packed in cartons.")
    drawn = await call("GET", f"/papers/quotation/{QUOTED}.pdf?language=en")
    assert drawn.status_code == 200, drawn.text
    told = words(drawn.content)
    for part in ("Quotation", QUOTED, "RFQ-7", "9.50", "8.125", "FOB Ningbo", UNTIL, "21 days", "Packed in cartons."):
        assert part in told, (part, told)
    data = (await call("GET", f"/papers/quotation/{QUOTED}")).json()["data"]
    assert [(one["quantity"], one["unit_price"]) for one in data["lines"]] == [("100", "9.50"), ("1000", "8.125")]
    assert "below" not in data


@needs("ALL-3")
async def test_its_customer_reads_it_and_no_other_and_nobody_before_it_is_signed(call: Caller) -> None:
    low = [{"item": "P-1", "quantity": "1", "unit_price": {"amount": "7.99", "currency": "USD"}}]
    price = {"steps": [{"quantity": "1", "price": "12"}], "floor": "8"}
    await call("PUT", "/items/P-1/prices/USD", price, role="sales manager")
    await quoted(call)
    path = f"/papers/quotation/{QUOTED}.pdf"
    assert (await call("GET", path, who="ALFKI", role="customer")).status_code == 200
    assert (await call("GET", path, who="BONAP", role="customer")).status_code == 404
    await call("POST", f"/inquiries/{NUMBER}/quote", _quotation(lines=low))
    second = f"/papers/quotation/{QUOTED[:-1]}2.pdf"
    assert (await call("GET", second)).status_code == 404
    await call("POST", f"/inquiries/{NUMBER}/approve", who="zhou.ting", role="sales manager")
    assert (await call("GET", second)).status_code == 200
    assert (await call("GET", path)).status_code == 409, "it holds no more"
    assert (await call("GET", f"{path}?version=1")).status_code == 200, "what was handed out is kept"


async def test_one_whose_place_a_newer_one_took_is_not_issued_any_more(call: Caller) -> None:
    await quoted(call)
    await call("POST", f"/inquiries/{NUMBER}/quote", _quotation())
    gone = await call("GET", f"/papers/quotation/{QUOTED}.pdf")
    assert gone.status_code == 409
    assert "a newer quotation took its place" in gone.text


async def test_it_leaves_as_a_mail_in_the_customers_language_with_a_link_until_its_last_day(
    call: Caller, post: Post
) -> None:
    await quoted(call, {"language": "zh-Hans"})
    assert [await mailing.send_next(call.pool) for _ in range(2)] == [True, False]
    (mail,) = post.taken
    (body, file) = mail.iter_parts()
    assert mail["subject"] == f"就贵方询价 RFQ-7 的报价单 {QUOTED}"
    assert file.get_filename() == f"{QUOTED}-1.pdf"
    assert "报价单" in PdfReader(BytesIO(file.get_content())).pages[0].extract_text()
    found = re.search(rf"{UNTIL}.*(https://orders\.example\.com/papers/shared/(\S+))", body.get_content())
    assert found, body.get_content()
    link = await opened(call.pool, found[2])
    assert (link.kind, link.document) == ("quotation", QUOTED)
    assert timedelta(days=30) < link.ends_at - clock.now() <= timedelta(days=31), "until the end of its last day"


async def test_a_newer_quotation_takes_the_place_of_a_letter_that_has_not_left_and_of_no_other(
    call: Caller, post: Post
) -> None:
    await quoted(call)
    await call("POST", "/inquiries", _inquiry(reference="RFQ-8"))
    await call("POST", f"/inquiries/{NUMBER[:-1]}2/quote", _quotation())
    await call("POST", f"/inquiries/{NUMBER}/quote", _quotation())
    letters = (await call("GET", "/letters")).json()["items"]
    assert [one["state"] for one in letters] == ["superseded", "waiting", "waiting"]
    while await mailing.send_next(call.pool):
        pass
    assert len(post.taken) == 2


async def test_where_a_person_sends_it_or_no_address_is_told_it_waits(call: Caller) -> None:
    await quoted(call)
    assert (await call("GET", "/letters")).json()["items"] == [], "nobody reaches sales from outside"


@pytest.mark.usefixtures("post")
async def test_what_is_declined_before_it_leaves_is_not_sent(call: Caller, post: Post) -> None:
    await quoted(call)
    assert (await call("POST", f"/inquiries/{NUMBER}/decline", {"reason": "太贵"})).status_code == 200
    await mailing.send_next(call.pool)
    (letter,) = (await call("GET", "/letters")).json()["items"]
    assert (letter["state"], letter["reason"], post.taken) == ("superseded", "the inquiry was declined", [])
