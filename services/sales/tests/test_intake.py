"""What an order lacks, and who is served first (SAL-2, SAL-3, SAL-7)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from chassis.handling import Step
from contracts.order import DraftLine, OrderContent, OrderDraft, Terms
from contracts.sales import OrderReceived
from services.sales.clarifying.rules import ClarifiedTooLate, Clarify, NothingToldAnew, clarify, recheck
from services.sales.intake.rules.asked import (
    AnotherCustomer,
    Asked,
    Known,
    Place,
    PoIsOver,
    PoSaysOtherwise,
    TermsAreAgreed,
)
from services.sales.intake.rules.placing import again, may_place, receive
from services.sales.masters.rules import Customer
from services.sales.order.rules.document import Order, Status
from services.sales.order.rules.priority import priority_of
from services.sales.policy import Grade, Policy
from services.sales.tests.story import BERLIN, DAY, POLICY, after, confirmed, content, money, reviews, topics
from tests.needs import needs

ALFKI = Customer(
    customer="ALFKI",
    version=1,
    name="Alfreds Futterkiste",
    grade="A",
    country="DE",
    currency="USD",
    terms=Terms(days=30),
    credit_limit=Decimal(100000),
    merchandiser="wang.fang",
)
DESK = Known(ALFKI, {"P-1": "pcs", "P-2": "kg"}, DAY, POLICY)
LINE = DraftLine(line=1, item="P-1", quantity=Decimal(10), unit_price=money(3))
WHOLE = Asked(lines=(LINE,), deliver_to=BERLIN, wanted=DAY + timedelta(days=20))


def place(asked: Asked, desk: Known = DESK) -> Order:
    return receive(Place("ALFKI", "4711", asked), uuid4(), "SO-2026-000001", desk).document


@needs("SAL-3")
def test_a_complete_order_misses_nothing_and_takes_the_terms_agreed_with_the_customer() -> None:
    order = place(WHOLE)
    assert order.missing == ()
    assert isinstance(order.content, OrderContent)
    assert (order.content.terms.days, order.content.merchandiser, order.content.currency) == (30, "wang.fang", "USD")


@needs("SAL-3")
def test_an_incomplete_order_is_kept_and_says_exactly_what_is_missing() -> None:
    lines = (DraftLine(line=1, item="P-1"), DraftLine(line=2, item="P-99", quantity=Decimal(0), unit_price=money(1)))
    step = receive(Place("NOBODY", "1", Asked(lines=lines)), uuid4(), "SO-1", Known(None, DESK.items, DAY, POLICY))
    (event,) = step.events
    assert isinstance(event, OrderReceived)
    assert event.missing == (
        "customer",
        "lines.0.quantity",
        "lines.0.unit_price",
        "lines.1.item",
        "lines.1.quantity",
        "deliver_to",
        "wanted",
        "terms",
    )
    assert not event.complete


@needs("SAL-3")
@pytest.mark.parametrize(
    ("asked", "missing"),
    [
        (WHOLE.model_copy(update={"lines": None}), ("lines",)),
        (WHOLE.model_copy(update={"lines": (LINE, LINE)}), ("lines.1.line",)),
        (WHOLE.model_copy(update={"currency": "EUR"}), ("lines.0.unit_price",)),
        (WHOLE.model_copy(update={"wanted": None}), ("wanted",)),
        (WHOLE.model_copy(update={"freight": money(50, "CNY")}), ("freight",)),
        (WHOLE.model_copy(update={"freight": money(-1)}), ("freight",)),
        (
            WHOLE.model_copy(update={"lines": (LINE.but(unit_price=money(-5)),)}),
            ("lines.0.unit_price",),
        ),
    ],
)
def test_each_field_that_is_not_told_is_asked(asked: Asked, missing: tuple[str, ...]) -> None:
    order = place(asked)
    assert order.missing == missing
    assert len(order.questions) == len(missing)
    assert all(str(question).endswith("?") for question in order.questions)


@needs("SAL-3")
def test_an_order_of_a_closed_customer_asks_for_an_open_account() -> None:
    closed = Known(ALFKI.but(active=False), DESK.items, DAY, POLICY)
    assert place(WHOLE, closed).missing == ("customer",)


@needs("SAL-3")
def test_a_customer_entered_after_the_order_answers_what_was_asked_about_him() -> None:
    """His name, terms and grade are on the order; what he must tell himself he is still asked (SAL-3)."""
    early = place(WHOLE.model_copy(update={"wanted": None}), Known(None, DESK.items, DAY, POLICY))
    assert early.missing == ("customer", "wanted", "terms")
    step = recheck(early, DESK)
    assert topics(step.events) == ["order.clarified"]
    assert (step.document.version, step.document.missing) == (2, ("wanted",))
    told = step.document.content
    assert (told.customer_name, told.terms, told.merchandiser) == (ALFKI.name, ALFKI.terms, "wang.fang")


def test_masters_that_answer_nothing_change_nothing() -> None:
    early = place(WHOLE.model_copy(update={"wanted": None}))
    assert recheck(early, DESK) == Step(early)
    complete = place(WHOLE)
    assert recheck(complete, DESK) == Step(complete)


def test_an_unknown_customers_order_is_in_the_currency_of_its_prices() -> None:
    assert place(WHOLE, Known(None, DESK.items, DAY, POLICY)).content.currency == "USD"
    assert place(Asked(), Known(None, DESK.items, DAY, POLICY)).content.currency == POLICY.home_currency


@needs("SAL-3")
def test_a_clarified_order_is_a_newer_version_and_reviewed_anew() -> None:
    order = place(WHOLE.model_copy(update={"wanted": None}))
    done = clarify(order, Clarify(order.order_id, Asked(wanted=date(2026, 4, 1))), DESK)
    assert isinstance(done, Step)
    assert (done.document.version, done.document.missing) == (2, ())
    assert isinstance(done.document.content, OrderContent)
    reviewed = after(done.document, *reviews(done.document)[:2]).document
    again = clarify(reviewed, Clarify(order.order_id, Asked(partial=True)), DESK)
    assert isinstance(again, Step)
    assert (again.document.version, again.document.reviews, again.document.content.partial) == (3, {}, True)


@needs("SAL-3")
def test_a_clarified_order_that_still_lacks_something_stays_a_draft() -> None:
    order = place(Asked())
    done = clarify(order, Clarify(order.order_id, Asked(lines=(LINE,))), DESK)
    assert isinstance(done, Step)
    assert isinstance(done.document.content, OrderDraft)
    assert done.document.missing == ("deliver_to", "wanted")


def test_a_confirmed_order_is_not_clarified() -> None:
    order = confirmed(10)
    assert isinstance(clarify(order, Clarify(order.order_id, WHOLE), DESK), ClarifiedTooLate)


@needs("SAL-3")
def test_no_freight_is_no_freight_in_any_currency() -> None:
    """SAL-3: an order whose currency is told later is not asked for a freight that nobody spoke of."""
    order = place(WHOLE.model_copy(update={"lines": None}), Known(None, DESK.items, DAY, POLICY))
    assert order.content.freight == money(0, "CNY")
    done = clarify(order, Clarify(order.order_id, WHOLE.model_copy(update={"currency": "USD"})), DESK)
    assert isinstance(done, Step)
    assert (done.document.missing, done.document.content.freight) == ((), money(0))


OURS = Asked(
    terms=Terms(days=365),
    discount=Decimal("0.99"),
    freight=money(1),
    tax_rate=Decimal("0.1"),
    merchandiser="nobody",
)
AS_AGREED = Asked(
    terms=ALFKI.terms, discount=Decimal(0), freight=money("0.00"), tax_rate=Decimal(0), merchandiser="wang.fang"
)


def told(asked: Asked) -> Asked:
    return WHOLE.model_copy(update={**dict(asked.told)})


@needs("SAL-3", "ALL-3")
def test_a_customer_does_not_set_his_own_terms_discount_freight_tax_and_merchandiser() -> None:
    """SAL-3, ALL-3: all of them are named at once, each with what is expected; sales' people may."""
    refusal = may_place(Place("ALFKI", "1", told(OURS), only_of="ALFKI"), DESK)
    assert isinstance(refusal, TermsAreAgreed)
    assert {fault["field"] for fault in refusal.faults} == {"terms", "discount", "freight", "tax_rate", "merchandiser"}
    assert all(fault["expected"] for fault in refusal.faults)
    assert may_place(Place("ALFKI", "1", told(OURS)), DESK) is None


def test_a_customer_may_repeat_what_is_agreed_with_him() -> None:
    assert may_place(Place("ALFKI", "1", told(AS_AGREED), only_of="ALFKI"), DESK) is None
    nobody = Known(None, DESK.items, DAY, POLICY)
    assert isinstance(may_place(Place("ALFKI", "1", told(AS_AGREED), only_of="ALFKI"), nobody), TermsAreAgreed)


@needs("ALL-3")
def test_a_customer_orders_for_himself_only() -> None:
    assert isinstance(may_place(Place("BONAP", "1", WHOLE, only_of="ALFKI"), DESK), AnotherCustomer)


@needs("SAL-3", "ALL-3")
def test_a_customer_clarifies_what_is_his_and_repeats_what_is_ours() -> None:
    """SAL-3, ALL-3: what sales wrote on the order is what is agreed."""
    order = place(told(Asked(freight=money(50))).model_copy(update={"wanted": None}))
    wants = Asked(wanted=date(2026, 4, 1), freight=money(50), merchandiser="wang.fang")
    assert isinstance(clarify(order, Clarify(order.order_id, wants, only_of="ALFKI"), DESK), Step)
    refusal = clarify(order, Clarify(order.order_id, OURS, only_of="ALFKI"), DESK)
    assert isinstance(refusal, TermsAreAgreed)
    assert len(refusal.faults) == 5
    assert isinstance(clarify(order, Clarify(order.order_id, OURS), DESK), Step)


@needs("SAL-7")
@pytest.mark.parametrize(
    ("grade", "days", "price", "priority"),
    [("A", 5, 100_000, 36), ("A", 60, 1, 3), ("C", 5, 1, 4), ("B", 14, 800, 12), ("C", 31, 1, 1)],
)
def test_grade_urgency_and_value_multiply(grade: Grade, days: int, price: int, priority: int) -> None:
    line = content(10).lines[0].but(unit_price=money(price))
    order = content(10).but(lines=(line,), wanted=DAY + timedelta(days=days))
    assert priority_of(order, grade, DAY, POLICY, {}) == priority


@needs("SAL-7")
@needs("SAL-7", "SAL-9")
def test_a_rush_is_as_urgent_as_can_be() -> None:
    far = content(1).but(wanted=DAY + timedelta(days=300))
    assert priority_of(far.but(rush=True), "C", DAY, POLICY, {}) == 4 * priority_of(far, "C", DAY, POLICY, {})


@pytest.mark.parametrize(("taken", "priority"), [(0, 3), (1, 6), (4, 6), (100, 6)])
def test_who_took_an_order_before_is_served_before_who_did_not(taken: int, priority: int) -> None:
    order = content(10).but(wanted=DAY + timedelta(days=60))
    assert priority_of(order, "A", DAY, POLICY, {}, taken) == priority


@needs("SAL-7")
def test_the_order_of_a_regular_customer_is_weighed_so_at_intake() -> None:
    first, regular = place(WHOLE), place(WHOLE, replace(DESK, taken=1))
    assert regular.content.priority == 2 * first.content.priority


@needs("FIN-1")
def test_an_order_weighs_what_its_invoices_will_say_with_discount_and_tax() -> None:
    """FIN-1: the value on the board, on the invoice and in the priority is one."""
    line = content(10).lines[0].but(unit_price=money(660))
    told = {"lines": (line,), "wanted": DAY + timedelta(days=60), "freight": money(0), "tax_rate": Decimal(0)}
    plain = content(10).but(**told)
    taxed = plain.but(tax_rate=Decimal("0.13"))
    cheaper = taxed.but(discount=Decimal("0.5"))
    assert [priority_of(order, "C", DAY, POLICY, {}) for order in (plain, taxed, cheaper)] == [1, 2, 1]


@needs("SAL-7")
def test_value_counts_in_the_home_currency() -> None:
    line = content(10).lines[0].but(unit_price=money(100_000, "VND"))
    order = content(10).but(lines=(line,), currency="VND", wanted=DAY + timedelta(days=60))
    assert priority_of(order, "C", DAY, POLICY, {}) == 1


@needs("SAL-3")
@pytest.mark.parametrize(
    ("line", "question"),
    [
        ({"item": "K-999"}, "Line 7: item K-999 is not known: which product of our list is it?"),
        ({"item": None}, "Line 7: which product of our list is it?"),
        ({"quantity": None}, "Line 7: how many do you want?"),
        ({"quantity": Decimal(0)}, "Line 7: a quantity of 0 came: how many do you want?"),
        (
            {"quantity": Decimal("1.5")},
            "Line 7: 1.5 pcs of P-1 came, which is counted in whole pcs: how many do you want?",
        ),
        ({"unit_price": None}, "Line 7: at which price per unit, in USD?"),
        (
            {"unit_price": money(5, "CNY")},
            "Line 7: its price is in CNY, the order is in USD: at which price per unit, in USD?",
        ),
        ({"unit_price": money(-1)}, "Line 7: its price is -1 USD, below zero: at which price per unit, in USD?"),
        (
            {"unit_price": money("0.00")},
            "Line 7: its price is 0 and nothing says that it is free of charge: at which price per unit, in USD?",
        ),
        (
            {"unit_price": money(3), "free": True},
            "Line 7: it is said to be free of charge, and its price is 3 USD: at which price per unit, in USD?",
        ),
    ],
)
def test_a_question_names_what_came_and_what_is_expected(line: dict[str, Any], question: str) -> None:
    """SAL-3: the line by the customer's number, the field by its place in the request, as faults name it."""
    asked = LINE.but(line=7, **line)
    order = place(WHOLE.model_copy(update={"lines": (LINE, asked)}))
    assert [str(one) for one in order.questions] == [question]
    assert order.missing == (f"lines.1.{next(iter(line))}",)


@needs("SAL-3")
def test_an_unknown_and_a_closed_customer_are_named_as_such() -> None:
    """SAL-3."""
    closed = Known(ALFKI.but(active=False), DESK.items, DAY, POLICY)
    assert "The account of customer ALFKI is closed" in str(place(WHOLE, closed).questions[0])
    nobody = place(WHOLE, Known(None, DESK.items, DAY, POLICY))
    assert "Customer ALFKI is not known" in str(nobody.questions[0])


@needs("SAL-3")
def test_what_is_weighed_is_ordered_by_any_weight_and_what_is_free_costs_nothing() -> None:
    """SAL-3: 1.5 kg is a quantity; a price of zero is one where the line says that it is meant so."""
    weighed = LINE.but(item="P-2", quantity=Decimal("1.5"))
    assert place(WHOLE.model_copy(update={"lines": (weighed,)})).complete
    free = LINE.but(unit_price=money(0), free=True)
    order = place(WHOLE.model_copy(update={"lines": (free,)}))
    assert order.complete
    assert order.binding.lines[0].free


@needs("SAL-3", "SAL-25")
def test_a_customer_does_not_say_himself_that_a_line_is_free() -> None:
    """SAL-3, SAL-25: the merchandiser does."""
    free = Asked(lines=(LINE, LINE.but(line=2, unit_price=money(0), free=True)))
    refusal = may_place(Place("ALFKI", "1", told(free), only_of="ALFKI"), DESK)
    assert isinstance(refusal, TermsAreAgreed)
    assert [fault["field"] for fault in refusal.faults] == ["lines.1.free"]
    assert may_place(Place("ALFKI", "1", told(free)), DESK) is None


@needs("SAL-3")
def test_what_is_past_when_the_order_comes_is_asked_and_what_becomes_past_is_late() -> None:
    """SAL-3: nobody is asked twice because we were slow."""
    order = place(WHOLE.model_copy(update={"wanted": DAY - timedelta(days=1)}))
    assert order.missing == ("wanted",)
    slow = place(WHOLE.model_copy(update={"wanted": DAY, "deliver_to": None}))
    later = Known(ALFKI, DESK.items, DAY + timedelta(days=9), POLICY)
    done = clarify(slow, Clarify(slow.order_id, Asked(deliver_to=BERLIN)), later)
    assert isinstance(done, Step)
    assert done.document.complete


@needs("SAL-3")
@pytest.mark.parametrize(
    "said",
    [
        {},
        {"wanted": WHOLE.wanted, "partial": False},
        {"lines": (LINE.but(quantity=Decimal("10.00")),)},
    ],
)
def test_a_clarification_in_which_nothing_differs_is_refused(said: dict[str, Any]) -> None:
    """SAL-3: its reviews do not begin anew."""
    order = place(WHOLE)
    assert isinstance(clarify(order, Clarify(order.order_id, Asked(**said)), DESK), NothingToldAnew)


@needs("SAL-2")
def test_the_same_po_is_the_same_order_whatever_its_words_are_written_like() -> None:
    """SAL-2."""
    order = place(WHOLE)
    ten = LINE.but(quantity=Decimal("10.000"), unit_price=money("3.00"))
    street = BERLIN.but(street="Obere  Str. 57 ")
    same = WHOLE.model_copy(update={"lines": (ten,), "deliver_to": street, "freight": money(0, "EUR")})
    assert again(Place("ALFKI", "4711", same), order, POLICY) == Step(order)
    assert again(Place("ALFKI", "4711", Asked(lines=(LINE,))), order, POLICY) == Step(order), "less is no difference"


@needs("SAL-2")
def test_the_same_po_with_other_contents_is_told_what_differs_and_was_not_taken() -> None:
    """SAL-2: each field, what the order has, what came."""
    order = place(WHOLE)
    lines = (LINE.but(quantity=Decimal(12)), LINE.but(line=2))
    refusal = again(Place("ALFKI", "4711", WHOLE.model_copy(update={"lines": lines, "partial": True})), order, POLICY)
    assert isinstance(refusal, PoSaysOtherwise)
    assert f"is order {refusal.details['number']} already" in str(refusal)
    assert order.content.number in str(refusal)
    assert [{name: str(text) for name, text in fault.items()} for fault in refusal.faults] == [
        {"field": "partial", "expected": "False", "came": "True"},
        {"field": "lines.0.quantity", "expected": "10", "came": "12"},
        {"field": "lines.1", "expected": "nothing", "came": "line 2: 10 of P-1 at 3 USD"},
    ]
    none = again(Place("ALFKI", "4711", Asked(lines=(LINE.but(line=9),))), order, POLICY)
    assert isinstance(none, PoSaysOtherwise)
    assert [str(none.faults[1][name]) for name in ("expected", "came")] == ["line 1: 10 of P-1 at 3 USD", "nothing"]


@needs("SAL-2")
def test_the_very_words_of_a_po_are_its_order_also_when_we_changed_it_since() -> None:
    """SAL-2: a system that sends twice is not told of our own change."""
    order = place(WHOLE)
    more = LINE.but(quantity=Decimal(12))
    changed = order.but(content=order.content.but(lines=(more,)))
    assert again(Place("ALFKI", "4711", WHOLE), changed, POLICY) == Step(changed)
    now = Place("ALFKI", "4711", WHOLE.model_copy(update={"lines": (more,)}))
    assert again(now, changed, POLICY) == Step(changed)


@needs("SAL-2")
@pytest.mark.parametrize("status", ["rejected", "cancelled", "closed"])
def test_the_po_of_an_order_that_is_over_is_refused_with_how_to_order_anew(status: Status) -> None:
    """SAL-2: the same PO is the same living order."""
    order = place(WHOLE).but(status=status)
    refusal = again(Place("ALFKI", "4711", WHOLE), order, POLICY)
    assert isinstance(refusal, PoIsOver)
    assert f"{order.content.number}, which is {status}" in str(refusal)
    assert "another PO number" in str(refusal)
    anew = again(Place("ALFKI", "4711", WHOLE), order, Policy(po_of_a_dead_order="ordered_anew"))
    assert isinstance(anew, PoIsOver) if status == "closed" else anew is None
