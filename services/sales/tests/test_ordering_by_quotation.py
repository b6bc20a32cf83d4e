"""An order by a quotation carries what was quoted; what it says otherwise is asked back (SAL-1)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from chassis import clock
from contracts.order import DraftLine, OrderContent, Terms
from services.sales.inquiry.rules import Inquiry
from services.sales.intake.rules.asked import Asked, Known, Place, TermsAreAgreed
from services.sales.intake.rules.placing import may_place
from services.sales.order.rules.document import Order
from services.sales.tests.calling import Caller
from services.sales.tests.story import BERLIN, DAY, POLICY, money
from services.sales.tests.test_intake import ALFKI, DESK, LINE, place
from services.sales.tests.test_quoting import NUMBER, QUOTED, _inquiry, _quotation, opened, quoted
from tests.needs import needs

pytestmark = needs("SAL-1")
FIRST, SECOND = QUOTED, f"{QUOTED[:-1]}2"
WHERE: dict[str, Any] = {"deliver_to": BERLIN, "wanted": DAY + timedelta(days=20)}


def known(inquiry: Inquiry) -> Known:
    by_number = {one.number: inquiry for one in inquiry.quotations}
    return Known(ALFKI, DESK.items, DAY, POLICY, quoted=by_number)


def order(inquiry: Inquiry, number: str = FIRST, **asked: Any) -> Order:
    return place(Asked(quotation=number, **WHERE, **asked), known(inquiry))


def test_an_order_that_says_nothing_but_the_quotation_carries_all_of_it() -> None:
    content = order(quoted(opened(), (500, "9.50"))).content
    assert isinstance(content, OrderContent)
    assert [(line.item, line.quantity, line.unit_price) for line in content.lines] == [
        ("P-1", Decimal(500), money("9.50"))
    ]
    assert (content.incoterm, content.currency, content.terms, content.quotation) == (
        "FOB Ningbo",
        "USD",
        Terms(days=30),
        FIRST,
    )


def test_a_line_without_a_price_has_that_of_its_step() -> None:
    lines = tuple(DraftLine(line=n, item="P-1", quantity=Decimal(q)) for n, q in ((1, 100), (2, 1000)))
    content = order(quoted(opened(), (100, "10"), (1000, "8")), lines=lines).content
    assert [line.unit_price for line in content.lines] == [money(10), money(8)]


def test_price_steps_alone_do_not_say_how_many_are_ordered() -> None:
    assert order(quoted(opened(), (100, "10"), (1000, "8"))).missing == ("lines",)


def test_another_price_than_quoted_is_asked_back_and_the_quoted_one_is_taken() -> None:
    inquiry = quoted(opened(), (1, "9.50"))
    asked = order(inquiry, lines=(LINE,))
    assert asked.missing == ("lines.0.unit_price",)
    assert str(asked.questions[0]) == (
        f"Line 1: its price is 3 USD, and quotation {FIRST} says 9.50 USD: at which price per unit, in USD?"
    )
    assert order(inquiry, lines=(LINE.but(unit_price=money("9.50")),)).missing == ()


def test_fewer_than_are_quoted_are_asked_back() -> None:
    asked = order(quoted(opened(), (100, "10")), lines=(LINE.but(unit_price=money(10)),))
    assert str(asked.questions[0]) == f"Line 1: quotation {FIRST} holds from 100 on: how many do you want?"


def test_an_item_that_is_not_quoted_keeps_its_own_price() -> None:
    lines = (LINE.but(item="P-2"),)
    assert order(quoted(opened(), (1, "10")), lines=lines).missing == ()


@pytest.mark.parametrize(
    ("inquiry", "number", "question"),
    [
        (
            quoted(quoted(opened(), (1, "10")), (1, "9")),
            FIRST,
            f"Quotation {FIRST} was replaced by {SECOND}: do you order by that one?",
        ),
        (
            quoted(opened(), (1, "10"), days=-1),
            FIRST,
            f"Quotation {FIRST} was valid until {DAY - timedelta(days=1)}: by which one do you order?",
        ),
        (
            quoted(opened(), (1, "10")).but(customer="BONAP"),
            FIRST,
            f"There is no quotation {FIRST} for you: by which one do you order?",
        ),
        (opened(), "QU-1", "There is no quotation QU-1 for you: by which one do you order?"),
    ],
)
def test_a_quotation_that_does_not_hold_is_asked_back_and_gives_no_price(
    inquiry: Inquiry, number: str, question: str
) -> None:
    asked = order(inquiry, number, lines=(DraftLine(line=1, item="P-1", quantity=Decimal(10)),))
    assert asked.missing == ("quotation", "lines.0.unit_price")
    assert str(asked.questions[0]) == question


def test_a_customer_may_say_the_terms_that_were_quoted_to_him_and_no_others() -> None:
    inquiry = quoted(opened(), (1, "10"))
    assert inquiry.newest
    inquiry = inquiry.but(quotations=(inquiry.newest.but(terms=Terms(days=60)),))
    said = Asked(quotation=FIRST, terms=Terms(days=60))
    assert may_place(Place("ALFKI", "1", said, only_of="ALFKI"), known(inquiry)) is None
    other = Asked(quotation=FIRST, terms=Terms(days=90))
    assert isinstance(may_place(Place("ALFKI", "1", other, only_of="ALFKI"), known(inquiry)), TermsAreAgreed)


async def test_an_order_by_a_quotation_is_found_by_its_number_and_noted_on_the_inquiry(call: Caller) -> None:
    await call("POST", "/inquiries", _inquiry())
    await call("POST", f"/inquiries/{NUMBER}/quote", _quotation())
    asked = {"customer": "ALFKI", "customer_po": "4711", "quotation": FIRST, "wanted": _day(20)}
    placed = (await call("POST", "/orders", asked)).json()
    assert placed["missing"] == ["deliver_to"]
    inquiry = (await call("GET", f"/inquiries/{FIRST}")).json()
    assert (inquiry["state"], inquiry["orders"]) == ("ordered", [placed["order_id"]])
    again = (await call("POST", "/orders", asked)).json()
    assert again["order_id"] == placed["order_id"]


async def test_a_quotation_that_was_replaced_is_clarified_by_the_newer_one(call: Caller) -> None:
    await call("POST", "/inquiries", _inquiry())
    for _ in range(2):
        await call("POST", f"/inquiries/{NUMBER}/quote", _quotation())
    where = {"deliver_to": {"street": "Obere Str. 57", "city": "Berlin", "country": "DE"}, "wanted": _day(20)}
    asked = {"customer": "ALFKI", "customer_po": "4711", "quotation": FIRST, **where}
    placed = (await call("POST", "/orders", asked)).json()
    assert placed["missing"] == ["quotation", "lines"]
    assert (await call("GET", f"/inquiries/{FIRST}")).json()["orders"] == []
    clarified = (await call("POST", f"/orders/{placed['number']}/clarify", {"quotation": SECOND})).json()
    assert clarified["missing"] == []
    assert (await call("GET", f"/inquiries/{FIRST}")).json()["orders"] == [placed["order_id"]]


def _day(ahead: int) -> str:
    return (clock.today() + timedelta(days=ahead)).isoformat()
