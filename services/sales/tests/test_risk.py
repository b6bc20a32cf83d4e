"""An order's risk has a grade with reasons; a high one is signed for before the order is confirmed (SAL-6)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from chassis.handling import Db, Step
from chassis.language import catalogue
from contracts.order import Terms
from contracts.supply import Lack
from contracts.texts import said, saying
from services.sales.complaint import store as complaints
from services.sales.house import HOUSE
from services.sales.order.rules.document import Order
from services.sales.order.rules.grading import Beside, graded
from services.sales.order.rules.life import follow
from services.sales.order.rules.risk import Risk
from services.sales.order.rules.stage import stage_of, waiting_of
from services.sales.order.view import state_of
from services.sales.review import rules, store
from services.sales.review.rules import Confirm, SignRisk, confirm, reviewed, sign_risk
from services.sales.tests.calling import Caller, an_order
from services.sales.tests.story import DAY, NOON, POLICY, USD, received, reviews, topics
from services.sales.tests.test_complaints import opened
from services.sales.tests.test_handlers import a_place, hears, known, masters, places
from tests.needs import needs

pytestmark = needs("SAL-6")
BESIDE = Beside(grade="B", rates={}, complaints=0)
LACKS = (Lack(item="P-1", quantity=Decimal(4)),)
MANY = 100_000
"""Of 10 USD each: more than 5 million in the home currency, which is the most harm."""


def judged(order: Order, beside: Beside = BESIDE, **verdicts: Any) -> Order:
    """With its reviews and its risk; nothing followed yet."""
    for review in reviews(order, **verdicts):
        order = graded(reviewed(order, review, DAY), beside, POLICY, DAY)
    return order


def risk_of(order: Order) -> Risk:
    assert order.risk
    return order.risk


def levels(order: Order) -> dict[str, tuple[int, int]]:
    return {one.kind: (one.likelihood, one.impact) for one in risk_of(order).factors}


def signs(order: Order, person: str = "zhou.ting", *roles: str) -> Order | str:
    """What the order is after it, or why not."""
    asked = SignRisk(order.order_id, person, roles or ("sales manager",))
    asked = SignRisk(order.order_id, person, roles or ("sales manager",))
    done = sign_risk(order, asked, "2026-03-02T04:00:00Z", POLICY, DAY)
    return done.document if isinstance(done, Step) else str(done)


def confirmed_by_itself(order: Order) -> bool:
    return topics(follow(order, None, POLICY, DAY).events) == ["order.confirmed"]


HIGH = judged(received(5_000), route="no")
"""Some 350,000 at home, and no way there."""
LATE = judged(received(MANY), transit_days=42)
"""A dear order that is there three weeks late."""


def test_an_order_as_every_day_is_of_low_risk_and_confirmed_by_itself() -> None:
    order = judged(received())
    assert levels(order) == {
        "credit": (1, 1),
        "currency": (2, 1),
        "supply": (1, 1),
        "delivery": (1, 1),
        "quality": (1, 1),
        "country": (2, 1),
    }
    assert (risk_of(order).grade, risk_of(order).signer) == ("low", "")
    assert confirmed_by_itself(order)


@pytest.mark.parametrize(
    ("kind", "likelihood", "why", "verdicts"),
    [
        ("credit", 1, "finance gives the credit", {}),
        ("credit", 5, "finance doubts the credit: it cannot be", {"credit": "no"}),
        ("credit", 3, "finance gives the credit: it cannot be", {"credit": "yes"}),
        ("currency", 2, "its money is open in USD for 42 days", {}),
        ("currency", 4, "its money is open in USD for 207 days", {"transit_days": 150}),
        ("supply", 3, "P-1 must be bought", {"lacks": LACKS, "supplied_on": DAY}),
        ("supply", 5, "nobody can deliver all of P-1", {"lacks": LACKS, "supply": "no"}),
        ("delivery", 1, "it can be there by 2026-03-14, wanted is 2026-04-01", {}),
        ("delivery", 3, "it can be there by 2026-04-18, wanted is 2026-04-01", {"transit_days": 39}),
        ("delivery", 5, "logistics: no", {"route": "no"}),
        ("delivery", 5, "no delivery date can be computed from the reviews", {"lacks": LACKS}),
        ("country", 2, "the goods go abroad: DE", {}),
    ],
)
def test_each_of_the_six_says_how_likely_harm_is_and_why(
    kind: str, likelihood: int, why: str, verdicts: dict[str, Any]
) -> None:
    (found,) = [one for one in risk_of(judged(received(), **verdicts)).factors if one.kind == kind]
    assert (found.likelihood, str(found.why)) == (likelihood, why)


@pytest.mark.parametrize(("complaints", "likelihood"), [(0, 1), (1, 2), (3, 3), (11, 4), (12, 5)])
def test_complaints_of_the_customer_or_his_goods_make_harm_more_likely(complaints: int, likelihood: int) -> None:
    assert levels(judged(received(), replace(BESIDE, complaints=complaints)))["quality"] == (likelihood, 1)


def test_a_country_that_the_company_lists_is_as_likely_as_it_says() -> None:
    order = received()
    content = order.binding.but(deliver_to=order.binding.deliver_to.but(country="MM"))
    assert levels(judged(order.but(content=content)))["country"] == (5, 1)


def test_harm_is_more_the_more_an_order_is_worth_and_a_good_customer_feels_it_more() -> None:
    order = received(5_000)
    assert set(levels(judged(order)).items()) >= {("credit", (1, 3)), ("supply", (1, 3))}
    assert set(levels(judged(order, replace(BESIDE, grade="A"))).items()) >= {("credit", (1, 3)), ("supply", (1, 4))}


@pytest.mark.parametrize(
    "terms", [Terms(days=0, advance_share=Decimal(1)), Terms(days=0, by_credit=True)], ids=["advance", "credit"]
)
def test_credit_is_no_harm_where_the_money_or_a_bank_stands_for_it(terms: Terms) -> None:
    order = received(MANY)
    assert levels(judged(order.but(content=order.binding.but(terms=terms))))["credit"] == (1, 1)


def test_the_worst_of_the_six_gives_the_grade_and_who_signs() -> None:
    assert (risk_of(HIGH).grade, risk_of(HIGH).signer) == ("high", "sales manager")
    worst = risk_of(judged(received(MANY), route="no"))
    assert (worst.grade, worst.signer) == ("critical", "general manager")
    assert list(map(str, worst.reasons)) == ["logistics: no"]


def test_a_high_risk_keeps_a_feasible_order_waiting_for_its_signature() -> None:
    assert risk_of(LATE).grade == "high"
    assert not confirmed_by_itself(LATE)
    assert stage_of(LATE) == "reviewed"
    waiting = waiting_of(LATE, None, NOON)
    assert waiting
    assert (waiting.owner, waiting.what) == ("sales manager", "signature")
    assert str(waiting.reason).startswith("a high risk to be signed for: it can be there by 2026-04-21")
    signed = signs(LATE)
    assert isinstance(signed, Order)
    assert confirmed_by_itself(signed)


def test_the_merchandiser_confirms_no_high_risk_that_nobody_signed_for() -> None:
    refused = confirm(HIGH, Confirm(HIGH.order_id, DAY + timedelta(days=30)), None, POLICY, DAY)
    assert isinstance(refused, rules.RiskUnsigned)
    assert "is high: logistics: no. It is confirmed only once a sales manager" in str(refused)
    signed = signs(HIGH)
    assert isinstance(signed, Order)
    done = confirm(signed, Confirm(HIGH.order_id, DAY + timedelta(days=30)), None, POLICY, DAY)
    assert isinstance(done, Step)
    assert topics(done.events) == ["order.confirmed"]


def test_who_entered_the_order_does_not_sign_nor_who_has_not_the_role_nor_twice() -> None:
    entered = HIGH.but(entered_by="zhou.ting")
    assert "somebody else signs" in str(signs(entered))
    assert isinstance(signs(entered, "li.na"), Order)
    critical = judged(received(MANY), route="no")
    assert "signs a general manager" in str(signs(critical))
    assert isinstance(signs(critical, "li.na", "general manager"), Order)
    assert isinstance(signs(HIGH, "li.na", "general manager"), Order)
    signed = signs(HIGH)
    assert isinstance(signed, Order)
    assert "zhou.ting did at 2026-03-02" in str(signs(signed, "li.na"))
    assert "Nobody has to sign" in str(signs(judged(received())))


def test_a_signature_stays_until_a_review_says_otherwise() -> None:
    signed = signs(LATE)
    assert isinstance(signed, Order)
    again = judged(signed, transit_days=43)
    assert risk_of(again).signature == risk_of(signed).signature
    assert risk_of(judged(signed, transit_days=90)).unsigned


def test_before_the_last_review_there_is_no_grade() -> None:
    order = received()
    heard = graded(reviewed(order, reviews(order)[0], DAY), BESIDE, POLICY, DAY)
    assert heard.risk is None


@needs("ALL-5")
def test_who_reads_chinese_reads_why_in_chinese() -> None:
    with saying(catalogue("zh", HOUSE.locale)):
        waiting = waiting_of(LATE, None, NOON)
        assert waiting
        assert said(waiting.reason).startswith("高风险待签批：")
        assert not [one for one in risk_of(LATE).factors if said(one.why) == str(one.why)]


@needs("ALL-3")
def test_the_customer_sees_nothing_of_it() -> None:
    assert state_of(LATE).risk == LATE.risk
    assert state_of(LATE).for_customer().risk is None


async def test_complaints_of_the_goods_count_of_the_customer_or_of_an_item_since_a_day(db: Db) -> None:
    await masters(db)
    (order,) = await places(db, a_place("1"))
    complaint = opened("quality", (1, 9)).document
    others = {"customer": "BONAP", "number": "2"}
    about = (
        complaint,
        complaint.but(complaint_id=uuid4(), **others),
        complaint.but(complaint_id=uuid4(), number="3", customer="BONAP", lines=()),
        complaint.but(complaint_id=uuid4(), number="4", kind="late"),
        complaint.but(complaint_id=uuid4(), number="5", opened_on=DAY - timedelta(days=1)),
    )
    await complaints.save(db, about)
    found = (await store.beside(db, [order], DAY))[order.order_id]
    assert (found.grade, found.complaints) == ("A", 2)


async def test_an_order_of_a_high_risk_is_confirmed_when_the_sales_manager_signs(call: Caller) -> None:
    dear = [{"line": 1, "item": "P-1", "quantity": "3000", "unit_price": {"amount": "10", "currency": USD}}]
    placed = (await call("POST", "/orders", an_order("1", lines=dear), who="zhou.ting", role="sales manager")).json()
    path = f"/orders/{placed['order_id']}"
    async with call.pool.acquire() as db:
        order = await known(db, placed["order_id"])
        for review in reviews(order, transit_days=90):
            assert await hears(db, review) == []
    shown = (await call("GET", path)).json()
    assert (shown["stage"], shown["risk"]["grade"], shown["waiting_for"]["owner"]) == (
        "reviewed",
        "high",
        "sales manager",
    )
    assert (await call("POST", f"{path}/confirm")).json()["title"] == "risk unsigned"
    assert (await call("POST", f"{path}/sign-risk")).status_code == 403
    assert (await call("POST", f"{path}/sign-risk", who="zhou.ting", role="sales manager")).status_code == 403
    signed = (await call("POST", f"{path}/sign-risk", who="li.na", role="sales manager")).json()
    assert (signed["stage"], signed["risk"]["signature"]["person"]) == ("confirmed", "li.na")
