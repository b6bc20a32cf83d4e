"""An inquiry comes in once, is quoted, declined, ordered by (SAL-1)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from chassis import clock
from chassis.refusal import InvalidInput
from services.sales.inquiry.rules import Inquiry, InquiryLine, QuotedLine
from services.sales.quoting import rules
from services.sales.quoting.rules import Decline, OpenInquiry, Quote
from services.sales.tests.calling import Caller
from services.sales.tests.story import DAY, POLICY, money
from services.sales.tests.test_intake import ALFKI
from tests.needs import needs

pytestmark = needs("SAL-1")
LINES = (InquiryLine(line=1, quantity=Decimal(500), item="P-1", needs="food grade"),)
ASKED = OpenInquiry("ALFKI", "RFQ-7", LINES, needs="halal", wanted=None)


def opened(asked: OpenInquiry = ASKED) -> Inquiry:
    return rules.opened(asked, uuid4(), "IN-2026-000001", ALFKI, DAY, POLICY)


def quote(inquiry: Inquiry, *steps: tuple[int, str], currency: str = "USD", item: str = "P-1", days: int = 30) -> Quote:
    lines = tuple(QuotedLine(item=item, quantity=Decimal(q), unit_price=money(p)) for q, p in steps)
    until = DAY + timedelta(days=days)
    return Quote(inquiry.inquiry_id, currency, lines, until, None, "FOB Ningbo", 21, "", "wang.fang")


def quoted(inquiry: Inquiry, *steps: tuple[int, str], days: int = 30) -> Inquiry:
    done = rules.quote(inquiry, quote(inquiry, *steps, days=days), {"P-1": "pcs"}, DAY)
    assert isinstance(done, Inquiry)
    return done


def test_the_customers_merchandiser_answers_for_an_inquiry() -> None:
    assert (opened().merchandiser, opened().standing(DAY)) == ("wang.fang", "open")


def test_the_same_reference_is_the_same_inquiry_and_asks_nothing_else() -> None:
    known = opened()
    assert rules.again(ASKED, known) is known
    other = rules.again(OpenInquiry("ALFKI", "RFQ-7", LINES, needs="kosher", wanted=None), known)
    assert isinstance(other, rules.InquirySaysOtherwise)


def test_a_customer_asks_for_himself_only() -> None:
    assert rules.may_ask(OpenInquiry("ALFKI", "1", LINES, "", None, only_of="ALFKI")) is None
    refused = rules.may_ask(OpenInquiry("ALFKI", "1", LINES, "", None, only_of="BONAP"))
    assert isinstance(refused, rules.AnotherInquirer)


def test_a_newer_quotation_takes_the_place_of_the_one_before() -> None:
    first = quoted(opened(), (1, "10"))
    second = quoted(first, (1, "9.50"))
    assert [one.number for one in second.quotations] == ["QU-2026-000001-1", "QU-2026-000001-2"]
    assert second.newest
    assert second.newest.price("P-1", Decimal(5)) == money("9.50")


def test_the_price_of_a_quantity_is_that_of_the_step_it_reaches() -> None:
    newest = quoted(opened(), (1000, "8"), (100, "10")).newest
    assert newest
    prices = [newest.price("P-1", Decimal(quantity)) for quantity in (99, 100, 999, 1000)]
    assert prices == [None, money(10), money(10), money(8)]
    assert newest.price("P-2", Decimal(1000)) is None


def test_a_quotation_that_nobody_ordered_by_expires_after_its_last_day() -> None:
    inquiry = quoted(opened(), (1, "10"), days=3)
    assert inquiry.standing(DAY + timedelta(days=3)) == "quoted"
    assert inquiry.standing(DAY + timedelta(days=4)) == "expired"
    assert inquiry.ordered(uuid4()).standing(DAY + timedelta(days=4)) == "ordered"


def test_what_is_wrong_with_a_quotation_is_said_all_at_once() -> None:
    inquiry = opened()
    asked = quote(inquiry, (5, "10"), (5, "9"), currency="EUR", item="P-9")
    refused = rules.quote(inquiry, asked, {"P-1": "pcs"}, DAY)
    assert isinstance(refused, InvalidInput)
    fields = [fault["field"] for fault in refused.faults]
    assert fields == [f"lines.{place}.{name}" for place in (0, 1) for name in ("item", "unit_price", "quantity")]


def test_an_inquiry_is_declined_with_its_reason_once_and_not_after_an_order() -> None:
    declined = rules.decline(opened(), Decline(uuid4(), "too dear"))
    assert isinstance(declined, Inquiry)
    assert (declined.status, declined.reason) == ("declined", "too dear")
    assert isinstance(rules.decline(declined, Decline(uuid4(), "x")), rules.DeclinedAlready)
    assert isinstance(rules.decline(opened().ordered(uuid4()), Decline(uuid4(), "x")), rules.OrderedAlready)
    assert quoted(declined, (1, "9")).standing(DAY) == "quoted"


def test_one_order_by_a_quotation_is_noted_once() -> None:
    order = uuid4()
    assert opened().ordered(order).ordered(order).orders == (order,)


async def test_over_http_an_inquiry_has_one_number_and_is_quoted(call: Caller) -> None:
    first = (await call("POST", "/inquiries", _inquiry())).json()
    again = (await call("POST", "/inquiries", _inquiry())).json()
    assert (first["number"], first["state"], again["inquiry_id"]) == ("IN-2026-000001", "open", first["inquiry_id"])
    other = await call("POST", "/inquiries", _inquiry(needs="other"))
    assert (other.status_code, other.json()["type"]) == (409, "/problems/inquiry-says-otherwise")
    second = (await call("POST", "/inquiries", _inquiry(reference="RFQ-8"))).json()
    assert second["number"] == "IN-2026-000002"
    quoted = (await call("POST", "/inquiries/IN-2026-000001/quote", _quotation())).json()
    assert (quoted["state"], quoted["quotations"][0]["number"]) == ("quoted", "QU-2026-000001-1")
    found = (await call("GET", "/inquiries/QU-2026-000001-1")).json()
    assert found == quoted
    assert (await call("POST", f"/inquiries/{uuid4()}/quote", _quotation())).status_code == 404


async def test_an_inquiry_of_an_unknown_customer_says_so_and_takes_no_number(call: Caller) -> None:
    refused = await call("POST", "/inquiries", _inquiry(customer="NOBODY"))
    assert (refused.status_code, refused.json()["detail"]) == (404, "There is no customer NOBODY here.")
    assert (await call("POST", "/inquiries", _inquiry())).json()["number"] == "IN-2026-000001"


async def test_a_line_says_an_item_or_what_is_needed_in_words(call: Caller) -> None:
    lines = [{"line": 1, "quantity": "0"}, {"line": 2, "quantity": "5"}]
    refused = (await call("POST", "/inquiries", _inquiry(lines=lines))).json()
    assert [(one["field"], one["expected"]) for one in refused["faults"]] == [
        ("lines.0.quantity", "more than 0"),
        ("lines.1", "an item, or what is needed"),
    ]


@pytest.mark.parametrize("count", [0, 201])
async def test_an_inquiry_has_lines_and_not_too_many(call: Caller, count: int) -> None:
    lines = [{"line": 1, "quantity": "1", "item": "P-1"}] * count
    refused = (await call("POST", "/inquiries", _inquiry(lines=lines))).json()
    assert [(one["field"], one["expected"]) for one in refused["faults"]] == [("lines", "1 to 200 lines")]


async def test_a_customer_sees_his_own_inquiries_and_quotes_nothing(call: Caller) -> None:
    await call("POST", "/inquiries", _inquiry())
    mine = await call("GET", "/inquiries", who="ALFKI", role="customer")
    assert [one["number"] for one in mine.json()["items"]] == ["IN-2026-000001"]
    assert (await call("GET", "/inquiries/IN-2026-000001", who="BONAP", role="customer")).status_code == 404
    assert (await call("GET", "/inquiries?customer=ALFKI", who="BONAP", role="customer")).status_code == 404
    theirs = await call("POST", "/inquiries/IN-2026-000001/quote", _quotation(), who="ALFKI", role="customer")
    assert theirs.status_code == 403


async def test_what_waits_for_a_quotation_is_in_sales_own_list(call: Caller) -> None:
    await call("POST", "/inquiries", _inquiry())
    kinds = await _waiting(call)
    assert kinds["IN-2026-000001"] == ["quote_inquiry", "decline_inquiry"]
    await call("POST", "/inquiries/IN-2026-000001/decline", {"reason": "we make none"})
    assert "IN-2026-000001" not in await _waiting(call)


async def _waiting(call: Caller) -> dict[str, list[str]]:
    listed = (await call("GET", "/actions")).json()["subjects"]
    return {one["name"]: [action["command"] for action in one["commands"]] for one in listed}


def _inquiry(**asked: Any) -> dict[str, Any]:
    lines = [{"line": 1, "quantity": "500", "item": "P-1", "needs": "food grade"}]
    return {"customer": "ALFKI", "reference": "RFQ-7", "lines": lines, "needs": "halal", **asked}


def _quotation(**asked: Any) -> dict[str, Any]:
    lines = [{"item": "P-1", "quantity": "100", "unit_price": {"amount": "9.50", "currency": "USD"}}]
    until = (clock.today() + timedelta(days=30)).isoformat()
    return {"currency": "USD", "lines": lines, "valid_until": until, "incoterm": "FOB Ningbo", **asked}
