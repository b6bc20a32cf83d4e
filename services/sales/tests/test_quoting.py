"""An inquiry comes in once, is quoted, declined, ordered by (SAL-1)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from time import perf_counter
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from chassis import clock
from chassis.refusal import InvalidInput
from services.sales.inquiry.rules import Inquiry, InquiryLine
from services.sales.inquiry.view import for_customer
from services.sales.masters import store as masters
from services.sales.masters.rules import ListPrice, PriceStep
from services.sales.quoting import rules
from services.sales.quoting.rules import Approve, AskedLine, Decline, OpenInquiry, Quote, Return
from services.sales.tests.calling import Caller
from services.sales.tests.story import DAY, POLICY, money
from services.sales.tests.test_intake import ALFKI
from tests.needs import needs

pytestmark = needs("SAL-1", "SAL-25")
NUMBER, QUOTED = f"IN-{clock.today().year}-000001", f"QU-{clock.today().year}-000001-1"
LINES = (InquiryLine(line=1, quantity=Decimal(500), item="P-1", needs="food grade"),)
STEPS = (PriceStep(quantity=Decimal(1), price=Decimal(12)), PriceStep(quantity=Decimal(1000), price=Decimal(9)))
LIST = {("P-1", "USD"): ListPrice(item="P-1", currency="USD", steps=STEPS, floor=Decimal(8))}
ASKED = OpenInquiry("ALFKI", "RFQ-7", LINES, needs="halal", wanted=None)


def opened(asked: OpenInquiry = ASKED) -> Inquiry:
    return rules.opened(asked, uuid4(), NUMBER, ALFKI, DAY, POLICY)


def quote(inquiry: Inquiry, *steps: tuple[int, str], currency: str = "USD", item: str = "P-1", days: int = 30) -> Quote:
    lines = tuple(AskedLine(item, Decimal(q), money(p) if p else None) for q, p in steps)
    until = DAY + timedelta(days=days)
    return Quote(inquiry.inquiry_id, currency, lines, until, None, "FOB Ningbo", 21, "", "wang.fang")


def quoted(inquiry: Inquiry, *steps: tuple[int, str], days: int = 30) -> Inquiry:
    done = rules.quote(inquiry, quote(inquiry, *steps, days=days), {"P-1": "pcs"}, LIST, DAY, None, POLICY)
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
    assert [one.number for one in second.quotations] == [QUOTED, f"{QUOTED[:-1]}2"]
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


def test_a_line_without_a_price_has_the_lists_for_its_quantity() -> None:
    newest = quoted(opened(), (10, ""), (1000, "")).newest
    assert newest
    assert [line.unit_price for line in newest.lines] == [money(12), money(9)]


def test_a_price_that_neither_the_quotation_nor_the_list_says_is_asked_for() -> None:
    inquiry = opened()
    refused = rules.quote(inquiry, quote(inquiry, (5, "")), {"P-1": "pcs"}, {}, DAY, None, POLICY)
    assert isinstance(refused, InvalidInput)
    assert [(fault["field"], str(fault["expected"])) for fault in refused.faults] == [
        ("lines.0.unit_price", "a price, for the list has none in USD for so many")
    ]


def test_a_price_below_the_floor_waits_for_another_ones_signature_and_the_one_before_holds() -> None:
    low = quoted(quoted(opened(), (1, "10")), (1, "7.99"))
    assert (low.status, [one.number for one in low.quotations]) == ("to_approve", [QUOTED])
    same = rules.approve(low, Approve(low.inquiry_id, "wang.fang"), DAY)
    assert isinstance(same, rules.ApprovedByTheSame)
    signed = rules.approve(low, Approve(low.inquiry_id, "zhou.ting"), DAY)
    assert isinstance(signed, Inquiry)
    assert signed.newest
    assert (signed.status, signed.newest.number, signed.newest.approved_by) == (
        "quoted",
        f"{QUOTED[:-1]}2",
        "zhou.ting",
    )
    assert isinstance(rules.approve(signed, Approve(low.inquiry_id, "zhou.ting"), DAY), rules.NothingToApprove)


def test_the_price_at_the_floor_needs_no_signature() -> None:
    assert quoted(opened(), (1, "8")).status == "quoted"


def test_a_quotation_whose_day_passed_while_it_waited_is_quoted_anew() -> None:
    low = quoted(opened(), (1, "7"), days=3)
    late = rules.approve(low, Approve(low.inquiry_id, "zhou.ting"), DAY + timedelta(days=4))
    assert isinstance(late, rules.ExpiredMeanwhile)


def test_what_is_not_signed_is_quoted_otherwise_under_the_same_number() -> None:
    low = quoted(opened(), (1, "7"))
    back = rules.send_back(low, Return(low.inquiry_id, "too cheap"))
    assert isinstance(back, Inquiry)
    assert (back.status, back.pending, back.reason) == ("open", None, "too cheap")
    newest = quoted(back, (1, "9")).newest
    assert newest
    assert newest.number == QUOTED
    assert isinstance(rules.send_back(back, Return(low.inquiry_id, "x")), rules.NothingToApprove)


def test_a_customer_hears_nothing_of_what_waits_for_a_signature() -> None:
    low = quoted(opened(), (1, "7"))
    seen = for_customer(low, DAY)
    assert (seen.state, seen.status, seen.pending, seen.quotations) == ("open", "open", None, ())
    signed = rules.approve(low, Approve(low.inquiry_id, "zhou.ting"), DAY)
    assert isinstance(signed, Inquiry)
    assert [(one.below, one.approved_by) for one in for_customer(signed, DAY).quotations] == [((), "")]


def test_what_is_wrong_with_a_quotation_is_said_all_at_once() -> None:
    inquiry = opened()
    asked = quote(inquiry, (5, "10"), (5, "9"), currency="EUR", item="P-9")
    refused = rules.quote(inquiry, asked, {"P-1": "pcs"}, {}, DAY, None, POLICY)
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
    assert (first["number"], first["state"], again["inquiry_id"]) == (NUMBER, "open", first["inquiry_id"])
    other = await call("POST", "/inquiries", _inquiry(needs="other"))
    assert (other.status_code, other.json()["type"]) == (409, "/problems/inquiry-says-otherwise")
    second = (await call("POST", "/inquiries", _inquiry(reference="RFQ-8"))).json()
    assert second["number"] == f"IN-{clock.today().year}-000002"
    quoted = (await call("POST", f"/inquiries/{NUMBER}/quote", _quotation())).json()
    assert (quoted["state"], quoted["quotations"][0]["number"]) == ("quoted", QUOTED)
    found = (await call("GET", f"/inquiries/{QUOTED}")).json()
    assert found == quoted
    assert (await call("POST", f"/inquiries/{uuid4()}/quote", _quotation())).status_code == 404


async def test_an_inquiry_of_an_unknown_customer_says_so_and_takes_no_number(call: Caller) -> None:
    refused = await call("POST", "/inquiries", _inquiry(customer="NOBODY"))
    assert (refused.status_code, refused.json()["detail"]) == (404, "There is no customer NOBODY here.")
    assert (await call("POST", "/inquiries", _inquiry())).json()["number"] == NUMBER


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


async def test_the_list_price_is_quoted_and_a_lower_one_is_signed_by_the_sales_manager(call: Caller) -> None:
    price = {"steps": [{"quantity": "1", "price": "12"}, {"quantity": "1000", "price": "9"}], "floor": "8"}
    assert (await call("PUT", "/items/P-1/prices/USD", price)).status_code == 403
    assert (await call("PUT", "/items/P-9/prices/USD", price, role="sales manager")).status_code == 404
    put = await call("PUT", "/items/P-1/prices/USD", price, role="sales manager")
    assert (await call("GET", "/items/P-1/prices/USD")).json() == put.json()
    await call("POST", "/inquiries", _inquiry())
    by_list = [{"item": "P-1", "quantity": "1000"}]
    at_list = (await call("POST", f"/inquiries/{NUMBER}/quote", _quotation(lines=by_list))).json()
    assert at_list["quotations"][0]["lines"][0]["unit_price"]["amount"] == "9"
    low = [{"item": "P-1", "quantity": "1", "unit_price": {"amount": "7.99", "currency": "USD"}}]
    waits = (await call("POST", f"/inquiries/{NUMBER}/quote", _quotation(lines=low))).json()
    assert (waits["state"], waits["pending"]["below"]) == ("to_approve", ["P-1"])
    told = (await call("POST", "/inquiries", _inquiry(), who="ALFKI", role="customer")).json()
    assert (told["state"], told["pending"]) == ("quoted", None)
    signed = await call("POST", f"/inquiries/{NUMBER}/approve", who="zhou.ting", role="sales manager")
    assert (signed.json()["state"], len(signed.json()["quotations"])) == ("quoted", 2)


async def test_steps_of_a_list_price_rise_in_quantity(call: Caller) -> None:
    steps = [{"quantity": "1000", "price": "9"}, {"quantity": "1", "price": "12"}]
    refused = await call("PUT", "/items/P-1/prices/USD", {"steps": steps, "floor": "8"}, role="sales manager")
    assert [one["field"] for one in refused.json()["faults"]] == ["steps"]


async def test_a_customer_sees_his_own_inquiries_and_quotes_nothing(call: Caller) -> None:
    await call("POST", "/inquiries", _inquiry())
    mine = await call("GET", "/inquiries", who="ALFKI", role="customer")
    assert [one["number"] for one in mine.json()["items"]] == [NUMBER]
    assert (await call("GET", f"/inquiries/{NUMBER}", who="BONAP", role="customer")).status_code == 404
    assert (await call("GET", "/inquiries?customer=ALFKI", who="BONAP", role="customer")).status_code == 404
    theirs = await call("POST", f"/inquiries/{NUMBER}/quote", _quotation(), who="ALFKI", role="customer")
    assert theirs.status_code == 403


async def test_what_waits_for_a_quotation_is_in_sales_own_list(call: Caller) -> None:
    await call("POST", "/inquiries", _inquiry())
    kinds, name = await _waiting(call), f"{NUMBER}, needs to confirm: use, quality, date, packing"
    assert kinds[name] == ["quote_inquiry", "decline_inquiry", "record_needs", "agree_to_needs"]
    await call("POST", f"/inquiries/{NUMBER}/decline", {"reason": "we make none"})
    assert name not in await _waiting(call)


MANY = """
INSERT INTO list_price (item, currency, document)
SELECT 'L-' || n, 'USD', json_build_object('item', 'L-' || n, 'currency', 'USD', 'floor', '8', 'steps',
    json_build_array('{"quantity": "1", "price": "12"}'::json, '{"quantity": "1000", "price": "9"}'::json))
FROM generate_series(0, 9999) n;
ANALYZE list_price;
"""
MOST, PRICED_S = 200, 0.02
"""Lines of a quotation, and how long their prices take at most (docs/performance.md)."""


async def test_among_ten_thousand_list_prices_those_of_a_quotation_are_found_by_their_key_and_priced_in_no_time(
    db: asyncpg.Connection,
) -> None:
    await db.execute(MANY)
    codes = [f"L-{n * 50}" for n in range(MOST)]
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {masters.PRICES}", codes, ["USD"] * MOST))
    assert "list_price_pkey" in plan, plan
    assert "Seq Scan" not in plan, plan
    floors = masters.FLOORS.format(named="unnest($1::text[]) AS named(item)")
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {floors}", codes))
    assert "list_price_pkey" in plan, plan
    assert "Seq Scan" not in plan, plan
    lines = tuple(AskedLine(code, Decimal(1000), None) for code in codes)
    asked, units = replace(quote(opened()), lines=lines), dict.fromkeys(codes, "pcs")
    taken = []
    for _ in range(20):
        begun = perf_counter()
        listed = await masters.prices(db, {(code, "USD") for code in codes})
        done = rules.quote(opened(), asked, units, listed, DAY, None, POLICY)
        taken.append(perf_counter() - begun)
        assert isinstance(done, Inquiry)
        assert done.newest
        assert {line.unit_price.amount for line in done.newest.lines} == {Decimal(9)}
    assert min(taken) < PRICED_S, [round(1000 * one, 1) for one in taken]


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
